"""The commands that keep an installation safe: backup and restore."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

PANEL = "Keeping safe"


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command(rich_help_panel=PANEL)(backup)
    app.command(rich_help_panel=PANEL)(restore)


def backup(
    file: Annotated[Path, typer.Argument(help="Where to write the backup.")],
    *,
    with_secret_key: bool = typer.Option(
        False, help="Put the secret key in too: then guard the file like the key."
    ),
    overwrite: bool = typer.Option(False, help="Replace the file if it exists."),
) -> None:
    """Write the database and all attachments into one checked FILE. Careline may go on working meanwhile."""
    from careline.core.backup.archive import Damaged
    from careline.core.backup.postgres import DumpFailed
    from careline.core.backup.write import write_backup

    if file.exists() and not overwrite:
        _fail(f"{file} exists already: choose another name, or say --overwrite.")
    if not file.parent.is_dir():
        _fail(f"There is no folder {file.parent}.")
    try:
        with _bar() as bar:
            made = write_backup(file, with_key=with_secret_key, progress=_steps(bar))
    except (Damaged, DumpFailed, OSError) as trouble:
        _fail(f"No backup was made. {trouble}")
    typer.echo(f"{file}: {made.size / 1e6:.1f} MB, {made.files} attachments, verified.")
    for digest in made.lost:
        typer.secho(
            f"The attachment {digest} is not in the file storage, and so not in the backup.",
            fg="red",
            err=True,
        )
    if not with_secret_key:
        typer.echo("The secret key is not in it: keep a copy of secret.key in another safe place.")


def restore(
    file: Annotated[
        Path, typer.Argument(help="A file that careline backup wrote.", exists=True, dir_okay=False)
    ],
    *,
    replace_everything: bool = typer.Option(False, help="Lose what this installation holds now."),
    with_secret_key: bool = typer.Option(
        False, help="Bring back the secret key too, if the backup holds it."
    ),
) -> None:
    """Bring back what FILE holds. Stop Careline before; nothing is touched unless the whole file is sound."""
    from careline.core.backup.archive import Damaged
    from careline.core.backup.postgres import DumpFailed
    from careline.core.backup.restore import Refused, restore_backup

    try:
        with _bar() as bar:
            back = restore_backup(
                file, replace=replace_everything, with_key=with_secret_key, progress=_steps(bar)
            )
    except (Damaged, Refused) as trouble:
        _fail(f"Nothing was changed. {trouble}")
    except (DumpFailed, OSError) as trouble:
        _fail(f"The database is as it was. {trouble}")
    typer.echo(f"Restored the state of {back.made_at}, with {back.files} attachments.")
    if not back.has_same_key:
        typer.secho(
            "This home has another secret key than the backup's: put the old secret.key back, or enter "
            "the mailboxes' passwords again.",
            fg="yellow",
            err=True,
        )


def _fail(text: str) -> NoReturn:
    typer.secho(text, fg="red", err=True)
    raise typer.Exit(1)


def _bar() -> Progress:
    columns = (
        TextColumn("{task.description:<24}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty())


def _steps(bar: Progress) -> Callable[[str, int, int], None]:
    tasks: dict[str, TaskID] = {}

    def progress(step: str, done: int, total: int) -> None:
        if step not in tasks:
            tasks[step] = bar.add_task(step, total=total or None)
        bar.update(tasks[step], completed=done, total=total)

    return progress
