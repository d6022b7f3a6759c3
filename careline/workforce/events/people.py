"""What happens to skills, capacity and absences. Why somebody is absent is nobody's business, and in no event."""

from dataclasses import dataclass

from careline.core.events import Fact


@dataclass(frozen=True)
class SkillFact(Fact):
    """Base: every fact about a skill names it."""

    skill_id: int

    @property
    def subject(self) -> str:
        """The skill."""
        return f"skill:{self.skill_id}"


@dataclass(frozen=True)
class SkillCreated(SkillFact):
    """The company names a skill."""

    name = "skill.created"
    title: str = ""
    kind: str = ""


@dataclass(frozen=True)
class SkillChanged(SkillFact):
    """A skill is called otherwise, or is of another kind: the names of what changed."""

    name = "skill.changed"
    changed: tuple[str, ...] = ()


@dataclass(frozen=True)
class SkillArchived(SkillFact):
    """A skill is no longer offered; who had it keeps it."""

    name = "skill.archived"


@dataclass(frozen=True)
class SkillRestored(SkillFact):
    """An archived skill is offered again."""

    name = "skill.restored"


@dataclass(frozen=True)
class AgentSkillChanged(SkillFact):
    """An agent has a skill at this level until this day ("" for no end); level 0: no longer."""

    name = "skill.level_changed"
    agent_id: int = 0
    level: int = 0
    expires_on: str = ""


@dataclass(frozen=True)
class CapacityChanged(Fact):
    """How much an agent takes at a time on a channel; agent 0: everybody without a number of their own; -1: as usual."""

    name = "capacity.changed"
    agent_id: int
    channel: str
    most: int

    @property
    def subject(self) -> str:
        """The agent's capacity."""
        return f"capacity:{self.agent_id}"


@dataclass(frozen=True)
class AbsenceFact(Fact):
    """Base: whose absence, from when to when (ISO 8601), and who covers (0: nobody)."""

    absence_id: int
    agent_id: int = 0
    starts_at: str = ""
    ends_at: str = ""
    cover_id: int = 0

    @property
    def subject(self) -> str:
        """The absence."""
        return f"absence:{self.absence_id}"


@dataclass(frozen=True)
class AbsencePlanned(AbsenceFact):
    """An agent will be absent."""

    name = "absence.planned"


@dataclass(frozen=True)
class AbsenceChanged(AbsenceFact):
    """An absence lies otherwise, or somebody else covers: how it is now; `covered_before` covered until now (0: nobody)."""

    name = "absence.changed"
    covered_before: int = 0


@dataclass(frozen=True)
class AbsenceWithdrawn(AbsenceFact):
    """An absence does not take place: how it would have been."""

    name = "absence.withdrawn"


@dataclass(frozen=True)
class AbsenceEnded(AbsenceFact):
    """The moment has come at which an absence ends: who was away is back."""

    name = "absence.ended"
