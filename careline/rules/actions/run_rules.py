"""Run rules on a ticket: judge them in their order, do what they say, write down why. Acts as the rule, not as a person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import structlog
from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts.queries import speaking_house
from careline.core.events import Actor, ChainTooLong, emit, rebuild
from careline.core.models import Event
from careline.rules.actions.deeds import DEEDS, Deed
from careline.rules.contracts import Act, Do, Done, Origin
from careline.rules.events import RuleRan
from careline.rules.models import Run
from careline.rules.queries.causes import rules_behind
from careline.rules.queries.explaining import kept_parts, told_openly
from careline.rules.queries.ready import Ready, rules_for
from careline.rules.queries.words import names_for, say_act
from careline.rules.triggers import trigger_of
from careline.tickets.contracts import Refused
from careline.tickets.events import TicketFact
from careline.tickets.queries.access import lock_remaining
from careline.tickets.queries.conditions import Judgement, Judging, company_zone, facts_of
from careline.webhooks.actions.tell_of import tell_of

log = structlog.get_logger()


def run_for_event(event_id: int) -> int:
    """Run the rules that an event sets off, and return how many did something. Each runs once for an event.

    A rule is not set off by what it did itself, be it through others; a chain of others ends after five.
    """
    event = Event.objects.filter(pk=event_id).first()
    fact = rebuild(event.name, event.data) if event else None
    trigger = trigger_of(fact) if fact else None
    if not isinstance(fact, TicketFact) or trigger is None:
        return 0
    rules = rules_for(trigger)
    if not rules:
        return 0
    origin = Origin(fact.ticket_id, event_id, getattr(fact, "message_id", None))
    with transaction.atomic():
        ran = {*Run.objects.filter(event_id=event_id).values_list("rule_id", flat=True)}
        ran |= rules_behind(event_id)
        return run_on([rule for rule in rules if rule.rule_id not in ran], origin)


def run_on(rules: Iterable[Ready], origin: Origin, *, at: datetime | None = None) -> int:
    """Run rules on a ticket, in the caller's transaction, and return how many did something.

    A rule sees what those before it did. One whose actions fail is written down and holds up no other.
    """
    ticket = lock_remaining(origin.ticket_id)
    if ticket is None:
        return 0
    judging = Judging(at or timezone.now(), company_zone())
    facts, did = facts_of([ticket.pk])[ticket.pk], 0
    for rule in rules:
        if not rule.judge.holds(facts, judging):
            continue
        if _run(rule, rule.judge.judge(facts, judging), ticket.pk, origin):
            did += 1
            facts = facts_of([ticket.pk])[ticket.pk]
        if rule.stops:
            break
    return did


def _run(rule: Ready, judged: Judgement, ticket_id: int, origin: Origin) -> bool:
    """Do what a rule says; False where nothing was to be changed. Emits RuleRan."""
    done, is_loop = _do_all(rule, ticket_id, origin)
    if not is_loop and all(one.outcome == "same" for one in done):
        return False
    run = Run.objects.create(
        rule_id=rule.rule_id, version_id=rule.version_id, ticket_id=ticket_id, event_id=origin.event_id,
        outcome=_outcome(done, is_loop=is_loop), parts=kept_parts(rule.judge.known, judged),
        acts=[one.kept for one in done],
    )  # fmt: skip
    _tell(rule, run, _because(rule, judged), done, None if is_loop else origin.event_id)
    return True


def _because(rule: Ready, judged: Judgement) -> tuple[tuple[str, bool], ...]:
    """The conditions in the company's language."""
    with speaking_house():
        return told_openly(rule.judge, judged)


def _tell(
    rule: Ready, run: Run, because: tuple[tuple[str, bool], ...], done: list[Done], cause: int | None
) -> None:
    """Have the ticket's history say what was done, and why."""
    ticket = lock_remaining(run.ticket_id)
    if ticket is None:
        return
    with speaking_house():
        names = names_for(rule.acts)
        did = tuple(say_act(one.act, names) for one in done if one.outcome == "done")
    fact = RuleRan(
        ticket.pk, ticket.team_id, rule_id=rule.rule_id, run_id=run.pk, version=rule.number, name_of_rule=rule.name,
        outcome=run.outcome, because=because, did=did,
    )  # fmt: skip
    event_id = emit(fact, by=Actor("rule", rule.rule_id), cause=cause)
    for one in done:
        if one.act.do == Do.WEBHOOK and one.outcome == "done":
            tell_of(int(one.act.value), event_id)


def _do_all(rule: Ready, ticket_id: int, origin: Origin) -> tuple[list[Done], bool]:
    """What became of each thing; a chain of causes that is too long takes all of them back."""
    done: list[Done] = []
    try:
        with transaction.atomic(), speaking_house():
            for act in sorted(rule.acts, key=lambda one: [*DEEDS].index(one.do)):
                done.append(_do(rule, act, ticket_id, origin))
    except ChainTooLong:
        return [Done(act, "refused") for act in rule.acts], True
    return done, False


def _do(rule: Ready, act: Act, ticket_id: int, origin: Origin) -> Done:
    try:
        with transaction.atomic():
            ticket = lock_remaining(ticket_id)
            if ticket is None:
                return Done(act, "refused")
            changed = DEEDS[act.do](Deed(ticket, act, rule, Actor("rule", rule.rule_id), origin))
            return Done(act, "done" if changed else "same")
    except (ChainTooLong, OperationalError):
        raise  # the whole event is not to be done, or tried again
    except (Refused, ValueError) as refusal:
        return Done(act, "refused", str(refusal)[:300])
    except Exception:
        log.exception("rule_action_failed", rule=rule.rule_id, act=act.do, ticket=ticket_id)
        return Done(act, "refused", _("Something went wrong here."))


def _outcome(done: list[Done], *, is_loop: bool) -> str:
    if is_loop:
        return Run.Outcome.LOOP
    refused = sum(one.outcome == "refused" for one in done)
    if not refused:
        return Run.Outcome.DONE
    return Run.Outcome.FAILED if refused == len(done) else Run.Outcome.PARTLY
