"""Facts: what happened, written once, and who reacts to it.

`emit` writes the Event row and, where a queued handler listens, one job, in the caller's transaction.
It deliberately knows no fact of the trade: apps define theirs in their own `events.py`.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import connection

if TYPE_CHECKING:
    from careline.core.models import Event

FACTS: dict[str, type["Fact"]] = {}
Handler = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it: `kind` is agent, customer, system or rule; `id` its key, 0 for the system."""

    kind: str
    id: int = 0


SYSTEM = Actor("system")


@dataclass(frozen=True)
class Fact:
    """Base of every event: a frozen dataclass in the past tense with ids and what changed.

    A subclass sets `name` ("ticket.solved"), and says in `subject` what it is about ("ticket:12", the order
    of handling is kept per subject) and in `topics` who may be watching ("ticket:12", "team:3").
    """

    name: ClassVar[str] = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.name:
            FACTS[cls.name] = cls

    @property
    def subject(self) -> str:
        """What the fact is about, such as `ticket:12`."""
        raise TypeError(f"{type(self).__name__} names no subject")

    @property
    def topics(self) -> tuple[str, ...]:
        """Who may be watching: at least the subject."""
        return (self.subject,)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a handler learns beside the fact itself: the event's row id, who did it, and what caused it."""

    id: int
    actor: Actor
    cause: int | None


class ChainTooLong(Exception):
    """A chain of events that cause each other grew beyond five: an automation loop."""


_queued: dict[str, dict[str, Handler]] = {}
_inline: dict[str, dict[str, Handler]] = {}
LONGEST_CHAIN = 5


def reacts_to(fact: type[Fact], *, inline: bool = False) -> Callable[[Handler], Handler]:
    """Subscribe `handler(fact, recorded)` to a fact: in a job after commit, or `inline` in the transaction."""

    def register(handler: Handler) -> Handler:
        table = _inline if inline else _queued
        table.setdefault(fact.name, {})[f"{handler.__module__}.{handler.__qualname__}"] = handler
        return handler

    return register


def queued_handlers(name: str) -> dict[str, Handler]:
    """The handlers that run in a job after an event of this name, by their dotted names."""
    return _queued.get(name, {})


def inline_handlers() -> dict[str, dict[str, Handler]]:
    """All handlers that run inside the emitting transaction, by event name."""
    return _inline


def emit(fact: Fact, *, by: Actor = SYSTEM, cause: int | None = None) -> int:
    """Write a fact down, in the running transaction, and see to it that its handlers run.

    Returns the event's id. Raises RuntimeError outside `transaction.atomic()`, ChainTooLong in a loop.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{fact.name} emitted outside a transaction")
    if cause is not None and _chain_length(cause) >= LONGEST_CHAIN:
        raise ChainTooLong(f"{fact.name} would be number {LONGEST_CHAIN + 1} in a chain of causes")
    row = _row(fact, by, cause)
    row.save(force_insert=True)
    announce()
    _hand_on(fact, Recorded(row.pk, by, cause))
    return row.pk


def emit_all(facts: Sequence[Fact], *, by: Actor = SYSTEM) -> list[int]:
    """Write many facts down at once, in two statements, as `emit` does one; for what happens by the thousand."""
    from careline.core.models import Event

    if not connection.in_atomic_block:
        raise RuntimeError("facts emitted outside a transaction")
    rows = Event.objects.bulk_create(_row(fact, by, None) for fact in facts)
    announce()
    for fact, row in zip(facts, rows, strict=True):
        _hand_on(fact, Recorded(row.pk, by, None))
    return [row.pk for row in rows]


def _row(fact: Fact, by: Actor, cause: int | None) -> "Event":
    from careline.core.models import Event

    return Event(
        name=fact.name,
        subject=fact.subject,
        topics=list(fact.topics),
        actor_kind=by.kind,
        actor_id=by.id,
        data=asdict(fact),
        cause_id=cause,
    )


def _hand_on(fact: Fact, recorded: Recorded) -> None:
    for handler in _inline.get(fact.name, {}).values():
        handler(fact, recorded)
    if fact.name in _queued:
        from careline.core.jobs import defer_reactions

        defer_reactions(recorded.id, fact.subject)


def announce() -> None:
    """Wake the listeners once this transaction commits; PostgreSQL folds repeats into one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('careline_event', '')")


def _chain_length(event_id: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE chain(id, cause_id, n) AS ("
            " SELECT id, cause_id, 1 FROM core_event WHERE id = %s"
            " UNION ALL SELECT e.id, e.cause_id, n + 1 FROM core_event e JOIN chain ON e.id = chain.cause_id WHERE n < 10)"
            " SELECT max(n) FROM chain",
            [event_id],
        )
        row = cursor.fetchone()
    return int(row[0] or 0) if row else 0


def rebuild(name: str, data: dict[str, Any]) -> Fact | None:
    """Make the fact of a stored event again; fields that a newer version dropped are left out."""
    fact = FACTS.get(name)
    if fact is None:
        return None
    return fact(**{key: value for key, value in data.items() if key in fact.__dataclass_fields__})
