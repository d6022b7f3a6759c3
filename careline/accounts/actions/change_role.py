"""Changing what a person may do."""

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts import events
from careline.accounts.actions.admins import keep_one_admin
from careline.accounts.contracts import NotPossible, Right, Role
from careline.accounts.models import Agent
from careline.core.events import emit


@transaction.atomic
def change_role(agent: Agent, *, role: Role, by: Agent) -> None:
    """Give a person another role; it counts from their next request on.

    Refuses (Forbidden) who may not manage users, and (NotPossible) one's own role and the last administrator's.
    Emits RoleChanged.
    """
    by.require(Right.MANAGE_USERS)
    if agent.pk == by.pk:
        raise NotPossible(_("Nobody changes their own role. Ask another administrator."))
    if agent.role == role:
        return
    if agent.role == Role.ADMIN:
        keep_one_admin(agent)
    old = Role(agent.role)
    agent.role = role
    agent.save(update_fields=["role"])
    emit(events.RoleChanged(agent_id=agent.pk, old=old, new=role), by=by.actor)
