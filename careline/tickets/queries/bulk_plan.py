"""What an order for many tickets would come to, before anything is done. The actions decide; this foretells them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.accounts.queries import company_words, find_agents, visible_team_ids
from careline.fields.contracts import FieldsRefused
from careline.fields.queries import check_change, missing_to_solve
from careline.tickets.contracts import BulkOrder, BulkPlan, FilledMacro
from careline.tickets.models import Macro, Status, Ticket, Viewer
from careline.tickets.queries.kept_out import hidden_from
from careline.tickets.queries.macros import access_macro
from careline.tickets.queries.placeholders import fill_html, known_values
from careline.tickets.slots import foretell_fields
from careline.tickets.wording import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from careline.accounts.models import Agent

TYPING_SECONDS = 60


@dataclass(slots=True)
class Foretelling:
    """What is read once for all tickets of a plan."""

    agent: Agent
    order: BulkOrder
    macro: Macro | None
    words: str
    company: Mapping[str, str]
    emails: dict[int, str]
    writing: dict[int, str]
    takers: set[int] | None
    kept_out: set[int]
    beyond: dict[int, str]
    checked: dict[str, tuple[str, bool]] = field(default_factory=dict)

    def filled(self, ticket: Ticket, *, marked: bool = False) -> FilledMacro:
        """The words for this ticket's customer; `marked` shows what was filled in."""
        values = known_values(
            ticket, self.agent, company=self.company, email=self.emails.get(ticket.customer_id, "")
        )
        return fill_html(self.words, values, mark="<mark>{}</mark>".format if marked else str)


def plan(agent: Agent, order: BulkOrder, numbers: Iterable[int]) -> BulkPlan:
    """Which of these tickets the order would change, which are so already, and why the others can't be."""
    wanted = [*numbers]
    rows = _tickets(agent, wanted)
    told = foretelling(agent, order, rows.values())
    can: list[int] = []
    same: list[int] = []
    cannot: dict[str, list[int]] = {}
    for number in wanted:
        ticket = rows.get(number)
        reason = _reason(ticket, told) if ticket else _("You can’t see it any more.")
        if reason:
            cannot.setdefault(reason, []).append(number)
        elif ticket and _is_so(ticket, told):
            same.append(number)
        else:
            can.append(number)
    return BulkPlan(tuple(can), tuple(same), tuple((why, tuple(them)) for why, them in cannot.items()))


def samples(agent: Agent, order: BulkOrder, number: int) -> tuple[Ticket, str]:
    """A ticket with the words that its customer would get, what is filled in marked. Raises KeyError."""
    ticket = _tickets(agent, [number])[number]
    return ticket, foretelling(agent, order, [ticket]).filled(ticket, marked=True).html


def _tickets(agent: Agent, numbers: list[int]) -> dict[int, Ticket]:
    found = (
        Ticket.objects.visible_to(agent)
        .filter(pk__in=numbers)
        .select_related("customer__organisation", "team")
    )
    return {ticket.pk: ticket for ticket in found.prefetch_related("customer__identities")}


def foretelling(agent: Agent, order: BulkOrder, tickets: Iterable[Ticket]) -> Foretelling:
    """Read what the tickets of a plan have in common. Raises NotVisible for a macro that is not theirs."""
    tickets = [*tickets]
    macro = access_macro(agent, order.macro_id) if order.macro_id else None
    assignee = next(iter(find_agents([order.assignee_id])), None) if order.assignee_id else None
    may_take = assignee is not None and assignee.may(Right.REPLY)
    return Foretelling(
        agent, order, macro, clean(order.html or (macro.html if macro else "")),
        company=company_words(),
        emails=_addresses(tickets) if order.sends else {},
        writing=someone_writes(tickets, besides=agent) if order.sends else {},
        takers=(set(visible_team_ids(assignee)) if assignee and may_take else set()) if order.assignee_id else None,
        kept_out=hidden_from(order.assignee_id, [one.pk for one in tickets]) if order.assignee_id else set(),
        beyond=foretell_fields(agent, tickets, order.fields),
    )  # fmt: skip


def _addresses(tickets: list[Ticket]) -> dict[int, str]:
    """The first e-mail address of each customer, by the customer's id."""
    found: dict[int, str] = {}
    for ticket in tickets:
        mine = [one for one in ticket.customer.identities.all() if one.kind == "email"]
        if mine:
            found[ticket.customer_id] = min(mine, key=lambda one: one.pk).value
    return found


