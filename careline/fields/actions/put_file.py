"""Put a file into a field of one ticket, customer or organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import puremagic
from django.utils.translation import gettext as _

from careline.core.files import store
from careline.fields.contracts import FieldInfo, FieldsRefused
from careline.fields.models import FieldFile

if TYPE_CHECKING:
    from careline.accounts.models import Agent

USUAL_MEGABYTES = 10
_PROGRAMS = (
    ".bat",
    ".cmd",
    ".com",
    ".exe",
    ".hta",
    ".jar",
    ".js",
    ".lnk",
    ".msi",
    ".ps1",
    ".scr",
    ".vbs",
    ".wsf",
)


def put_file(info: FieldInfo, *, object_id: int, name: str, content: bytes, by: Agent) -> dict[str, str]:
    """Keep a file for a field and return the raw value that names it; it counts once that value is written.

    Refuses (FieldsRefused) programs, empty files and those above the field's limit, and who may not fill the field.
    The caller accessed what the field belongs to. Emits nothing: the change of the value says it.
    """
    if not info.editable_by(by.role):
        raise FieldsRefused({info.key: _("Your role may not change this field.")})
    name = (
        "".join(c for c in name.replace("\\", "/").rpartition("/")[2] if c.isprintable()).strip(" .")[-255:]
        or "file"
    )
    most = int(info.limits.get("megabytes") or USUAL_MEGABYTES)
    if not content or len(content) > most * 1024 * 1024:
        raise FieldsRefused({info.key: _("The file is empty, or larger than %(most)s MB.") % {"most": most}})
    if name.lower().endswith(_PROGRAMS):
        raise FieldsRefused({info.key: _("Programs can’t be kept here.")})
    try:
        kind = puremagic.from_string(content[:4096], mime=True, filename=name)
    except (puremagic.PureError, ValueError):
        kind = ""
    row = FieldFile.objects.create(
        field_id=info.id,
        object_id=object_id,
        file=store(content, kind or "application/octet-stream"),
        name=name,
        uploaded_by=by,
    )
    return {"file": row.key, "name": row.name}
