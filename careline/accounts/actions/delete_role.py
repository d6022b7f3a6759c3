"""Removing one of the company's own roles."""

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts import events
from careline.accounts.contracts import NotPossible, Right
from careline.accounts.models import Agent, CustomRole, Invitation
from careline.core.events import emit


@transaction.atomic
def delete_role(role: CustomRole, *, by: Agent) -> None:
    """Remove a role that nobody has.

    Refuses (Forbidden) who may not manage users, and (NotPossible) a role that somebody has, closed accounts
    included, or is invited to. Emits CustomRoleDeleted.
    """
    by.require(Right.MANAGE_USERS)
    role = CustomRole.objects.select_for_update().get(pk=role.pk)
    invited = Invitation.objects.filter(custom_role=role, accepted_at=None, revoked_at=None)
    if role.holders.exists() or invited.exists():
        raise NotPossible(_("Somebody has this role or is invited to it. Give them another one first."))
    emit(events.CustomRoleDeleted(role_id=role.pk, key=role.key), by=by.actor)
    role.delete()
