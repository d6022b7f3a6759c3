"""Push what is due. A house-keeping action: no rights of its own; each notice is held against its reader's."""

from __future__ import annotations

import time

import structlog
from django.db import transaction
from django.utils import timezone

from careline.notices.actions.claim import State, claim_next, settle, try_later
from careline.notices.actions.tell import tell
from careline.notices.contracts import Kind, Thing, Way
from careline.notices.letters import push_of
from careline.notices.models import Sending, Subscription
from careline.notices.pushing import Pushed, deliver
from careline.notices.queries.people import preferences_of

log = structlog.get_logger()


def send_pushes(*, seconds: float) -> int:
    """Push what is due, for at most so long; to how many browsers. Claimed and committed before it is sent, as mails are."""
    until = time.monotonic() + seconds
    sent = 0
    while time.monotonic() < until and (claimed := claim_next(Way.PUSH)) is not None:
        sent += bool(claimed) and _send(claimed[0])
    return sent


def _send(sending: Sending) -> bool:
    browser = Subscription.objects.filter(pk=sending.target, agent=sending.notice.agent_id).first()
    outcome = _push(sending, browser) if browser else Pushed.REFUSED
    if outcome == Pushed.LATER:
        try_later([sending])
    else:
        settle([sending], State.SENT if outcome == Pushed.SENT else State.REFUSED)
    if browser and outcome == Pushed.GONE:
        _forget(browser, sending)
    if browser and outcome == Pushed.SENT:
        Subscription.objects.filter(pk=browser.pk).update(used_at=timezone.now())
    return outcome == Pushed.SENT


def _forget(browser: Subscription, sending: Sending) -> None:
    """Push there no more, and have the person know: they may still count on it."""
    gone = {browser.agent_id: Kind.BROWSER}
    with transaction.atomic():
        tell(Thing(key=f"browser:{browser.pk}", event_id=sending.notice.event_id, reasons=gone))
        browser.delete()


def _push(sending: Sending, browser: Subscription) -> Pushed:
    agent = sending.notice.agent
    try:
        push = push_of(sending.notice, agent, shows_words=preferences_of([agent.pk])[agent.pk].shows_words)
        return deliver(push, browser)
    except Exception:  # whatever is wrong with one notice must not hold up the others
        log.exception("notice_not_pushed", notice_id=sending.notice_id)
        return Pushed.REFUSED
