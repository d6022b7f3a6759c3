"""The command `careline data`: bring customers and tickets in from a file, and take them out."""

from pathlib import Path
from typing import Annotated, NoReturn

import typer
from django.contrib.auth import get_user_model

from careline.accounts.contracts import Forbidden
from careline.customers.actions.export_table import export_table
from careline.customers.actions.run_import import prepare_import, start_import, work_on
from careline.customers.contracts import CustomersRefused
from careline.customers.slots import tables

data = typer.Typer(no_args_is_help=True, help="Customers and tickets as files: import, export.")
By = Annotated[
    str, typer.Option("--by", help="The address of the manager or admin in whose name it is done.")
]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(data, name="data")


@data.command("import")
def import_file(
    kind: Annotated[str, typer.Argument(help="customers or tickets")],
    path: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A CSV or JSON Lines file.")],
    by: By,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    map_: Annotated[
        list[str] | None,
        typer.Option("--map", help="header=column; header= leaves it out. The rest is guessed."),
    ] = None,
) -> None:
    """Bring in a file; rows that are refused are named with the reason. Nobody gets mail because of it."""
    try:
        run = prepare_import(kind, file_name=path.name, content=path.read_bytes(), by=_agent(by))
        mapping = run.mapping | dict(one.split("=", 1) for one in map_ or [] if "=" in one)
        chosen = {header: key for header, key in mapping.items() if key}
        start_import(run, chosen, is_check=dry_run, by=run.started_by)
        work_on(run.pk)
    except (CustomersRefused, Forbidden) as refusal:
        _fail(str(refusal))
    run.refresh_from_db()
    for problem in run.problems.order_by("row"):
        typer.echo(f"row {problem.row}: {problem.words}")
    word = "Checked, nothing written" if dry_run else "Done"
    typer.echo(
        f"{word}: {run.made} new, {run.changed} changed, {run.unchanged} as before, {run.refused} refused."
    )


@data.command("export")
def export_file(
    kind: Annotated[str, typer.Argument(help="customers or tickets")],
    path: Annotated[Path, typer.Argument(dir_okay=False, help="The file to write: .csv or .jsonl.")],
    by: By,
    columns: Annotated[str, typer.Option(help="Columns with commas between them; all if left out.")] = "",
) -> None:
    """Write customers or tickets into a file."""
    table = tables().get(kind)
    chosen = columns.split(",") if columns else [column.key for column in table.columns()] if table else []
    form = "jsonl" if path.suffix in (".jsonl", ".ndjson") else "csv"
    try:
        pieces = export_table(kind, columns=[one.strip() for one in chosen], form=form, by=_agent(by))
    except (CustomersRefused, Forbidden) as refusal:
        _fail(str(refusal))
    with path.open("wb") as target:
        target.writelines(pieces)
    typer.echo(f"Written to {path}.")


def _agent(email: str):  # type: ignore[no-untyped-def]  # the class of agents belongs to another room
    found = get_user_model().objects.filter(email__iexact=email, is_active=True).first()
    if found is None:
        _fail(f"Nobody here has the address {email}.")
    return found


def _fail(words: str) -> NoReturn:
    typer.secho(words, fg="red", err=True)
    raise typer.Exit(1)
