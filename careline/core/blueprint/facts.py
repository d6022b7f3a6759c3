"""What happens to the configuration as a whole."""

from dataclasses import dataclass
from typing import ClassVar

from careline.core.events import Fact


@dataclass(frozen=True)
class ConfigurationApplied(Fact):
    """A configuration file was applied: which things were added, and which fields of which changed."""

    name: ClassVar[str] = "configuration.applied"
    added: list[str]
    changed: list[str]

    @property
    def subject(self) -> str:
        """The company, of which there is one."""
        return "company:1"
