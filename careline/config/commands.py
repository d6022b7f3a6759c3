"""The commands that run an installation: up, web, worker, migrate, and Django's own."""

import time

import typer

from careline.config import backup_commands, blueprint_commands
from careline.config.configuration import load
from careline.config.demo.command import demo

PANEL = "Running"


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command(rich_help_panel=PANEL)(up)
    app.command(rich_help_panel=PANEL)(web)
    app.command(rich_help_panel=PANEL)(worker)
    app.command(rich_help_panel=PANEL)(migrate)
    app.command(rich_help_panel=PANEL)(doctor)
    app.command(rich_help_panel=PANEL)(demo)
    backup_commands.register(app)
    blueprint_commands.register(app)


def say(who: str, what: str) -> None:
    """Print one status line."""
    typer.echo(f"{time.strftime('%H:%M:%S')}  {who:<9} {what}")


def up() -> None:
    """Run everything: database, web and worker, until Ctrl-C or SIGTERM."""
    from careline.config.children import NotPrepared
    from careline.config.supervisor import Supervisor
    from careline.core.processes import alone_in

    chosen = load()
    try:
        with alone_in(chosen.home, name="careline up"):
            Supervisor(chosen, say).run()
    except (NotPrepared, OSError) as trouble:
        typer.secho(str(trouble), fg="red", err=True)
        raise typer.Exit(1) from None


def web(
    *,
    descriptor: int | None = typer.Option(None, hidden=True),
    prepare: bool = typer.Option(False, help="First bring tables and static files to this version."),
) -> None:
    """Run the web server alone."""
    from careline.config.preparation import prepare_in_a_fork
    from careline.config.web import serve

    if prepare and not prepare_in_a_fork():
        raise typer.Exit(1)
    serve(load(), descriptor=descriptor)


def worker(*, only_jobs: bool = typer.Option(False, help="No receivers: another worker has them.")) -> None:
    """Run a worker alone: takes in mail, sends mail, runs jobs."""
    from careline.config.worker import run

    run(concurrency=load().worker_concurrency, with_services=not only_jobs)


def migrate() -> None:
    """Bring the database's tables, and the static files, to this version."""
    from careline.config.preparation import prepare

    prepare()
    typer.echo("Tables and static files are up to date.")


def doctor() -> None:
    """Check everything that can be wrong with this installation, and say what mends it."""
    from careline.config.doctor import run

    if not run():
        raise typer.Exit(1)
