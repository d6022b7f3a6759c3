"""The files of a message: named, typed by what they are, and inline only where the HTML shows them."""

import re

from careline.channels.email.parsing.body import Body, Leaf
from careline.channels.email.parsing.encoded_words import decode_value
from careline.channels.email.parsing.file_types import true_type
from careline.channels.email.parsing.filenames import clean_filename, declared_name, name_for
from careline.channels.email.parsing.header_block import read_headers
from careline.channels.email.parsing.limits import Cuts
from careline.channels.email.parsing.text_cleaning import one_line
from careline.channels.email.parsing.transfer import decoded, encoding
from careline.tickets.contracts import InboundFile

_CID = re.compile(r"cid:([^\"'\s>)]{1,500})", re.IGNORECASE)
_STATUS_NAMES = {
    "message/delivery-status": "delivery-status.txt",
    "message/disposition-notification": "disposition-notification.txt",
    "message/feedback-report": "feedback-report.txt",
    "text/rfc822-headers": "returned-headers.txt",
    "message/global-delivery-status": "delivery-status.txt",
}


def files_of(body: Body, *, html: str, cuts: Cuts) -> tuple[InboundFile, ...]:
    """Give the files of a message in order; `html` is its HTML, to see which images it shows."""
    shown = {found.lower() for found in _CID.findall(html)} if "cid:" in html.lower() else set()
    files: list[InboundFile] = []
    for leaf in body.files:
        if leaf.wrapped:
            files.extend(leaf.wrapped.files)
        else:
            files.append(_file(leaf, len(files) + 1, shown, cuts))
    for found in body.uuencoded:
        name = clean_filename(found.name.decode("utf-8", "replace")) or name_for("", position=len(files) + 1)
        files.append(
            InboundFile(name, true_type(found.content, "application/octet-stream", name), found.content)
        )
    return tuple(files)


def _file(leaf: Leaf, position: int, shown: set[str], cuts: Cuts) -> InboundFile:
    part = leaf.part
    content = decoded(part)
    if not content and part.end > part.start + 4 and encoding(part) == "base64":
        content = part.body
    content_id = one_line(part.headers.get("content-id")[:500].decode("utf-8", "replace")).strip("<> ")
    name = declared_name(part, disposition=leaf.disposition_parameters) or _made_name(
        leaf, content, position, cuts
    )
    return InboundFile(
        name=name,
        content_type=true_type(content, part.content_type, name),
        content=content,
        inline=_is_inline(leaf, content_id, shown),
        content_id=content_id,
    )


def _is_inline(leaf: Leaf, content_id: str, shown: set[str]) -> bool:
    """Tell whether a file belongs into the text: the HTML shows it, or it is marked so and can be referred to."""
    if not content_id:
        location = leaf.part.headers.get("content-location")
        return bool(location) and location.decode("utf-8", "replace").strip().lower() in shown
    if content_id.lower() in shown:
        return True
    return leaf.disposition == "inline" and leaf.part.content_type.startswith("image/")


def _made_name(leaf: Leaf, content: bytes, position: int, cuts: Cuts) -> str:
    content_type = leaf.part.content_type
    if content_type in _STATUS_NAMES:
        return _STATUS_NAMES[content_type]
    if content_type in ("message/rfc822", "message/global"):
        headers, _ = read_headers(content[:4096], 0, min(len(content), 4096), cuts=cuts)
        return name_for(content_type, position=position, stem=decode_value(headers.get("subject")[:500]))
    if content_type == "text/calendar":
        return "invite.ics"
    return name_for(true_type(content, content_type, ""), position=position)
