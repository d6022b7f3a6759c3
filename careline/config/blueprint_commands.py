"""The command `careline config`: the desk's configuration as one file."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from careline.accounts.models import Agent

config = typer.Typer(no_args_is_help=True, help="The desk's configuration as one file: export, apply.")


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.add_typer(config, name="config", rich_help_panel="Running")


@config.command()
def export(
    file: Annotated[Path, typer.Argument(help="Where to write it; - is standard output.")],
) -> None:
    """Write roles, teams, fields, forms, inboxes, macros, views and playbooks as YAML. Secrets are never in it."""
    from careline.core import blueprint

    text = blueprint.export()
    if str(file) == "-":
        sys.stdout.write(text)
        return
    file.write_text(text, encoding="utf-8")
    typer.echo(f"{file} is written.")


@config.command()
def apply(
    file: Annotated[Path, typer.Argument(help="The file; - is standard input.")],
    *,
    acting: Annotated[
        str, typer.Option("--as", help="The address of the person whose act it is, with their rights.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
) -> None:
    """Bring the desk to what FILE says: all of it or nothing. What is not in FILE stays as it is."""
    from careline.accounts.contracts import Forbidden
    from careline.core import blueprint

    by = _acting(acting)
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
        outcome = blueprint.apply(text, by=by, actor=by.actor, is_dry_run=dry_run)
    except (blueprint.BlueprintError, Forbidden, OSError, UnicodeDecodeError) as trouble:
        _fail(str(trouble))
    for sign, lines in (("+", outcome.added), ("~", outcome.changed)):
        for line in lines:
            typer.echo(f"{sign} {line}")
    for line in outcome.untouched:
        typer.secho(f"  {line}: not in the file, stays as it is", dim=True)
    if outcome.is_empty:
        typer.echo("Nothing to do: the desk is as the file says.")
    else:
        typer.echo("This would change; nothing was changed." if dry_run else "Applied.")


def _acting(email: str) -> "Agent":
    """Who acts: it stands in the audit log, so nobody is chosen silently."""
    from careline.accounts.models import Agent

    found = Agent.objects.filter(email__iexact=email, is_active=True).first() if email else None
    if found is None:
        _fail("Say whose act it is: --as ADDRESS of somebody who may change all this.")
    return found


def _fail(words: str) -> NoReturn:
    typer.secho(words, fg="red", err=True)
    raise typer.Exit(1)
