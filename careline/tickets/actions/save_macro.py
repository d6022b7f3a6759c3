"""Write, change, copy and archive canned replies."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts.contracts import Forbidden, Right
from careline.accounts.queries import open_teams
from careline.core.events import emit
from careline.tickets.contracts import Conflict, Refused
from careline.tickets.events import MacroArchived, MacroChanged, MacroCreated, MacroRestored
from careline.tickets.models import Macro, MacroFile, Priority, TicketType
from careline.tickets.queries.macros import access_macro, access_managed_macro, macro_teams
from careline.tickets.queries.placeholders import unknown_placeholders
from careline.tickets.wording import clean

if TYPE_CHECKING:
    from careline.accounts.models import Agent

COMPANY, PERSONAL = "company", "me"
_COLUMNS = ("name", "html", "set_status", "set_priority", "set_type", "move_team_id", "assign", "add_tags",
            "remove_tags", "note", "agent_id", "team_id")  # fmt: skip


@dataclass(frozen=True, slots=True)
class MacroDetails:
    """What a macro is: `scope` is `me`, `company` or a team's id; `html` is untrusted composer HTML."""

    name: str
    html: str = ""
    scope: str = PERSONAL
    set_status: int | None = None
    set_priority: int | None = None
    set_type: str = ""
    move_team_id: int | None = None
    assign: str = ""
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    note: str = ""


@transaction.atomic
def create_macro(details: MacroDetails, *, by: Agent) -> Macro:
    """Make a macro. Refuses one that says and does nothing, and a scope that is not theirs. Emits MacroCreated."""
    macro = Macro(**_values(details, by))
    macro.save()
    emit(MacroCreated(macro.pk, title=macro.name, scope=details.scope), by=by.actor)
    return macro


@transaction.atomic
def change_macro(macro_id: int, details: MacroDetails, *, by: Agent, version: int | None = None) -> Macro:
    """Change a macro. Refuses as `create_macro`; raises Conflict if somebody saved meanwhile. Emits MacroChanged."""
    macro = _locked(macro_id, by)
    if version is not None and macro.version != version:
        raise Conflict(macro.version)
    values = _values(details, by)
    changed = tuple(name for name in _COLUMNS if getattr(macro, name) != values[name])
    if changed:
        for name in changed:
            setattr(macro, name, values[name])
        macro.version += 1
        macro.save(update_fields=[*changed, "version"])
        emit(MacroChanged(macro.pk, title=macro.name, scope=details.scope, changed=changed), by=by.actor)
    return macro


@transaction.atomic
def duplicate_macro(macro_id: int, *, by: Agent) -> Macro:
    """Copy a macro that the person may use, with its files, as one of their own. Emits MacroCreated."""
    source = access_macro(by, macro_id)
    details = replace(details_of(source), scope=PERSONAL, name=_("Copy of %(name)s") % {"name": source.name})
    copy = create_macro(replace(details, name=details.name[:120]), by=by)
    for file in source.files.order_by("pk"):
        MacroFile.objects.create(
            macro=copy, file_id=file.file_id, name=file.name, content_type=file.content_type, size=file.size
        )
    return copy


@transaction.atomic
def archive_macro(macro_id: int, *, by: Agent) -> Macro:
    """Offer a macro no longer. Emits MacroArchived, once."""
    macro = _locked(macro_id, by)
    if not macro.is_archived:
        macro.is_archived = True
        macro.save(update_fields=["is_archived"])
        emit(MacroArchived(macro.pk, title=macro.name), by=by.actor)
    return macro


@transaction.atomic
def restore_macro(macro_id: int, *, by: Agent) -> Macro:
    """Offer an archived macro again. Emits MacroRestored, once."""
    macro = _locked(macro_id, by)
    if macro.is_archived:
        macro.is_archived = False
        macro.save(update_fields=["is_archived"])
        emit(MacroRestored(macro.pk, title=macro.name), by=by.actor)
    return macro


def details_of(macro: Macro) -> MacroDetails:
    """What a macro is, as it would be written again."""
    scope = PERSONAL if macro.agent_id else str(macro.team_id or COMPANY)
    return MacroDetails(
        macro.name, macro.html, scope, macro.set_status, macro.set_priority, macro.set_type, macro.move_team_id,
        macro.assign, tuple(macro.add_tags), tuple(macro.remove_tags), macro.note,
    )  # fmt: skip


def _locked(macro_id: int, by: Agent) -> Macro:
    return Macro.objects.select_for_update().get(pk=access_managed_macro(by, macro_id).pk)


def _values(details: MacroDetails, by: Agent) -> dict[str, object]:
    by.require(Right.CHANGE_TICKETS)
    values: dict[str, object] = {
        "name": details.name.strip()[:120],
        "html": clean(details.html),
        "set_status": details.set_status,
        "set_priority": details.set_priority,
        "set_type": details.set_type,
        "move_team_id": details.move_team_id,
        "assign": details.assign,
        "add_tags": [*details.add_tags],
        "remove_tags": [*details.remove_tags],
        "note": details.note.strip(),
        "agent_id": by.pk if details.scope == PERSONAL else None,
        "team_id": _team_id(details.scope, by),
    }
    _refuse_nonsense(details, values)
    return values


def _team_id(scope: str, by: Agent) -> int | None:
    if scope == PERSONAL:
        return None
    by.require(Right.MANAGE_MACROS)
    if scope == COMPANY:
        return None
    if not scope.isdecimal() or not macro_teams(by).filter(pk=int(scope)).exists():
        raise Forbidden(_("That is not one of your teams."))
    return int(scope)


def _refuse_nonsense(details: MacroDetails, values: dict[str, object]) -> None:
    if not values["name"]:
        raise Refused(_("Give the macro a name."))
    if details.set_priority not in {None, *Priority.values} or details.set_type not in {
        "",
        *TicketType.values,
    }:
        raise Refused(_("There is no such priority or type."))
    if details.move_team_id and not open_teams().filter(pk=details.move_team_id).exists():
        raise Refused(_("There is no such team."))
    if unknown := unknown_placeholders(f"{details.html} {details.note}"):
        raise Refused(_("There is no placeholder of this name: %(names)s") % {"names": ", ".join(unknown)})
    does = (
        "html",
        "set_status",
        "set_priority",
        "set_type",
        "move_team_id",
        "assign",
        "add_tags",
        "remove_tags",
        "note",
    )
    if not any(values[name] for name in does):
        raise Refused(_("Write something, or choose what the macro changes."))
