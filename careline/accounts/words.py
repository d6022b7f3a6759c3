"""What roles and scopes are called, and what each may do in a sentence."""

from django.utils.translation import gettext_lazy as _

from careline.accounts.contracts import Role, Scope

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
ROLE_CHOICES = [(role.value, name) for role, name in ROLE_NAMES.items()]
SCOPE_WORDS = {
    Scope.READ_TICKETS: _("Read tickets, messages and files, and search"),
    Scope.WRITE_TICKETS: _("Write and change tickets"),
    Scope.READ_CUSTOMERS: _("Read customers and organisations"),
    Scope.WRITE_CUSTOMERS: _("Change customers and organisations"),
    Scope.READ_STAFF: _("Read people and teams"),
    Scope.READ_EVENTS: _("Follow what happens"),
    Scope.MANAGE_WEBHOOKS: _("Manage webhooks"),
}
SCOPE_CHOICES = [(scope.value, words) for scope, words in SCOPE_WORDS.items()]
