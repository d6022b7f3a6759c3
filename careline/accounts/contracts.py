"""Roles, rights and scopes: what each kind of member of staff, and each token of theirs, may do. Values only."""

from enum import StrEnum


class Role(StrEnum):
    """What an agent may do, from least to most; the auditor reads everything and changes nothing."""

    LIGHT_AGENT = "light_agent"
    AGENT = "agent"
    TEAM_LEAD = "team_lead"
    MANAGER = "manager"
    ADMIN = "admin"
    AUDITOR = "auditor"


class Right(StrEnum):
    """One thing that a role may do."""

    READ_TICKETS = "tickets.read"
    READ_ALL_TEAMS = "tickets.read_all"
    NOTE = "tickets.note"
    REPLY = "tickets.reply"
    APPROVE_REPLIES = "tickets.approve"
    CHANGE_TICKETS = "tickets.change"
    MERGE_TICKETS = "tickets.merge"
    CHANGE_CUSTOMERS = "customers.change"
    RELEASE_MAIL = "mail.release"
    MANAGE_TEAMS = "teams.manage"
    MANAGE_MACROS = "macros.manage"
    MANAGE_PLAYBOOKS = "playbooks.manage"
    SKIP_PLAYBOOKS = "playbooks.skip"
    READ_COMPLAINTS = "complaints.read"
    HANDLE_COMPLAINTS = "complaints.handle"
    MANAGE_FEEDBACK = "feedback.manage"
    MANAGE_TEAM_VIEWS = "views.manage_team"
    MANAGE_COMPANY_VIEWS = "views.manage_company"
    MANAGE_FIELDS = "fields.manage"
    MANAGE_HOURS = "hours.manage"
    MANAGE_RULES = "rules.manage"
    MANAGE_ROUTING = "routing.manage"
    MANAGE_TARGETS = "targets.manage"
    MANAGE_LIMITS = "limits.manage"
    KEEP_APART = "tickets.keep_apart"
    MANAGE_DATA = "data.manage"
    MANAGE_USERS = "users.manage"
    MANAGE_INBOXES = "inboxes.manage"
    MANAGE_COMPANY = "company.manage"
    READ_AUDIT = "audit.read"


class Scope(StrEnum):
    """One thing that a token of the API may do: within the rights of the person whose token it is, never beyond."""

    READ_TICKETS = "tickets:read"
    WRITE_TICKETS = "tickets:write"
    READ_CUSTOMERS = "customers:read"
    WRITE_CUSTOMERS = "customers:write"
    READ_STAFF = "staff:read"
    WRITE_STAFF = "staff:write"
    MANAGE_SERVICE = "service:manage"
    READ_EVENTS = "events:read"
    MANAGE_WEBHOOKS = "webhooks:manage"
    MANAGE_TOKENS = "tokens:manage"


_LIGHT = frozenset({Right.READ_TICKETS, Right.NOTE})
_AGENT = _LIGHT | {
    Right.REPLY,
    Right.CHANGE_TICKETS,
    Right.MERGE_TICKETS,
    Right.CHANGE_CUSTOMERS,
    Right.RELEASE_MAIL,
    Right.READ_COMPLAINTS,
    Right.HANDLE_COMPLAINTS,
}
_LEAD = _AGENT | {
    Right.APPROVE_REPLIES,
    Right.MANAGE_TEAMS,
    Right.MANAGE_MACROS,
    Right.MANAGE_PLAYBOOKS,
    Right.SKIP_PLAYBOOKS,
    Right.MANAGE_FEEDBACK,
    Right.MANAGE_TEAM_VIEWS,
    Right.KEEP_APART,
}
_MANAGER = _LEAD | {
    Right.MANAGE_COMPANY_VIEWS,
    Right.READ_ALL_TEAMS,
    Right.READ_AUDIT,
    Right.MANAGE_DATA,
    Right.MANAGE_HOURS,
    Right.MANAGE_RULES,
    Right.MANAGE_ROUTING,
    Right.MANAGE_TARGETS,
    Right.MANAGE_LIMITS,
}

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.LIGHT_AGENT: _LIGHT,
    Role.AGENT: _AGENT,
    Role.TEAM_LEAD: _LEAD,
    Role.MANAGER: _MANAGER,
    Role.ADMIN: frozenset(Right),
    Role.AUDITOR: frozenset(
        {Right.READ_TICKETS, Right.READ_ALL_TEAMS, Right.READ_AUDIT, Right.READ_COMPLAINTS}
    ),
}


IMPLIED: dict[Right, Right] = {
    Right.READ_ALL_TEAMS: Right.READ_TICKETS,
    Right.READ_AUDIT: Right.READ_ALL_TEAMS,
    Right.NOTE: Right.READ_TICKETS,
    Right.REPLY: Right.READ_TICKETS,
    Right.APPROVE_REPLIES: Right.REPLY,
    Right.CHANGE_TICKETS: Right.READ_TICKETS,
    Right.MERGE_TICKETS: Right.CHANGE_TICKETS,
    Right.MANAGE_RULES: Right.READ_ALL_TEAMS,
    Right.MANAGE_ROUTING: Right.READ_ALL_TEAMS,
    Right.MANAGE_TARGETS: Right.READ_ALL_TEAMS,
    Right.READ_COMPLAINTS: Right.READ_TICKETS,
    Right.HANDLE_COMPLAINTS: Right.READ_COMPLAINTS,
    Right.MANAGE_LIMITS: Right.READ_ALL_TEAMS,
    Right.KEEP_APART: Right.CHANGE_TICKETS,
}
"""Rights that are worth nothing without another, which comes with them."""

BASES = tuple(role for role in Role if role is not Role.ADMIN)
"""The built-in roles that others can be made from: the admin stays who may do everything."""


class Forbidden(PermissionError):
    """Someone tried what their role does not allow; the text says what was missing."""


class NotPossible(Exception):
    """Someone asked for something that cannot be, such as removing the last administrator; the text says why."""
