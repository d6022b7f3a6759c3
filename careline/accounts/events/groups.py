"""What happens to the company's own roles, and to teams."""

from dataclasses import dataclass
from typing import ClassVar

from careline.core.events import Fact


@dataclass(frozen=True)
class CustomRoleFact(Fact):
    """A fact about a role that the company made."""

    role_id: int
    key: str

    @property
    def subject(self) -> str:
        """The role."""
        return f"role:{self.role_id}"


@dataclass(frozen=True)
class CustomRoleSaved(CustomRoleFact):
    """A role was made or changed: those who have it may do more or less than before."""

    name: ClassVar[str] = "role.saved"
    added: list[str]
    removed: list[str]


@dataclass(frozen=True)
class CustomRoleDeleted(CustomRoleFact):
    """A role that nobody had any more is gone."""

    name: ClassVar[str] = "role.deleted"


@dataclass(frozen=True)
class TeamCreated(Fact):
    """A team came to be."""

    name: ClassVar[str] = "team.created"
    team_id: int

    @property
    def subject(self) -> str:
        """The team."""
        return f"team:{self.team_id}"


@dataclass(frozen=True)
class TeamChanged(Fact):
    """A team's name, signature, privacy or members changed, or it was archived or brought back."""

    name: ClassVar[str] = "team.changed"
    team_id: int
    changed: list[str]

    @property
    def subject(self) -> str:
        """The team."""
        return f"team:{self.team_id}"
