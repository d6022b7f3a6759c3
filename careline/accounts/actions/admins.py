"""The last administrator stays: checked under a lock, so that two who leave at once can't both go."""

from django.utils.translation import gettext as _

from careline.accounts.contracts import NotPossible, Role
from careline.accounts.models import Agent


def lock_admins() -> list[int]:
    """Lock the rows of all active administrators until the transaction ends, and return their ids."""
    rows = Agent.objects.select_for_update().filter(role=Role.ADMIN, is_active=True).order_by("pk")
    return [agent.pk for agent in rows]


def keep_one_admin(agent: Agent) -> None:
    """Refuse (NotPossible) to lose this person as administrator when nobody else is one."""
    if lock_admins() == [agent.pk]:
        raise NotPossible(_("Somebody must remain administrator. Make somebody else one first."))
