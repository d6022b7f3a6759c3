"""Rules with their versions, their runs, and which moments were handled."""

from careline.rules.models.rule import Rule, Version
from careline.rules.models.run import Mark, Run

__all__ = ["Mark", "Rule", "Run", "Version"]
