"""People who log in, their teams, and the company."""

from careline.accounts.models.agent import Agent
from careline.accounts.models.api_token import ApiToken
from careline.accounts.models.company import Company
from careline.accounts.models.invitation import Invitation
from careline.accounts.models.role import CustomRole
from careline.accounts.models.rules import SignInRules
from careline.accounts.models.team import Membership, Team

__all__ = ["Agent", "ApiToken", "Company", "CustomRole", "Invitation", "Membership", "SignInRules", "Team"]
