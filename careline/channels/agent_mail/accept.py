"""An agent answers a notice by mail: it becomes a reply or a note, and only with a token that we signed for them.

A From alone speaks for nobody: token, address and sender authentication must all agree (domain rule 5).
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts.contracts import Forbidden, Right
from careline.accounts.queries import find_agents
from careline.channels.agent_mail.tasks import tell_agent
from careline.channels.configured import normal
from careline.channels.email.message_ids import AgentReply, recognise_agent_reply_address, recognise_notice
from careline.channels.email.outgoing.wording import html_of
from careline.core.limits import allow
from careline.tickets.actions.attach_file import attach_file, remove_file
from careline.tickets.actions.note import note
from careline.tickets.actions.reply import reply
from careline.tickets.contracts import InboundMessage, Machine, NotVisible, Outgoing, Refused
from careline.tickets.queries.access import access_ticket
from careline.tickets.queries.proposals import is_proposed

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.models import Ticket

MOST_IDS = 100
TELL_LIMIT = 20
_NOTE = re.compile(r"\s*(?:note|notiz|nota|interne notiz|internal note)\s*(?:[:.!]\s*|\n)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of an agent's mail: done, ignored, suspended or failed with the reason, and what was made of it."""

    state: str
    reason: str = ""
    ticket_id: int | None = None
    message_id: int | None = None


def accept(message: InboundMessage, arrival_id: int) -> Verdict | None:
    """Take in a mail that answers a notice, in the caller's transaction; None if it is no such mail.

    Mail from others than the agent is suspended if it came to the agent's signed address; if it only names the notice
    (which the agent may have forwarded), it is everybody else's mail. A light agent's words are kept as an internal
    note, those of others who may not answer as a failed arrival; both are told by mail.
    """
    by_address, by_notice = _tokens(message)
    token = by_address or by_notice
    if token is None:
        return None
    agent = next(iter(find_agents([token.agent_id])), None)
    is_theirs = agent is not None and normal(message.sender.email) == normal(agent.email)
    if not is_theirs and by_address is None:
        return None
    if message.machine != Machine.NONE:
        return Verdict("ignored", _("An automatic answer to a notice for the staff"))
    if agent is None or not is_theirs:
        return Verdict("suspended", _("Somebody else answered a notice that was meant for one agent"))
    if is_forged(message):
        return Verdict("suspended", _("The checks say that this agent's answer was forged"))
    return _as_agent(agent, token.ticket_id, message)


def is_forged(message: InboundMessage) -> bool:
    """Whether a check says that the sender is not who they say."""
    known = message.authentication
    spf_failed = known.spf in ("fail", "softfail", "permerror") and known.dkim != "pass"
    return known.dmarc == "fail" or spf_failed


def _tokens(message: InboundMessage) -> tuple[AgentReply | None, AgentReply | None]:
    """What the recipients' addresses prove, and what the Message-IDs that it answers prove."""
    addresses = (*message.delivered_to, *(one.email for one in (*message.to, *message.cc)))
    ids = (*message.in_reply_to[:MOST_IDS], *message.references[-MOST_IDS:])
    by_address = (recognise_agent_reply_address(one) for one in addresses[:MOST_IDS] if "+a." in one.lower())
    return next(filter(None, by_address), None), next(filter(None, map(recognise_notice, ids)), None)


def _as_agent(agent: "Agent", number: int, message: InboundMessage) -> Verdict:
    text = (message.reply_text or message.text).strip()
    is_note = _NOTE.match(text)
    try:
        ticket = access_ticket(agent, number)
        if is_note:
            made = _said(ticket, text[is_note.end() :].strip(), message, agent, is_public=False)
        elif agent.may(Right.REPLY):
            made = _said(ticket, text, message, agent, is_public=True)
        else:
            made = _said(ticket, text, message, agent, is_public=False)
            _tell(agent, number, _("You may not answer customers; your text was kept as an internal note."))
    except NotVisible:
        return _refused(agent, number, _("You may not see this ticket."))
    except (Refused, Forbidden) as error:
        return _refused(agent, number, str(error))
    return Verdict("done", "", ticket.pk, made)


def _said(
    ticket: "Ticket", text: str, message: InboundMessage, agent: "Agent", *, is_public: bool
) -> int | None:
    with transaction.atomic():
        keys = tuple(
            attach_file(None, kind="outbound", name=one.name, content=one.content, by=agent).key
            for one in message.files
            if not one.inline
        )
        html = html_of(text)
        if is_public:
            outgoing = Outgoing(html, file_keys=keys, undo_seconds=0, spends_draft=False)
            said = reply(ticket, outgoing, by=agent)
            made = None if is_proposed(said) else said.pk
            if made is None:
                _tell(agent, ticket.pk, _("It waits for somebody’s approval."))
        else:
            made = note(ticket, html, by=agent, file_keys=keys, spends_draft=False).pk
        for key in keys:
            remove_file(key, by=agent)
    return made


def _refused(agent: "Agent", number: int, reason: str) -> Verdict:
    _tell(agent, number, reason)
    return Verdict(
        "failed", _("The answer of %(agent)s was not sent: %(reason)s") % {"agent": agent, "reason": reason}
    )


def _tell(agent: "Agent", number: int, reason: str) -> None:
    if allow(f"tell:{agent.pk}", limit=TELL_LIMIT, seconds=3600):
        tell_agent.defer(agent_id=agent.pk, ticket_id=number, reason=reason)
