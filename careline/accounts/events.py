"""What happens to the company, its people and its teams."""

from dataclasses import dataclass
from typing import ClassVar

from careline.core.events import Fact


@dataclass(frozen=True)
class CompanySetUp(Fact):
    """The installation got its company and its owner."""

    name: ClassVar[str] = "company.set_up"
    agent_id: int

    @property
    def subject(self) -> str:
        """The company, of which there is one."""
        return "company:1"


@dataclass(frozen=True)
class CompanyChanged(Fact):
    """The company's name, language or time zone changed."""

    name: ClassVar[str] = "company.changed"
    changed: list[str]

    @property
    def subject(self) -> str:
        """The company, of which there is one."""
        return "company:1"


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


@dataclass(frozen=True)
class SecondFactorReset(AgentFact):
    """An administrator removed a person's authenticator app, passkeys and recovery codes."""

    name: ClassVar[str] = "agent.second_factor_reset"


@dataclass(frozen=True)
class PasswordSet(AgentFact):
    """A person's password was set at the command line."""

    name: ClassVar[str] = "agent.password_set"


@dataclass(frozen=True)
class PasswordChanged(AgentFact):
    """A person chose a new password: on their page, or by the link of a reset mail."""

    name: ClassVar[str] = "agent.password_changed"


@dataclass(frozen=True)
class SecondFactorChanged(AgentFact):
    """A person added or removed a second factor (`kind`: totp, webauthn, recovery_codes; `way`: added, removed, reset)."""

    name: ClassVar[str] = "agent.second_factor_changed"
    kind: str
    way: str


@dataclass(frozen=True)
class DoorFact(AgentFact):
    """Something at the door: from which address and with which browser. `agent_id` 0: nobody whom we know."""

    address: str
    browser: str


@dataclass(frozen=True)
class LoggedIn(DoorFact):
    """A person logged in."""

    name: ClassVar[str] = "agent.logged_in"


@dataclass(frozen=True)
class LoggedOut(DoorFact):
    """A person logged out."""

    name: ClassVar[str] = "agent.logged_out"


@dataclass(frozen=True)
class LogInFailed(DoorFact):
    """A password or a code was wrong. What was typed is not kept: it may be a password in the wrong field."""

    name: ClassVar[str] = "agent.log_in_failed"
    what: str


@dataclass(frozen=True)
class SessionsEnded(AgentFact):
    """A session of a person was ended by hand, or all of them."""

    name: ClassVar[str] = "agent.sessions_ended"


@dataclass(frozen=True)
class JobMended(Fact):
    """A person ran a failed job again, or gave it up."""

    name: ClassVar[str] = "job.mended"
    job_id: int
    is_dismissed: bool

    @property
    def subject(self) -> str:
        """The job."""
        return f"job:{self.job_id}"


@dataclass(frozen=True)
class SignInRulesChanged(Fact):
    """The rules of log in changed."""

    name: ClassVar[str] = "company.sign_in_rules_changed"
    changed: list[str]

    @property
    def subject(self) -> str:
        """The company, of which there is one."""
        return "company:1"


@dataclass(frozen=True)
class AuditExported(Fact):
    """A person took a part of the event log away: what they asked for, and in which format."""

    name: ClassVar[str] = "audit.exported"
    question: dict[str, str]
    format: str

    @property
    def subject(self) -> str:
        """The log, of which there is one."""
        return "audit:0"


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


@dataclass(frozen=True)
class TokenFact(Fact):
    """A fact about one token of the API."""

    token_id: int
    agent_id: int

    @property
    def subject(self) -> str:
        """The person whose token it is."""
        return f"agent:{self.agent_id}"


@dataclass(frozen=True)
class TokenMade(TokenFact):
    """A person made a token for a program that acts in their name."""

    name: ClassVar[str] = "token.made"
    scopes: list[str]


@dataclass(frozen=True)
class TokenRevoked(TokenFact):
    """A token stopped working: by hand, or because its owner left."""

    name: ClassVar[str] = "token.revoked"
