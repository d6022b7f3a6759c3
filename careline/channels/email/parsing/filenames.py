"""Names of attachments made safe to show and to save: no path, no controls, no direction overrides, no reserved names."""

import re
import unicodedata

from careline.channels.email.parsing.encoded_words import decode_words
from careline.channels.email.parsing.mime import Part
from careline.channels.email.parsing.parameters import parameters
from careline.channels.email.parsing.text_cleaning import without_directions

_MAX_CHARS = 200
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f-\x9f]+')
_RESERVED = re.compile(r"^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|$)", re.IGNORECASE)
EXTENSIONS = {
    "text/plain": ".txt",
    "text/html": ".html",
    "text/calendar": ".ics",
    "text/csv": ".csv",
    "text/vcard": ".vcf",
    "text/x-vcard": ".vcf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/heic": ".heic",
    "image/tiff": ".tif",
    "image/bmp": ".bmp",
    "image/svg+xml": ".svg",
    "application/pdf": ".pdf",
    "application/zip": ".zip",
    "application/json": ".json",
    "application/pgp-signature": ".asc",
    "application/pgp-encrypted": ".asc",
    "application/pgp-keys": ".asc",
    "application/pkcs7-signature": ".p7s",
    "application/x-pkcs7-signature": ".p7s",
    "application/pkcs7-mime": ".p7m",
    "application/x-pkcs7-mime": ".p7m",
    "application/ms-tnef": ".dat",
    "message/rfc822": ".eml",
    "audio/mpeg": ".mp3",
    "audio/ogg": ".ogg",
    "audio/amr": ".amr",
    "video/mp4": ".mp4",
    "application/msword": ".doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}


def declared_name(part: Part, *, disposition: dict[str, str]) -> str:
    """Give the name that a part asks for, cleaned; "" if it names none. `disposition` are its parameters."""
    for candidate in (disposition.get("filename", ""), part.parameters.get("name", "")):
        if name := clean_filename(decode_words(candidate)):
            return name
    described = part.headers.get("content-description")
    if described and b"." in described[-7:]:
        return clean_filename(decode_words(parameters(described)[0]))
    return ""


def clean_filename(name: str) -> str:
    """Make a name safe: last part of a path, no controls, no overrides, not reserved, at most 200 characters."""
    name = unicodedata.normalize("NFC", without_directions(name)).replace("\\", "/").rpartition("/")[2]
    name = re.sub(r"\s+", " ", _FORBIDDEN.sub("_", name)).strip(" .\u3000").strip()
    if not name or not name.strip("_. "):
        return ""
    name = _RESERVED.sub(lambda found: "_" + found.group(), name)
    if len(name) <= _MAX_CHARS:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > 20:
        return name[:_MAX_CHARS]
    return stem[: _MAX_CHARS - len(extension) - 1] + "." + extension


def name_for(content_type: str, *, position: int, stem: str = "") -> str:
    """Make a name for a part that has none: from its type and its position in the mail."""
    extension = EXTENSIONS.get(content_type, ".bin")
    return f"{clean_filename(stem)[:80] or f'attachment-{position}'}{extension}"
