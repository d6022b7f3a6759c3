"""What roles and scopes are called, and what each may do in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from django.utils.translation import gettext_lazy as _

from careline.accounts.contracts import Right, Role, Scope

if TYPE_CHECKING:
    from careline.accounts.models import CustomRole

ROLE_NAMES = {
    Role.LIGHT_AGENT: _("Light agent"),
    Role.AGENT: _("Agent"),
    Role.TEAM_LEAD: _("Team lead"),
    Role.MANAGER: _("Manager"),
    Role.ADMIN: _("Admin"),
    Role.AUDITOR: _("Auditor"),
}
ROLE_WORDS = {
    Role.LIGHT_AGENT: _("Reads tickets and writes internal notes."),
    Role.AGENT: _("Answers customers."),
    Role.TEAM_LEAD: _("Answers customers, and looks after their teams and the macros."),
    Role.MANAGER: _("As a team lead, and sees and manages all teams."),
    Role.ADMIN: _("May do everything, also people, inboxes and the company."),
    Role.AUDITOR: _("Reads everything and changes nothing."),
}
RIGHT_GROUPS = (
    (
        _("Tickets"),
        (
            (Right.READ_TICKETS, _("Read tickets and customers")),
            (Right.READ_ALL_TEAMS, _("See every team, also private ones")),
            (Right.NOTE, _("Write internal notes")),
            (Right.REPLY, _("Answer customers")),
            (Right.APPROVE_REPLIES, _("Approve the replies of others before they go out")),
            (Right.CHANGE_TICKETS, _("Change status, priority, assignee, tags")),
            (Right.MERGE_TICKETS, _("Merge tickets")),
            (Right.RELEASE_MAIL, _("Release mail that was set aside")),
            (Right.KEEP_APART, _("Keep a colleague whom it concerns out of a ticket")),
            (Right.SKIP_PLAYBOOKS, _("Solve without a playbook that is required, with a reason")),
        ),
    ),
    (
        _("Customers"),
        (
            (Right.CHANGE_CUSTOMERS, _("Change customers and organisations")),
            (Right.READ_COMPLAINTS, _("Read the complaint register")),
            (Right.HANDLE_COMPLAINTS, _("Take complaints into the register and work on them")),
            (Right.MANAGE_FEEDBACK, _("Manage complaints, warnings and blocks, with reports")),
            (Right.MANAGE_DATA, _("Export, import and erase personal data")),
        ),
    ),
    (
        _("Administration"),
        (
            (Right.MANAGE_TEAMS, _("Manage teams")),
            (Right.MANAGE_MACROS, _("Manage shared macros")),
            (Right.MANAGE_PLAYBOOKS, _("Manage playbooks")),
            (Right.MANAGE_TEAM_VIEWS, _("Manage the views of one’s teams")),
            (Right.MANAGE_COMPANY_VIEWS, _("Manage the views of everybody")),
            (Right.MANAGE_FIELDS, _("Manage fields and forms")),
            (Right.MANAGE_RULES, _("Manage rules, and read what they did")),
            (Right.MANAGE_ROUTING, _("Manage routing: who gets which ticket by itself")),
            (Right.MANAGE_HOURS, _("Manage business hours, skills and capacity")),
            (Right.MANAGE_TARGETS, _("Manage service targets")),
            (Right.MANAGE_LIMITS, _("Manage limits, budgets and escalation, and decide without a limit")),
            (Right.MANAGE_USERS, _("Manage people, invitations and roles")),
            (Right.MANAGE_INBOXES, _("Manage inboxes")),
            (Right.MANAGE_COMPANY, _("Manage the company, security and the health of the desk")),
            (Right.READ_AUDIT, _("Read the audit log")),
        ),
    ),
)
RIGHT_WORDS = {right: words for _group, rights in RIGHT_GROUPS for right, words in rights}
SCOPE_WORDS = {
    Scope.READ_TICKETS: _("Read tickets, messages and files, and search"),
    Scope.WRITE_TICKETS: _("Write and change tickets"),
    Scope.READ_CUSTOMERS: _("Read customers and organisations"),
    Scope.WRITE_CUSTOMERS: _("Change customers and organisations"),
    Scope.READ_STAFF: _("Read people and teams"),
    Scope.WRITE_STAFF: _("Change business hours, skills and absences"),
    Scope.MANAGE_SERVICE: _("Change what customers are owed: service targets"),
    Scope.READ_EVENTS: _("Follow what happens"),
    Scope.MANAGE_WEBHOOKS: _("Manage webhooks"),
    Scope.MANAGE_TOKENS: _("List and revoke one’s own tokens"),
}
SCOPE_CHOICES = [(scope.value, words) for scope, words in SCOPE_WORDS.items()]


class HasRole(Protocol):
    """Somebody with a role: a person who is here, or invited."""

    role: str
    custom_role: CustomRole | None


def role_name(person: HasRole) -> str:
    """What the role of a person is called."""
    return person.custom_role.name if person.custom_role else str(ROLE_NAMES[Role(person.role)])
