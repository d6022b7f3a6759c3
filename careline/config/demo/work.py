"""What the demo's colleagues do beside talking: fields, tasks, reminders, time, signs, links, and what sleeps."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from careline.accounts.models import Agent
from careline.config.demo.story import Work
from careline.customers.actions.change_fields import change_customer_fields
from careline.fields.actions.save_field import FieldDetails, create_field
from careline.tickets.actions.add_task import add_task
from careline.tickets.actions.change_fields import change_fields
from careline.tickets.actions.finish_task import finish_task
from careline.tickets.actions.link import link
from careline.tickets.actions.react import react
from careline.tickets.actions.set_reminder import set_reminder
from careline.tickets.actions.snooze import snooze
from careline.tickets.actions.write_time import correct_time, write_time
from careline.tickets.models import Task, Ticket

Agents = Mapping[str, Agent]


def make_fields(told: Iterable[Mapping[str, Any]], *, by: Agent) -> None:
    """Define the fields of tickets, and of customers (`of`)."""
    for one in told:
        details = FieldDetails(one["label"], choices=one.get("choices", ""))
        create_field(one.get("of", "ticket"), one["kind"], details, by=by, key=one["key"])


def do_work(work: Work, agents: Agents) -> None:
    """Do what was done in one ticket; a snooze comes last, since it hides the ticket."""
    ticket, who = _named(work.ticket), agents[work.who]
    if work.fields:
        change_fields(ticket, {key: _value(value) for key, value in work.fields.items()}, by=who)
    if work.worth:
        change_customer_fields(ticket.customer, {"value": work.worth}, by=who)
    _tasks(ticket, work, agents, who)
    for kind, other in work.links:
        link(ticket, _named(other), kind=kind, by=who)
    for note in ticket.messages.filter(is_public=False):
        for sign in work.signs:
            react(note, sign, by=who)
    if work.remind:
        set_reminder(ticket, _in_hours(work.remind[0]), by=who, note=work.remind[1])
    if work.snooze:
        snooze(ticket, _in_hours(work.snooze), by=who)


def _tasks(ticket: Ticket, work: Work, agents: Agents, who: Agent) -> None:
    for title, owner, hours, is_done in work.tasks:
        task = add_task(ticket, title, by=who, owner=agents[owner], due_at=_in_hours(hours))
        if hours < 0:
            Task.objects.filter(pk=task.pk).update(told_at=task.due_at)
        if is_done:
            finish_task(task.pk, by=agents[owner])
    for minutes, activity, words, reason in work.times:
        entry = write_time(ticket, minutes * 60, by=who, activity=activity, note=words)
        if reason:
            correct_time(entry.pk, minutes * 90, reason=reason, by=who)


def _named(subject: str) -> Ticket:
    return Ticket.objects.get(subject__startswith=subject)


def _in_hours(hours: int) -> datetime:
    return timezone.now() + timedelta(hours=hours)


def _value(words: str) -> str:
    is_day = words.startswith("+")
    return (timezone.now() + timedelta(days=int(words))).date().isoformat() if is_day else words
