"""Changing what a person may do."""

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts import events
from careline.accounts.actions.admins import keep_one_admin
from careline.accounts.actions.factors import remember_factors
from careline.accounts.actions.grant import find_grant, key_of
from careline.accounts.actions.reach import require_over, require_reach
from careline.accounts.contracts import NotPossible, Right, Role
from careline.accounts.models import Agent
from careline.core.events import emit


@transaction.atomic
def change_role(agent: Agent, *, role: str, by: Agent) -> None:
    """Give a person another role, by its key; it counts from their next request on.

    Refuses (Forbidden) who may not manage users, or may less than the person or the role, and (NotPossible) one's
    own role and the last administrator's. Emits RoleChanged.
    """
    by.require(Right.MANAGE_USERS)
    if agent.pk == by.pk:
        raise NotPossible(_("Nobody changes their own role. Ask another administrator."))
    grant, old = find_grant(role), key_of(agent)
    if old == grant.key:
        return
    require_over(by, agent)
    require_reach(by, grant.rights)
    if agent.role == Role.ADMIN:
        keep_one_admin(agent)
    grant.give(agent)
    agent.save(update_fields=["role", "custom_role", "custom_rights"])
    remember_factors([agent.pk])
    emit(events.RoleChanged(agent_id=agent.pk, old=old, new=grant.key), by=by.actor)
