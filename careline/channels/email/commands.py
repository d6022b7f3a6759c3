"""`careline mail parse`: how Careline understands a mail, printed as JSON. Needs no database."""

import json
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from careline.channels.email.mail_files import mail_paths, messages_in, messages_on_standard_input
from careline.channels.email.report import report, unreadable_report

_PATIENCE_SECONDS = 2.0


def register(app: typer.Typer) -> None:
    """Add the `mail` commands to the command line."""
    mail = typer.Typer(no_args_is_help=True, help="Look at mail the way Careline does.")
    mail.command("parse")(parse)
    mail.callback()(_mail)
    app.add_typer(mail, name="mail")


def _mail() -> None:
    """Look at mail the way Careline does."""


def parse(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH…", help="Files, folders, mboxes, Maildirs, or - .")
    ],
    *,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="One JSON object a line, instead of indented.")
    ] = False,
) -> None:
    """Print what Careline understands of each message, one JSON object a message."""
    for described in _reports(paths):
        line = json.dumps(described, ensure_ascii=False, indent=None if jsonl else 2)
        sys.stdout.buffer.write(line.encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()


def _reports(paths: list[str]) -> Iterator[dict[str, Any]]:
    places = [place for path in paths for place in ([path] if path == "-" else mail_paths(Path(path)))]
    for place in _with_progress(places):
        if isinstance(place, str):
            yield from (report(identity, raw) for identity, raw in messages_on_standard_input())
            continue
        try:
            yield from (report(identity, raw) for identity, raw in messages_in(place))
        except OSError as problem:
            yield unreadable_report(str(place), problem.strerror or str(problem))


def _with_progress(places: list[str | Path]) -> Iterable[str | Path]:
    """Show a bar on a terminal's stderr once the work has taken longer than people like to wait in silence."""
    columns = (TextColumn("Reading mail"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as progress:
        task = progress.add_task("", total=len(places), visible=False)
        shown = began = time.monotonic()
        for place in places:
            yield place
            now = time.monotonic()
            progress.advance(task)
            if sys.stderr.isatty() and now - began > _PATIENCE_SECONDS and now - shown > 0.2:
                progress.update(task, visible=True)
                progress.refresh()
                shown = now
