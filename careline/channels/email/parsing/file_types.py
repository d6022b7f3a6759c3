"""What a file really is: sniffed where the sender says nothing, or says something that its bytes deny."""

import re

import puremagic

_SAYS_NOTHING = frozenset((
    "application/octet-stream", "application/binary", "application/unknown", "application/x-unknown",
    "application/download", "application/force-download", "application/x-download", "multipart/mixed",
    "text/unknown", "application/data",
))  # fmt: skip
_BY_EXTENSION = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "zip": "application/zip",
    "txt": "text/plain",
    "csv": "text/csv",
    "ics": "text/calendar",
    "vcf": "text/vcard",
    "eml": "message/rfc822",
    "json": "application/json",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "mp4": "video/mp4",
    "mov": "video/quicktime",
    "heic": "image/heic",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "log": "text/plain",
}
_SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"MZ", "application/x-dosexec"),
    (b"\x7fELF", "application/x-executable"),
)
_ACTIVE = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,500}?-->\s*)?<(!doctype html|html|script|svg|body|head)\b",
    re.I | re.S,
)
_TYPE = re.compile(r"^[a-z0-9.+-]+/[a-z0-9.+-]+$")
_HEAD_BYTES = 4096


def true_type(content: bytes, declared: str, name: str) -> str:
    """Give the media type of a file: the declared one unless it says nothing or its bytes show something dangerous."""
    if declared in _SAYS_NOTHING or not _TYPE.match(declared):
        return _sniffed(content, name)
    danger = _danger(content)
    if danger and danger != declared and not _agrees(declared, danger):
        return danger
    return declared


def _danger(content: bytes) -> str:
    """Give the type of content that runs or scripts when opened, "" if it is none."""
    if content.startswith(b"MZ") and content[60:62] and b"\x00" in content[:200]:
        return "application/x-dosexec"
    if content.startswith(b"\x7fELF"):
        return "application/x-executable"
    found = _ACTIVE.match(content[:_HEAD_BYTES])
    if found:
        return "image/svg+xml" if found.group(1).lower() == b"svg" else "text/html"
    return ""


def _agrees(declared: str, danger: str) -> bool:
    if danger in ("text/html", "image/svg+xml"):
        return "html" in declared or "xml" in declared or declared in ("text/plain", "message/rfc822")
    return declared in ("application/x-msdownload", "application/exe", "application/x-msdos-program")


def _sniffed(content: bytes, name: str) -> str:
    head = content[:_HEAD_BYTES]
    for signature, content_type in _SIGNATURES:
        if head.startswith(signature):
            return content_type
    if danger := _danger(head):
        return danger
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    if extension in _BY_EXTENSION:
        return _BY_EXTENSION[extension]
    return _by_magic(head)


def _by_magic(head: bytes) -> str:
    if len(head) < 8:
        return "application/octet-stream"
    try:
        found = puremagic.from_string(head, mime=True)
    except (puremagic.PureError, ValueError, IndexError, KeyError):
        return "application/octet-stream"
    return found if found and _TYPE.match(found) else "application/octet-stream"
