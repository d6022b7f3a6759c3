"""The command `careline figures`: compute the figures of all tickets now, with progress."""

import typer

figures = typer.Typer(no_args_is_help=True, help="The figures of tickets: compute them.")
SLICE = 500


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.add_typer(figures, name="figures")


@figures.callback()
def figures_command() -> None:
    """The figures of tickets."""


@figures.command()
def compute(
    again: bool = typer.Option(False, "--again", help="Begin anew instead of going on where it ended."),
) -> None:
    """Compute the figures of all tickets, the newest first, now instead of little by little in the worker.

    May be stopped at any time and goes on where it ended; it may run beside the worker.
    """
    from rich.progress import Progress as Bar

    from careline.insight.actions.follow import follow
    from careline.insight.actions.walk import recount, walk
    from careline.insight.queries.freshness import freshness

    follow()
    if again or not freshness().waiting:
        recount()
    with Bar() as bar:
        task = bar.add_task("Tickets", total=freshness().waiting)
        while done := walk(SLICE):
            bar.advance(task, done)
    typer.echo("All figures are computed.")
