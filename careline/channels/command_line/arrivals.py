"""`careline arrivals`: list, show and retry."""

import sys
from typing import Annotated

import typer

from careline.channels.actions.retry import retry_by_operator
from careline.channels.models import Arrival

COLUMNS = ("pk", "arrived_at", "state", "inbox__address", "sender", "subject", "reason")


def register(app: typer.Typer) -> None:
    """Add the `arrivals` commands."""
    arrivals = typer.Typer(no_args_is_help=True, help="Everything that came in, and what became of it.")
    arrivals.command("list")(list_arrivals)
    arrivals.command("show")(show)
    arrivals.command("retry")(retry)
    app.add_typer(arrivals, name="arrivals", rich_help_panel="Mail")


def list_arrivals(
    state: Annotated[str, typer.Option(help="waiting, done, ignored, suspended, failed or all.")] = "failed",
    limit: Annotated[int, typer.Option(help="How many, newest first.")] = 50,
) -> None:
    """List arrivals in one state, newest first."""
    if state not in (*Arrival.State.values, "all"):
        typer.echo(
            f"careline arrivals: the state is one of {', '.join(Arrival.State.values)} or all", err=True
        )
        raise typer.Exit(1)
    found = Arrival.objects.order_by("-pk")
    if state != "all":
        found = found.filter(state=state)
    for pk, moment, now, *words in found.values_list(*COLUMNS)[: max(limit, 0)]:
        typer.echo("\t".join([str(pk), f"{moment:%Y-%m-%d %H:%M:%S}", now, *map(_one_line, words)]))


def show(
    arrival_id: Annotated[int, typer.Argument(help="Its number.")],
    raw: Annotated[bool, typer.Option("--raw", help="Only the bytes, as they came.")] = False,
) -> None:
    """Show one arrival: where from, what became of it, and the error if it failed."""
    arrival = Arrival.objects.select_related("inbox").filter(pk=arrival_id).first()
    if arrival is None:
        typer.echo(f"careline arrivals: there is no arrival {arrival_id}", err=True)
        raise typer.Exit(1)
    if raw:
        sys.stdout.buffer.write(bytes(arrival.raw or b""))
        return
    names = (
        "state",
        "reason",
        "origin",
        "sha256",
        "size",
        "sender",
        "subject",
        "attempts",
        "ticket_id",
        "message_id",
    )
    typer.echo(f"inbox: {arrival.inbox.address}\narrived: {arrival.arrived_at:%Y-%m-%d %H:%M:%S %Z}")
    typer.echo("\n".join(f"{name}: {_one_line(getattr(arrival, name))}" for name in names))
    if arrival.error:
        typer.echo(f"\n{arrival.error}")


def retry(
    arrival_ids: Annotated[
        list[int] | None, typer.Argument(help="Their numbers; without any, all that failed.")
    ] = None,
) -> None:
    """Run failed arrivals again, from their kept bytes."""
    failed = Arrival.objects.filter(state=Arrival.State.FAILED)
    ids = arrival_ids or list(failed.values_list("pk", flat=True))
    typer.echo(f"{retry_by_operator(ids)} to be tried again; the worker does it")


def _one_line(value: object) -> str:
    return " ".join(str(value).split())
