"""Asking for a link to choose a new password."""

from procrastinate.contrib.django import app


def ask_reset(email: str) -> None:
    """Put the reset mail for an address in line: the same work whether or not somebody has it."""
    app.configure_task("accounts.send_reset_mail", queue="mail").defer(email=email)
