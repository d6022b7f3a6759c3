"""The commands that the channels offer on the command line."""

import typer

from careline.channels.email import commands as email_commands


def register(app: typer.Typer) -> None:
    """Add the commands of every channel to the command line."""
    email_commands.register(app)
