"""The command `careline audit`: verify the event log."""

from typing import Annotated

import typer

audit = typer.Typer(no_args_is_help=True, help="The event log as evidence: verify it.")
WORDS = {
    "edited": "event {event} was edited",
    "deleted": "event {event} was deleted",
    "inserted": "event {event} was slipped in later",
    "batch": "batch {seal}, from event {event} on: its list of events was changed",
    "cut": "the end of the chain is missing: newer events were removed",
}


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.add_typer(audit, name="audit")


@audit.callback()
def audit_command() -> None:
    """The event log as evidence."""


@audit.command()
def verify(
    expect: Annotated[
        str, typer.Option(help="A sum that you noted earlier: the log must still contain it.")
    ] = "",
) -> None:
    """Walk the whole log and say which event was edited, deleted or slipped in. Ends with 1 if any was."""
    from careline.core import audit as log

    verdict = log.verify(expected=expect)
    for one in verdict.problems:
        typer.secho(WORDS[one.kind].format(event=one.event_id, seal=one.seal_id), fg="red", err=True)
    typer.echo(f"{verdict.events} events in {verdict.seals} batches, {verdict.redacted} redacted.")
    if not verdict.is_sound:
        raise typer.Exit(1)
    typer.echo(f"All as they were written. Note this sum elsewhere: {verdict.head}")
