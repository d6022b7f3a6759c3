"""What happens at the door: log in, passwords, second factors, sessions, tokens."""

from dataclasses import dataclass
from typing import ClassVar

from careline.accounts.events.people import AgentFact
from careline.core.events import Fact


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
