"""Settings, roles: who may do what, as a table; and the company's own roles."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careline.accounts.actions.delete_role import delete_role
from careline.accounts.actions.save_role import known, save_role
from careline.accounts.contracts import BASES, RIGHTS, NotPossible, Right, Role
from careline.accounts.forms.roles import RoleForm
from careline.accounts.models import Agent, CustomRole
from careline.accounts.queries import agent_of, custom_roles
from careline.accounts.views.asking import say, say_no
from careline.accounts.words import RIGHT_GROUPS, ROLE_NAMES, ROLE_WORDS


@dataclass(frozen=True)
class Column:
    """One role of the table."""

    name: str
    words: str
    rights: frozenset[Right]
    own: CustomRole | None = None


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Show the table of roles and rights, to who manages users or checks the house."""
    agent = agent_of(request)
    if not agent.may(Right.READ_AUDIT):
        agent.require(Right.MANAGE_USERS)
    own = list(custom_roles())
    columns = [Column(str(ROLE_NAMES[role]), str(ROLE_WORDS[role]), RIGHTS[role]) for role in Role]
    columns += [Column(one.name, one.description, known(one.rights), one) for one in own]
    groups = [
        (
            group,
            [
                (words, [(column.name, right in column.rights) for column in columns])
                for right, words in members
            ],
        )
        for group, members in RIGHT_GROUPS
    ]
    shown = {"columns": columns, "groups": groups, "own": own, "may_change": agent.may(Right.MANAGE_USERS)}
    return render(request, "accounts/roles.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def new_role(request: HttpRequest) -> HttpResponse:
    """Ask for a role that begins with the rights of a built-in one (`?from=agent`), and make it."""
    agent = agent_of(request)
    agent.require(Right.MANAGE_USERS)
    base = request.GET.get("from", "")
    start = Role(base) if base in BASES else Role.AGENT
    return _edit(request, None, agent, {"base": start.value, "rights": [*RIGHTS[start]]})


@require_http_methods(["GET", "HEAD", "POST"])
def role(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one of the company's own roles, or change it."""
    agent = agent_of(request)
    agent.require(Right.MANAGE_USERS)
    own = get_object_or_404(custom_roles(), pk=pk)
    said = {name: getattr(own, name) for name in ("name", "description", "base", "rights")}
    return _edit(request, own, agent, said)


def _edit(request: HttpRequest, own: CustomRole | None, agent: Agent, said: dict[str, Any]) -> HttpResponse:
    form = RoleForm(request.POST if request.method == "POST" else None, initial=said, by=agent)
    if request.method == "POST" and form.is_valid():
        try:
            save_role(own, details=form.details(), by=agent)
            say(request, _("Saved."))
            return redirect("accounts:roles")
        except NotPossible as refusal:
            form.add_error("name", str(refusal))
    shown = {"role": own, "form": form}
    return render(request, "accounts/role.html", shown, status=422 if form.errors else 200)


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a role that nobody has."""
    agent = agent_of(request)
    agent.require(Right.MANAGE_USERS)
    own = get_object_or_404(CustomRole, pk=pk)
    try:
        delete_role(own, by=agent)
        say(request, _("The role “%(name)s” is gone.") % {"name": own.name})
    except NotPossible as refusal:
        say_no(request, refusal)
        return redirect("accounts:role", pk=pk)
    return redirect("accounts:roles")
