"""Approving a colleague's reply: as it is, edited, or not yet; taking one's own back; and what was changed."""

from __future__ import annotations

import difflib
import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careline.accounts.contracts import Forbidden, Right
from careline.accounts.queries import agent_of
from careline.tickets.actions.approve import approve
from careline.tickets.actions.return_proposal import return_proposal, withdraw_proposal
from careline.tickets.contracts import Crossed, Refused
from careline.tickets.models import Proposal
from careline.tickets.queries.access import access_ticket
from careline.tickets.queries.proposals import access_proposal, may_approve
from careline.tickets.views.changes import changed
from careline.tickets.views.composer import answered, trouble
from careline.tickets.views.doors import agent_page, is_part
from careline.tickets.wording import as_text, with_draft_images
from careline.ui.numbers import number_of

if TYPE_CHECKING:
    from careline.accounts.models import Agent

MOST_COMPARED = 20_000
_WORD = re.compile(r"\n|[^\S\n]+|\S+")


@agent_page
@require_http_methods(["GET", "HEAD", "POST"])
def approval(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Show the words of a reply to be edited before they go out; or approve them, as they are or with these words."""
    agent = agent_of(request)
    agent.require(Right.APPROVE_REPLIES)
    proposal = access_proposal(agent, proposal_id)
    if request.method != "POST":
        return render(request, "tickets/dialog_approve.html", _editing(agent, proposal))
    html = request.POST.get("html")
    try:
        approve(
            proposal_id,
            by=agent,
            html=html,
            seen_message_id=number_of(request.POST.get("anyway", "")) or None,
        )
    except Crossed as crossed:
        return _crossed(request, agent, proposal, crossed, is_dialog=html is not None)
    except Refused as refusal:
        if html is None:
            raise
        return trouble(request, str(refusal))
    return _decided(request, agent, proposal, _("Approved: it goes out now"), icon="send")


def _editing(agent: Agent, proposal: Proposal) -> dict[str, object]:
    if not may_approve(agent, proposal):
        raise Forbidden("one's own reply, or somebody who needs approval themselves")
    if proposal.state != Proposal.State.WAITING:
        raise Refused(_("This reply does not wait for approval any more."))
    keys = {file.key: file.key for file in proposal.files.all()}
    return {"proposal": proposal, "html": with_draft_images(proposal.html, keys)}


def _decided(
    request: HttpRequest, agent: Agent, proposal: Proposal, words: str, *, icon: str
) -> HttpResponse:
    """Show the ticket anew; the dialog in which it was decided has done its work."""
    answer = changed(request, agent, proposal.ticket_id, words, icon=icon)
    if is_part(request) and answer.status_code == HTTPStatus.OK:
        answer.write('<div id="dialogs" hx-swap-oob="innerHTML"></div>')
    return answer


def _crossed(
    request: HttpRequest, agent: Agent, proposal: Proposal, crossed: Crossed, *, is_dialog: bool
) -> HttpResponse:
    """Show what was said meanwhile: beside the words that are being edited, or with the reply in the ticket."""
    words = str(crossed)
    if is_dialog:
        context = {"words": words, "crossed": crossed.message_id}
        return render(request, "tickets/crossed_approval.html", context, status=422)
    return changed(request, agent, proposal.ticket_id, words, icon="message-circle-more")


@agent_page
@require_http_methods(["GET", "HEAD", "POST"])
def giving_back(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Ask what should be different; or return the reply to its writer with that comment."""
    agent = agent_of(request)
    agent.require(Right.APPROVE_REPLIES)
    proposal = access_proposal(agent, proposal_id)
    if request.method != "POST":
        return render(request, "tickets/dialog_return.html", {"proposal": proposal})
    try:
        return_proposal(proposal_id, by=agent, comment=request.POST.get("comment", ""))
    except Refused as refusal:
        return trouble(request, str(refusal))
    words = _("Returned to %(name)s") % {"name": proposal.agent.name}
    return _decided(request, agent, proposal, words, icon="reply")


@agent_page
@require_POST
def withdrawal(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Take one's own reply back into the composer."""
    agent = agent_of(request)
    proposal = access_proposal(agent, proposal_id)
    draft = withdraw_proposal(proposal_id, by=agent)
    extra = {"toast": _("Taken back. Your words are in the composer."), "toast_icon": "rotate-cw"}
    ticket = access_ticket(agent, proposal.ticket_id)
    return answered(
        request, agent, ticket, extra | {"takes_focus": True, "shows": draft.kind if draft else ""}
    )


@agent_page
@require_safe
def comparison(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Show what an approver changed: the words as they were written, and as they went out."""
    proposal = access_proposal(agent_of(request), proposal_id)
    if proposal.message is None:
        raise Http404
    parts = changes_between(as_text(proposal.html), proposal.message.text)
    return render(request, "tickets/dialog_comparison.html", {"proposal": proposal, "parts": parts})


def changes_between(before: str, after: str) -> list[tuple[str, str]]:
    """What became of a text, word by word: pairs of `same`, `gone` or `new`, and the words with their spaces."""
    old, new = _words(before), _words(after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    parts: list[tuple[str, str]] = []
    for what, i, j, k, n in matcher.get_opcodes():
        if what == "equal":
            parts.append(("same", "".join(old[i:j])))
            continue
        parts += [("gone", "".join(old[i:j]))] if j > i else []
        parts += [("new", "".join(new[k:n]))] if n > k else []
    return parts


def _words(text: str) -> list[str]:
    """Words, spaces and line ends, each for itself; of a very long text the beginning."""
    return _WORD.findall(text[:MOST_COMPARED])
