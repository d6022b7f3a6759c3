"""Put a file into a draft, or take it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import puremagic
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.files import store
from careline.tickets.actions.save_draft import find_or_make, refuse_foreign
from careline.tickets.contracts import NotVisible, Refused
from careline.tickets.models import Draft, DraftFile, Ticket
from careline.tickets.models.attachment import SAFE_IMAGES

if TYPE_CHECKING:
    from careline.accounts.models import Agent

MOST_BYTES = 20 * 1024 * 1024
MOST_FILES = 30
_REFUSED = (".bat", ".cmd", ".com", ".cpl", ".exe", ".hta", ".jar", ".js", ".jse", ".lnk", ".msi", ".pif", ".ps1",
            ".scr", ".vbe", ".vbs", ".wsf")  # fmt: skip


@transaction.atomic
def attach_file(
    ticket: Ticket | None, *, kind: str, name: str, content: bytes, by: Agent, is_inline: bool = False,
    side_conversation_id: int = 0,
) -> DraftFile:  # fmt: skip
    """Keep a file in the agent's own draft; its type is told from the content, not from what the browser says.

    An inline file stands in the text and has to be an image that a page may show. Refuses programs (mail servers do
    too), more than 30 files, or more than 20 MB in one draft. Emits nothing.
    """
    by.require(Right.NOTE)
    if ticket is not None and not Ticket.objects.visible_to(by).filter(pk=ticket.pk).exists():
        raise NotVisible(ticket.pk)
    if kind not in Draft.Kind.values:
        raise Refused(_("There is no such draft."))
    refuse_foreign(ticket, kind, side_conversation_id)
    name = refuse_program(name)
    draft = find_or_make(ticket, kind, by, side_conversation_id=side_conversation_id)
    used = draft.files.aggregate(size=Sum("size"))["size"] or 0
    if not content or used + len(content) > MOST_BYTES or draft.files.count() >= MOST_FILES:
        raise Refused(_("“%(name)s” is empty, or too large for one message.") % {"name": name})
    content_type = sniff(content, name)
    if is_inline and content_type not in SAFE_IMAGES:
        raise Refused(_("“%(name)s” is no picture that can stand in the text.") % {"name": name})
    return DraftFile.objects.create(
        draft=draft, uploaded_by=by, file=store(content, content_type), name=name, content_type=content_type,
        size=len(content), is_inline=is_inline,
    )  # fmt: skip


def remove_file(key: str, *, by: Agent) -> bool:
    """Take a file out of the agent's own draft; False if it is not there. Emits nothing."""
    return bool(DraftFile.objects.filter(key=key, uploaded_by=by, draft__agent=by).delete()[0])


def sniff(content: bytes, name: str) -> str:
    """The type that the content shows, `text/plain` for text, else `application/octet-stream`."""
    try:
        found: str = puremagic.from_string(content[:4096], mime=True, filename=name)
    except (puremagic.PureError, ValueError):
        found = ""
    if found:
        return found
    try:
        content[:4096].decode()
    except UnicodeDecodeError:
        return "application/octet-stream"
    return "text/plain"


def refuse_program(name: str) -> str:
    """The plain name of a file, without its folders. Refuses programs."""
    name = _plain_name(name)
    if name.lower().endswith(_REFUSED):
        raise Refused(_("“%(name)s” can't be sent: mail servers refuse programs.") % {"name": name})
    return name


def _plain_name(name: str) -> str:
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in last if c.isprintable()).strip(" .")[-255:] or "file"
