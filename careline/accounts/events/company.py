"""What happens to the company: its rules, its log, its jobs."""

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
class JobMended(Fact):
    """A person ran a failed job again, or gave it up."""

    name: ClassVar[str] = "job.mended"
    job_id: int
    is_dismissed: bool

    @property
    def subject(self) -> str:
        """The job."""
        return f"job:{self.job_id}"
