"""`careline inbox`: add, test and list."""

import sys
from typing import Annotated, Any, NoReturn

import typer

from careline.accounts.queries import open_teams
from careline.channels.actions.save_inbox import Taken, save_inbox_by_operator
from careline.channels.email.account import account_of
from careline.channels.email.probe import FAILED, probe
from careline.channels.email.probe_outgoing import probe_outgoing
from careline.channels.models import Inbox
from careline.channels.queries import SECRETS

SIGNS = {"passed": "ok", "failed": "FAILED", "waiting": "--"}


def register(app: typer.Typer) -> None:
    """Add the `inbox` commands."""
    inbox = typer.Typer(no_args_is_help=True, help="Connect mailboxes, and see how they are.")
    inbox.command("add")(add)
    inbox.command("test")(test)
    inbox.command("list")(list_inboxes)
    app.add_typer(inbox, name="inbox", rich_help_panel="Mail")


def add(
    address: Annotated[str, typer.Argument(help="The address that customers write to.")],
    team: Annotated[str, typer.Option(help="The team where new tickets start; by default the first.")] = "",
    name: Annotated[str, typer.Option(help="What the inbox is called.")] = "",
    kind: Annotated[str, typer.Option(help="none (the built-in receiver), imap or pop3.")] = "none",
    host: Annotated[str, typer.Option(help="The mailbox's server.")] = "",
    port: Annotated[int, typer.Option(help="Its port, if it is not the usual one.")] = 0,
    security: Annotated[str, typer.Option(help="tls, starttls or none.")] = "tls",
    user: Annotated[str, typer.Option(help="The user name, if it is not the address.")] = "",
    password: Annotated[
        bool, typer.Option("--password", help="Read the password from standard input.")
    ] = False,
    smtp_host: Annotated[str, typer.Option(help="The server for answers.")] = "",
    smtp_port: Annotated[int, typer.Option(help="Its port.")] = 0,
    smtp_security: Annotated[str, typer.Option(help="tls, starttls or none.")] = "starttls",
) -> None:
    """Connect an inbox. A password is read from standard input, never from the command line."""
    secret = sys.stdin.readline().rstrip("\n") if password else ""
    incoming: dict[str, Any] = {"host": host, "port": port, "security": security, "user": user}
    outgoing: dict[str, Any] = {"host": smtp_host, "port": smtp_port, "security": smtp_security}
    outgoing |= {"user": user or address, "auth": "password"} if secret and smtp_host else {}
    values = {
        "name": name or address.partition("@")[0],
        "address": address,
        "team_id": _team(team),
        "incoming_kind": _checked_kind(kind, host),
        "incoming": {key: value for key, value in incoming.items() if value} if host else {},
        "incoming_secret": secret if host else "",
        "outgoing": {key: value for key, value in outgoing.items() if value} if smtp_host else {},
        "outgoing_secret": secret if smtp_host else "",
    }
    try:
        made = save_inbox_by_operator(Inbox(), values)
    except Taken as taken:
        _stop(f"another inbox has {taken} already")
    typer.echo(f"inbox {made.pk}: {made}")


def test(address: Annotated[str, typer.Argument(help="The inbox's address.")]) -> None:
    """Connect to the mailbox and to the server for sending, and say step by step how far it went."""
    inbox = Inbox.objects.filter(address=address.lower()).first()
    if inbox is None:
        _stop(f"no inbox has the address {address}")
    steps = [probe_outgoing(inbox)]
    if inbox.incoming_kind == Inbox.Incoming.NONE:
        typer.echo("This inbox fetches nothing: mail reaches it by the built-in receiver.")
    else:
        steps = [*probe(account_of(inbox)), *steps]
    for step in steps:
        typer.echo(f"{SIGNS[step.state]:>6}  {step.text}")
        if step.said:
            typer.echo(f"        the server said: {step.said}")
    raise typer.Exit(1 if any(step.state == FAILED for step in steps) else 0)


def list_inboxes() -> None:
    """List the inboxes and how each is."""
    for inbox in Inbox.objects.defer(*SECRETS).select_related("team").order_by("pk"):
        state = inbox.health if inbox.is_active else "not in use"
        typer.echo(
            f"{inbox.pk}\t{inbox.address}\t{inbox.incoming_kind}\t{inbox.team.name}\t{state}\t{inbox.health_error}"
        )


def _team(name: str) -> int:
    teams = {team.name.lower(): team.pk for team in open_teams()}
    if not teams:
        _stop("there is no team yet: set up the company first")
    if name and name.lower() not in teams:
        _stop(f"there is no team {name}; there are: {', '.join(sorted(teams))}")
    return teams[name.lower()] if name else min(teams.values())


def _checked_kind(kind: str, host: str) -> str:
    if kind not in Inbox.Incoming.values:
        _stop("the kind is none, imap or pop3")
    if kind != Inbox.Incoming.NONE and not host:
        _stop("name the server with --host")
    return kind


def _stop(words: str) -> NoReturn:
    typer.echo(f"careline inbox: {words}", err=True)
    raise typer.Exit(1)
