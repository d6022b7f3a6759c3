"""The `careline` command: collects the commands that each app offers in its `commands.py`."""

import gc
import importlib
import importlib.util
import os
import sys
from typing import NoReturn

import typer

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Careline: customer service in one place.",
)
ROOMS = ("core", "accounts", "customers", "tickets", "playbooks", "channels", "insight", "config")
WITHOUT_DATABASE = {"up", "mail", "doctor", "django", "playbook"}
OFFLINE_DJANGO = {
    "check",
    "makemigrations",
    "collectstatic",
    "makemessages",
    "compilemessages",
    "help",
    "--help",
}


@app.callback()
def careline() -> None:
    """Careline: customer service in one place."""


def main() -> None:
    """Run the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careline.config.settings")
    from careline.config.configuration import ConfigurationError
    from careline.core.database import DatabaseTrouble
    from careline.core.processes import AlreadyRunning

    try:
        _collect()
        app(prog_name="careline")
    except (ConfigurationError, DatabaseTrouble, AlreadyRunning) as trouble:
        _end(str(trouble))
    except Exception as trouble:
        # Django's OperationalError and psycopg's share this name and nothing else; `up` must not load Django.
        if type(trouble).__name__ != "OperationalError":
            raise
        from careline.core.logs import mask

        _end(f"The database does not answer: {mask(str(trouble))}\ncareline doctor says more.")


def _end(text: str) -> NoReturn:
    typer.secho(text, fg="red", err=True)
    sys.exit(2)


def _collect() -> None:
    """Register the commands of every app; `up` alone does without Django, to stay small."""
    if sys.argv[1:2] == ["up"]:
        importlib.import_module("careline.config.commands").register(app)
        return
    import django

    gc.disable()  # nothing of what is loaded now is garbage: to look for it takes a seventh of the start
    django.setup()
    for room in ROOMS:
        name = f"careline.{room}.commands"
        if importlib.util.find_spec(name):
            importlib.import_module(name).register(app)
    gc.freeze()
    gc.enable()


@app.callback()
def prepare_command(context: typer.Context) -> None:
    """Careline: customer service in one place."""
    if context.invoked_subcommand not in WITHOUT_DATABASE:
        _have_database(context)


def _have_database(context: typer.Context) -> None:
    from django.db import connections

    from careline.config.settings import CONFIGURATION
    from careline.core.database import running

    if CONFIGURATION.is_embedded:
        name = f"careline {context.invoked_subcommand or 'django'}"
        context.with_resource(
            running(CONFIGURATION.home, name=name, report=lambda line: typer.echo(line, err=True))
        )
        context.call_on_close(connections.close_all)


@app.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True}, add_help_option=False
)
def django(context: typer.Context) -> None:
    """Run one of Django's own management commands."""
    from django.core.management import execute_from_command_line

    if context.args and context.args[0] not in OFFLINE_DJANGO:
        _have_database(context)
    execute_from_command_line(["careline", *context.args])