def someone_writes(tickets: list[Ticket], *, besides: Agent) -> dict[int, str]:
    """Who else is typing in which of these tickets now: names by ticket."""
    since = timezone.now() - timedelta(seconds=TYPING_SECONDS)
    rows = Viewer.objects.filter(ticket__in=tickets, typed_at__gt=since).exclude(agent=besides)
    return dict(rows.values_list("ticket_id", "agent__name"))


def _reason(ticket: Ticket, told: Foretelling) -> str:
    if ticket.merged_into_id is not None:
        return _("It was merged into another ticket.")
    if told.order.sends and (words := _against_sending(ticket, told)):
        return words
    if ticket.pk in told.kept_out or (
        told.takers is not None and (told.order.team_id or ticket.team_id) not in told.takers
    ):
        return _("Whom it would be assigned to can’t take it.")
    if told.order.snooze_until and not ticket.is_open_work:
        return _("A solved ticket has nothing to wait for.")
    if told.order.fields and (words := _of_fields(ticket, told)[0]):
        return words
    if ticket.pk in told.beyond:
        return told.beyond[ticket.pk]
    status = told.order.status if told.order.status is not None else (told.macro and told.macro.set_status)
    if status and status >= Status.SOLVED > ticket.status and (missing := _missing(ticket, told)):
        return _("Before it is solved, fill in: %(names)s") % {"names": missing}
    return ""


def _of_fields(ticket: Ticket, told: Foretelling) -> tuple[str, bool]:
    """What the form of the ticket's type says against the values, and whether it has them already.

    Asked once for tickets that are alike: most have no values yet.
    """
    wanted = told.order.type or ticket.type
    alike = json.dumps([wanted, ticket.fields], sort_keys=True, default=str)
    if alike not in told.checked:
        try:
            change = check_change(
                told.agent,
                "ticket",
                told.order.fields,
                before=ticket.fields,
                ticket_type=wanted,
                object_id=ticket.pk,
            )
            told.checked[alike] = ("", change.is_empty)
        except FieldsRefused as refusal:
            told.checked[alike] = (str(refusal), False)
    return told.checked[alike]


def _missing(ticket: Ticket, told: Foretelling) -> str:
    wanted = told.order.type or (told.macro.set_type if told.macro else "") or ticket.type
    values = {**ticket.fields, **told.order.fields}
    return ", ".join(info.label for info in missing_to_solve("ticket", values, ticket_type=wanted))


def _against_sending(ticket: Ticket, told: Foretelling) -> str:
    if ticket.status == Status.CLOSED:
        return _("It is closed.")
    if ticket.pk in told.writing:
        return _("%(name)s is writing there now.") % {"name": told.writing[ticket.pk]}
    if ticket.customer_id not in told.emails:
        return _("There is no e-mail address.")
    missing = told.filled(ticket).missing
    return _("Nothing is known for: %(names)s") % {"names": ", ".join(missing)} if missing else ""


def _is_so(ticket: Ticket, told: Foretelling) -> bool:
    order, macro = told.order, told.macro
    if order.sends or order.spam or order.snooze_until or (macro is not None and macro.note):
        return False
    if order.fields and not _of_fields(ticket, told)[1]:
        return False
    hand = {"me": told.agent.pk, "nobody": 0}.get(macro.assign if macro else "")
    add = {*order.add_tags, *(macro.add_tags if macro else ())}
    gone = {*order.remove_tags, *(macro.remove_tags if macro else ())}
    wanted: dict[str, list[Any]] = {
        "status": [order.status, macro and macro.set_status],
        "priority": [order.priority, macro and macro.set_priority],
        "type": [order.type, (macro.set_type or None) if macro else None],
        "team_id": [order.team_id, macro and macro.move_team_id],
        "assignee_id": [order.assignee_id, hand],
    }
    now = {**{name: getattr(ticket, name) for name in wanted}, "assignee_id": ticket.assignee_id or 0}
    fits = all(value is None or value == now[name] for name, values in wanted.items() for value in values)
    return fits and add <= {*ticket.tags} and not gone & {*ticket.tags}
