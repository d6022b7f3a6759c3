"""Playbooks with their versions, and their runs on tickets."""

from careline.playbooks.models.deciding import OutcomeDecision
from careline.playbooks.models.evidence import EvidenceFile
from careline.playbooks.models.playbook import Playbook, Version
from careline.playbooks.models.run import Carried, FactGiven, OutcomeReached, Run, StepDone

__all__ = [
    "Carried",
    "EvidenceFile",
    "FactGiven",
    "OutcomeDecision",
    "OutcomeReached",
    "Playbook",
    "Run",
    "StepDone",
    "Version",
]
