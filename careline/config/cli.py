"""The `careline` command: collects the commands that each app offers in its `commands.py`."""

import importlib
import importlib.util
import os

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Careline: customer service in one place.")
ROOMS = ("core", "accounts", "customers", "tickets", "channels", "config")


@app.callback()
def careline() -> None:
    """Careline: customer service in one place."""


def main() -> None:
    """Run the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careline.config.settings")
    import django

    django.setup()
    for room in ROOMS:
        name = f"careline.{room}.commands"
        if importlib.util.find_spec(name):
            importlib.import_module(name).register(app)
    app()


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def django(context: typer.Context) -> None:
    """Run one of Django's own management commands."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["careline", *context.args])
