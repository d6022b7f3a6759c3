"""Playbooks with their versions, and their runs on tickets."""

from careline.playbooks.models.playbook import Playbook, Version
from careline.playbooks.models.run import FactGiven, Run, StepDone

__all__ = ["FactGiven", "Playbook", "Run", "StepDone", "Version"]
