"""Whether what a person writes to customers needs somebody's approval."""

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts import events
from careline.accounts.actions.reach import require_over
from careline.accounts.contracts import NotPossible, Right
from careline.accounts.models import Agent
from careline.core.events import emit


@transaction.atomic
def require_approval(agent: Agent, *, needed: bool, by: Agent) -> None:
    """Have a person's replies approved by others before they go out, or no longer; it counts from the next one on.

    What waits already goes on waiting. Refuses (Forbidden) who may not manage users, or may less than the person, and
    (NotPossible) for oneself. Emits ApprovalNeedChanged.
    """
    by.require(Right.MANAGE_USERS)
    if agent.replies_need_approval == needed:
        return
    if agent.pk == by.pk:
        raise NotPossible(_("Nobody decides this about themselves. Ask another administrator."))
    require_over(by, agent)
    agent.replies_need_approval = needed
    agent.save(update_fields=["replies_need_approval"])
    emit(events.ApprovalNeedChanged(agent_id=agent.pk, needed=needed), by=by.actor)
