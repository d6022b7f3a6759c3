"""A role by its key: built-in, or the company's own."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from careline.accounts.actions.save_role import known
from careline.accounts.contracts import RIGHTS, NotPossible, Right, Role
from careline.accounts.models import Agent, CustomRole, Invitation


@dataclass(frozen=True)
class Grant:
    """What somebody gets with a role."""

    role: Role
    custom: CustomRole | None = None

    @property
    def key(self) -> str:
        """What the role is called in forms, files and events."""
        return self.custom.key if self.custom else self.role.value

    @property
    def rights(self) -> frozenset[Right]:
        """What it allows."""
        return known(self.custom.rights) if self.custom else RIGHTS[self.role]

    def give(self, agent: Agent) -> None:
        """Write it into the row of a person, in memory."""
        agent.role, agent.custom_role = self.role.value, self.custom
        agent.custom_rights = self.custom.rights if self.custom else None


def find_grant(key: str) -> Grant:
    """The role of a key; its row is held against changes until the transaction ends.

    Refuses (NotPossible) a key that no role has.
    """
    if key in {role.value for role in Role}:
        return Grant(Role(key))
    custom = CustomRole.objects.select_for_update().filter(key=key).first()
    if custom is None:
        raise NotPossible(_("There is no role “%(key)s”.") % {"key": key})
    return Grant(Role(custom.base), custom)


def key_of(person: Agent | Invitation) -> str:
    """The key of the role of a person who is here, or invited."""
    return person.custom_role.key if person.custom_role else str(person.role)
