"""What is kept of authority: kinds of decision with limits, decisions, budgets, ladders and escalations."""

from careline.authority.models.budget import Budget
from careline.authority.models.carried import Carried
from careline.authority.models.decision import Decision
from careline.authority.models.escalation import Escalation, LadderStep
from careline.authority.models.limit import DecisionKind, Guard, Limit

__all__ = ["Budget", "Carried", "Decision", "DecisionKind", "Escalation", "Guard", "LadderStep", "Limit"]
