"""The command `careline user`: accounts, for who holds the machine."""

import sys
from typing import Annotated, NoReturn

import typer
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from careline.accounts.actions.add_user import add_user
from careline.accounts.actions.grant import key_of
from careline.accounts.actions.invite import invitation_link, invite
from careline.accounts.actions.reset_link import reset_link
from careline.accounts.actions.reset_second_factor import reset_second_factor
from careline.accounts.actions.set_password import check_password, set_password
from careline.accounts.contracts import NotPossible, Role
from careline.accounts.models import Agent, Team
from careline.accounts.queries import find_company, open_teams, staff

user = typer.Typer(no_args_is_help=True, help="People who log in: add, list, reset.")
Password = Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(user, name="user")


@user.command()
def add(
    email: str,
    name: Annotated[str, typer.Option(help="How customers see the person.")] = "",
    role: Annotated[
        str,
        typer.Option(help=f"What the person may do: {', '.join(Role)}, or the key of a role of your own."),
    ] = Role.AGENT.value,
    team: Annotated[
        list[str] | None, typer.Option(help="A team to join; may be given several times.")
    ] = None,
    password_stdin: Password = False,
    invite_by_mail: Annotated[bool, typer.Option("--invite", help="Invite by mail (the usual way).")] = False,
) -> None:
    """Invite somebody (prints the link, too), or with --password-stdin make the account at once."""
    if password_stdin and invite_by_mail:
        _fail("Choose one: --invite or --password-stdin.")
    if find_company() is None:
        _fail("The desk is not set up yet. Open its address in a browser first.")
    try:
        validate_email(email)
        teams = _teams(team or [])
        if password_stdin:
            _make(email, name or email.partition("@")[0], role, teams)
        else:
            invitation = invite(email, by=None, role=role, name=name, teams=teams)
            typer.echo(
                f"{email} is invited. The link works once, for seven days:\n{invitation_link(invitation)}"
            )
    except (NotPossible, ValidationError) as refusal:
        _fail(_words(refusal))


@user.command()
def reset(
    email: str,
    password_stdin: Password = False,
    drop_second_factor: Annotated[
        bool, typer.Option("--drop-second-factor", help="Also remove app, passkeys and recovery codes.")
    ] = False,
) -> None:
    """Print a link by which the person chooses a new password, or set one with --password-stdin."""
    agent = Agent.objects.filter(email__iexact=email).first()
    if agent is None:
        _fail(f"Nobody here logs in as {email}. `careline user list` shows everybody.")
    if not agent.is_active:
        _fail(f"The account of {email} is closed. An admin can open it in Settings, Users.")
    try:
        with transaction.atomic():
            if drop_second_factor:
                reset_second_factor(agent, by=None)
                typer.echo("The second factors are removed.")
            if password_stdin:
                set_password(agent, password=_read_password())
                typer.echo("The password is set. All sessions ended.")
    except ValidationError as refusal:
        _fail(_words(refusal))
    if not password_stdin:
        typer.echo(f"This link works once, for two hours:\n{reset_link(agent)}")


@user.command("list")
def list_users() -> None:
    """Print everybody: address, name, role, teams, whether the account is open."""
    for person in staff():
        teams = ", ".join(team.name for team in person.teams.all()) or "-"
        state = "open" if person.is_active else "closed"
        typer.echo("\t".join([person.email, person.name, key_of(person), teams, state]))


def _make(email: str, name: str, role: str, teams: list[Team]) -> None:
    password = _read_password()
    check_password(password, Agent(email=email, name=name))
    add_user(email, name=name, role=role, password=password, teams=teams)
    typer.echo(f"{email} can log in.")


def _teams(names: list[str]) -> list[Team]:
    found = {team.name.casefold(): team for team in open_teams()}
    unknown = [name for name in names if name.casefold() not in found]
    if unknown:
        there = ", ".join(sorted(team.name for team in found.values())) or "none"
        raise NotPossible(f"There is no team {', '.join(unknown)}. There is: {there}.")
    return [found[name.casefold()] for name in names]


def _read_password() -> str:
    """The first line of standard input, without its line end."""
    return sys.stdin.readline().rstrip("\r\n")


def _words(refusal: Exception) -> str:
    return " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)


def _fail(words: str) -> NoReturn:
    typer.secho(words, fg="red", err=True)
    raise typer.Exit(1)
