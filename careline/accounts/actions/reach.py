"""How far a person's own rights reach: nobody gives, or takes from others, more than they have themself."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from careline.accounts.contracts import Forbidden, Right
from careline.accounts.models import Agent


def require_reach(by: Agent, rights: Iterable[Right]) -> None:
    """Refuse (Forbidden) who lacks one of these rights to hand them on."""
    if any(not by.may(right) for right in rights):
        raise Forbidden(_("This role may do more than you: only somebody who may all of it can give it."))


def require_over(by: Agent, agent: Agent) -> None:
    """Refuse (Forbidden) to act on the account of somebody who may do more than oneself."""
    if not agent.rights <= by.rights:
        raise Forbidden(_("This person may do more than you: ask somebody who may all of it."))
