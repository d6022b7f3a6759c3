"""Files of macros in the configuration file: by the hash of their content, small ones with the content itself (base64)."""

import base64
import binascii
import hashlib
from typing import Any

from careline.accounts.models import Agent
from careline.core import files
from careline.core.blueprint import Item
from careline.core.models import File
from careline.tickets.actions.keep_macro_file import drop_macro_file, keep_macro_file
from careline.tickets.models import Macro

LARGEST_INLINE = 64 * 1024
_NAMES = {"name", "sha256", "content"}


def dump_files(macro: Macro) -> list[Item]:
    """A macro's files by name; the content of larger ones stays out, and is found by its hash where they are stored."""
    rows = macro.files.select_related("file").order_by("name", "pk")
    return [
        {
            "name": row.name,
            "sha256": row.file.sha256,
            "content": base64.b64encode(files.read(row.file)).decode() if row.size <= LARGEST_INLINE else "",
        }
        for row in rows
    ]


def check_files(value: Any) -> list[Item]:
    """A list of files, each with its name and hash, and its content or "". Raises ValueError."""
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise ValueError("must be a list of files")
    return sorted((_checked(one) for one in value), key=lambda one: str(one["name"]))


def _checked(one: Item) -> Item:
    if {*one} - _NAMES or not all(isinstance(part, str) for part in one.values()) or not one.get("name"):
        raise ValueError("each file has a name, a sha256, and a content or none")
    content, digest = one.get("content", ""), one.get("sha256", "")
    try:
        found = base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError(f"{one['name']}: the content must be base64") from None
    if len(found) > LARGEST_INLINE:
        raise ValueError(f"{one['name']}: more than 64 KB; put it in on the page of the macro")
    own = hashlib.sha256(found).hexdigest() if found else digest
    if not own or (digest and digest != own):
        raise ValueError(f"{one['name']}: the content is not that of its sha256")
    return {"name": one["name"], "sha256": own, "content": base64.b64encode(found).decode()}


def write_files(macro: Macro, wanted: list[Item], *, by: Agent) -> None:
    """Bring a macro's files to those wanted: others go, missing ones come. Raises ValueError for one whose content is nowhere."""
    there = {(row.name, row.file.sha256): row.key for row in macro.files.select_related("file")}
    keep = {(one["name"], one["sha256"]) for one in wanted}
    for pair, key in there.items():
        if pair not in keep:
            drop_macro_file(macro.pk, key, by=by)
    for one in wanted:
        if (one["name"], one["sha256"]) not in there:
            keep_macro_file(macro.pk, name=one["name"], content=_content(one), by=by)


def _content(one: Item) -> bytes:
    if one["content"]:
        return base64.b64decode(one["content"])
    stored = File.objects.filter(sha256=one["sha256"]).first()
    if stored is None:
        raise ValueError(f"files: {one['name']}: its content is not in the file, and not stored here")
    return files.read(stored)
