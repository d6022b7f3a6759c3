"""Verifying: walks the chain from its beginning, and says which event was edited, deleted or slipped in."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.db import connection
from django.utils import timezone

from careline.core.audit.digest import COLUMNS, GENESIS, digest, link
from careline.core.audit.seal import BATCH, seal, since
from careline.core.models import Event, Heartbeat, Seal

MOST_PROBLEMS = 100
SEALS_AT_ONCE = 200
LATEST = timedelta(hours=1)
REMEMBERED = "audit:verified"
_EVENT = ", ".join("e." + name for name in COLUMNS)
_MEMBERS = f"""
SELECT s.seal_id, s.event_id, s.digest, s.salt, {_EVENT} FROM core_sealedevent s LEFT JOIN core_event e ON e.id = s.event_id
WHERE s.seal_id >= %s AND s.seal_id <= %s ORDER BY s.seal_id, s.event_id
"""  # noqa: S608  (our own words)
_UNSEALED = """
SELECT e.id FROM core_event e WHERE e.txid < %s::xid8
AND NOT EXISTS (SELECT FROM core_sealedevent s WHERE s.event_id = e.id) ORDER BY e.id LIMIT %s
"""


@dataclass(frozen=True)
class Problem:
    """Something that is not as it was sealed. `kind` is edited, deleted, inserted, batch or cut."""

    kind: str
    event_id: int
    seal_id: int


@dataclass
class Verdict:
    """How a walk ended: the hash at the chain's end, how much was looked at, and what is wrong."""

    head: str = GENESIS
    seals: int = 0
    events: int = 0
    redacted: int = 0
    problems: list[Problem] = field(default_factory=list)
    at: datetime = field(default_factory=timezone.now)
    before: Seal | None = None

    @property
    def is_sound(self) -> bool:
        """Whether everything is as it was sealed."""
        return not self.problems

    def complain(self, kind: str, *, event_id: int = 0, seal_id: int = 0) -> None:
        """Note a problem, the first hundred of them."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(kind, event_id, seal_id))


def verify(*, expected: str = "") -> Verdict:
    """Seal what waits, walk the whole chain, and remember the verdict. About 20 µs an event.

    `expected` is a hash that somebody noted: it must be in the chain. So must the end that the last walk found.
    """
    seal()
    verdict, before = Verdict(), last_verdict()
    wanted = {one for one in (expected, before.head if before else "") if one and one != GENESIS}
    redactions = _redactions()
    for one, members in _walk():
        _check(one, members, verdict, redactions)
        wanted.discard(one.hash)
    for _missing in wanted:
        verdict.complain("cut")
    _find_inserted(verdict)
    _remember(verdict)
    return verdict


def last_verdict() -> Verdict | None:
    """What the last walk found; None before the first."""
    row = Heartbeat.objects.filter(pk=REMEMBERED).first()
    if row is None:
        return None
    problems = [Problem(**one) for one in row.detail["problems"]]
    return Verdict(**{**row.detail, "problems": problems, "at": row.at})


def _remember(verdict: Verdict) -> None:
    """The end of the chain is remembered from the last sound walk: a cut end is told until it is back."""
    names = ("head", "seals", "events", "redacted")
    kept = {name: getattr(verdict, name) for name in names} | {
        "problems": [asdict(p) for p in verdict.problems]
    }
    before = last_verdict()
    if before and any(one.kind == "cut" for one in verdict.problems):
        kept["head"] = before.head
    Heartbeat.objects.update_or_create(pk=REMEMBERED, defaults={"at": verdict.at, "detail": kept})


def _walk() -> Iterator[tuple[Seal, list[tuple[Any, ...]]]]:
    """Each seal with its members, in order."""
    number = 0
    while seals := [*Seal.objects.filter(pk__gt=number).order_by("pk")[:SEALS_AT_ONCE]]:
        with connection.cursor() as cursor:
            cursor.execute(_MEMBERS, [seals[0].pk, seals[-1].pk])
            members = {key: list(rows) for key, rows in groupby(cursor.fetchall(), key=lambda row: row[0])}
        for one in seals:
            yield one, members.get(one.pk, [])
        number = seals[-1].pk


def _check(
    one: Seal, members: list[tuple[Any, ...]], verdict: Verdict, redactions: dict[int, set[str]]
) -> None:
    earliest = _earliest(verdict.before, one)
    for _seal, event_id, mark, salt, *row in members:
        if row[0] is None:
            verdict.complain("deleted", event_id=event_id, seal_id=one.pk)
        elif event_id in redactions and digest(tuple(row)).hex() in redactions[event_id]:
            verdict.redacted += 1
        elif digest(tuple(row), bytes(salt or b"")) != bytes(mark):
            verdict.complain("edited", event_id=event_id, seal_id=one.pk)
        elif earliest and row[1] < earliest:
            verdict.complain("inserted", event_id=event_id, seal_id=one.pk)
    if link(verdict.head, ((row[1], bytes(row[2])) for row in members)) != one.hash:
        verdict.complain("batch", event_id=one.first_id, seal_id=one.pk)
    verdict.head, verdict.before = one.hash, one
    verdict.seals += 1
    verdict.events += len(members)


def _earliest(before: Seal | None, one: Seal) -> datetime | None:
    """What happened longer ago was dated back: events are sealed within a minute, but for a backlog or a move."""
    if before is None or before.count >= BATCH or before.cluster != one.cluster:
        return None
    return before.sealed_at - LATEST


def _redactions() -> dict[int, set[str]]:
    """The digests that redactions announced, by event. A forged redaction is an event that is edited or inserted."""
    announced: dict[int, set[str]] = {}
    for data in Event.objects.filter(name="audit.redacted").values_list("data", flat=True).iterator():
        for event_id, (_before, after) in data["digests"].items():
            announced.setdefault(int(event_id), set()).add(after)
    return announced


def _find_inserted(verdict: Verdict) -> None:
    """Events without a seal whose transaction says that they should have one."""
    last = Seal.objects.order_by("-pk").first()
    if last is None:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT system_identifier FROM pg_control_system())::text")
        identifier = (cursor.fetchone() or ("",))[0]
        cursor.execute(_UNSEALED, [since(identifier, last), MOST_PROBLEMS])
        for (event_id,) in cursor.fetchall():
            verdict.complain("inserted", event_id=event_id)
