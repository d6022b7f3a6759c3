"""`careline intake`: one mail from a file or a pipe into the journal."""

import sys
import uuid
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from django.conf import settings
from django.db import Error

from careline.channels.configured import find_inbox
from careline.channels.intake import accept
from careline.channels.protocol import NewArrival

TEMPORARY = 75  # EX_TEMPFAIL of sysexits.h: an MTA keeps the mail and tries again
UNUSABLE = 65  # EX_DATAERR
NO_USER = 67  # EX_NOUSER


def intake(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A mail, or - for standard input.")],
    inbox: Annotated[str, typer.Option("--inbox", help="The inbox's address.")],
    sender: Annotated[str, typer.Option("--sender", help="The envelope's sender.")] = "",
) -> None:
    """Take in one mail. Returns 0 once it is safely in the journal, 75 if it should be tried again later."""
    try:
        raw = _read(file)
    except OSError as error:
        _stop(f"{file} can't be read: {error}", UNUSABLE)
    if len(raw) > settings.CARELINE_MAX_MAIL_BYTES:
        _stop("the mail is larger than Careline takes in", UNUSABLE)
    try:
        known = find_inbox(inbox)
        if known is None:
            _stop(f"no inbox has the address {inbox}", NO_USER)
        envelope = {"mail_from": sender, "rcpt_to": [inbox]}
        ids = accept([NewArrival(known.id, f"pipe:{uuid.uuid4().hex}", raw, envelope=envelope)])
    except Error as error:
        _stop(f"the database is away: {error}", TEMPORARY)
    typer.echo(f"arrival {ids[0]}")


def _read(file: str) -> bytes:
    limit = settings.CARELINE_MAX_MAIL_BYTES + 1
    if file == "-":
        return sys.stdin.buffer.read(limit)
    with Path(file).open("rb") as source:
        return source.read(limit)


def _stop(words: str, code: int) -> NoReturn:
    typer.echo(f"careline intake: {words}", err=True)
    raise typer.Exit(code)
