"""Who comes, who goes, and what they may do."""

from dataclasses import dataclass
from typing import ClassVar

from careline.core.events import Fact


@dataclass(frozen=True)
class AgentInvited(Fact):
    """Somebody was asked to join, or was sent a fresh link; the mail goes out in reaction."""

    name: ClassVar[str] = "agent.invited"
    invitation_id: int
    email: str
    role: str

    @property
    def subject(self) -> str:
        """The invitation."""
        return f"invitation:{self.invitation_id}"


@dataclass(frozen=True)
class InvitationRevoked(Fact):
    """An invitation was taken back: its links no longer work."""

    name: ClassVar[str] = "agent.invitation_revoked"
    invitation_id: int

    @property
    def subject(self) -> str:
        """The invitation."""
        return f"invitation:{self.invitation_id}"


@dataclass(frozen=True)
class AgentFact(Fact):
    """A fact about one person of the staff."""

    agent_id: int

    @property
    def subject(self) -> str:
        """The person."""
        return f"agent:{self.agent_id}"


@dataclass(frozen=True)
class AgentJoined(AgentFact):
    """A person became a member of the staff: the owner at set-up, others by invitation or the command line."""

    name: ClassVar[str] = "agent.joined"
    role: str
    invitation_id: int | None = None


@dataclass(frozen=True)
class AgentDeactivated(AgentFact):
    """A person left: sessions ended, open streams must close."""

    name: ClassVar[str] = "agent.deactivated"


@dataclass(frozen=True)
class AgentReactivated(AgentFact):
    """A person who had left is back."""

    name: ClassVar[str] = "agent.reactivated"


@dataclass(frozen=True)
class RoleChanged(AgentFact):
    """A person may do more or less than before."""

    name: ClassVar[str] = "agent.role_changed"
    old: str
    new: str


@dataclass(frozen=True)
class ApprovalNeedChanged(AgentFact):
    """What a person writes to customers needs somebody's approval from now on, or no longer does."""

    name: ClassVar[str] = "agent.approval_need_changed"
    needed: bool


@dataclass(frozen=True)
class TeamsChanged(AgentFact):
    """A person belongs to other teams than before."""

    name: ClassVar[str] = "agent.teams_changed"
    joined: list[int]
    left: list[int]


@dataclass(frozen=True)
class ProfileChanged(AgentFact):
    """A person changed how they appear or what they see: name, language, time zone, signature."""

    name: ClassVar[str] = "agent.profile_changed"
    changed: list[str]


@dataclass(frozen=True)
class PresenceChanged(AgentFact):
    """A person became available, away or offline."""

    name: ClassVar[str] = "agent.presence_changed"
    presence: str
