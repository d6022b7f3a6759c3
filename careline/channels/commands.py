"""The commands that the channels offer on the command line: inboxes, arrivals, taking in mail from a pipe."""

import typer

from careline.channels.command_line import arrivals, inboxes, pipe
from careline.channels.email import commands as email_commands


def register(app: typer.Typer) -> None:
    """Add the commands of every channel to the command line."""
    email_commands.register(app)
    inboxes.register(app)
    arrivals.register(app)
    app.command("intake", rich_help_panel="Mail")(pipe.intake)
