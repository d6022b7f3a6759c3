"""What conditions can ask about playbooks: how the latest run on a ticket stands, which one it is, what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from careline.playbooks.models import Playbook
from careline.playbooks.queries.runs import standings
from careline.tickets.queries.conditions import Batch, Facts, Field, register_field, register_source
from careline.tickets.queries.conditions.kinds import Choice

if TYPE_CHECKING:
    from careline.accounts.models import Agent

NONE = "none"
STATES = [
    (NONE, _("None was started")),
    ("running", _("Running")),
    ("finished", _("Finished")),
    ("stopped", _("Stopped")),
]
_LATEST = "(SELECT {0} FROM playbooks_run r {1}WHERE r.ticket_id = t.id ORDER BY r.id DESC LIMIT 1)"
STATE = f"coalesce({_LATEST.format('r.state', '')}, '{NONE}')"
KEY = f"coalesce({_LATEST.format('p.key', 'JOIN playbooks_playbook p ON p.id = r.playbook_id ')}, '{NONE}')"


def _states(agent: Agent | None) -> list[tuple[str, str]]:
    return [(key, str(words)) for key, words in STATES]


def _playbooks(agent: Agent | None) -> list[tuple[str, str]]:
    rows = Playbook.objects.filter(published__isnull=False).order_by("title")
    return [(NONE, str(_("None was started"))), *rows.values_list("key", "title")]


def _state_in(facts: Facts) -> str:
    standing = facts.of("playbooks.standing")
    return standing.state if standing else NONE


def _key_in(facts: Facts) -> str:
    standing = facts.of("playbooks.standing")
    return standing.key if standing else NONE


def _load(batch: Batch) -> dict[int, object]:
    return {**standings([*batch.tickets])}


register_source("playbooks.standing", _load)
register_field(
    Field("playbook_state", _("Playbook stands"), Choice(STATE), _("Playbooks"), _states, reading=_state_in)
)
register_field(
    Field("playbook", _("Playbook followed"), Choice(KEY), _("Playbooks"), _playbooks, reading=_key_in)
)
