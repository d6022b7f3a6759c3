"""What a file really is: sniffed where the sender says nothing, or says something that its bytes deny."""

import re

import puremagic

_SAYS_NOTHING = frozenset((
    "application/octet-stream", "application/binary", "application/unknown", "application/x-unknown",
    "application/download", "application/force-download", "application/x-download", "multipart/mixed",
    "text/unknown", "application/data",
))  # fmt: skip
_OFFICE = {
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "msg": "application/vnd.ms-outlook",
}
_TEXTS = {
    "txt": "text/plain",
    "log": "text/plain",
    "csv": "text/csv",
    "ics": "text/calendar",
    "vcf": "text/vcard",
    "eml": "message/rfc822",
    "json": "application/json",
}
_CONTAINERS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_SURE_BYTES = 4
_SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
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
    """Give the type that the first bytes prove; a name alone proves only which kind of text or Office file it is."""
    head = content[:_HEAD_BYTES]
    for signature, content_type in _SIGNATURES:
        if head.startswith(signature):
            return content_type
    if danger := _danger(head):
        return danger
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    if head.startswith(_CONTAINERS):
        default = "application/zip" if head.startswith(b"PK") else "application/octet-stream"
        return _OFFICE.get(extension, default)
    if extension in _TEXTS and head and b"\0" not in head:
        return _TEXTS[extension]
    return _by_magic(head)


def _by_magic(head: bytes) -> str:
    if len(head) < 8:
        return "application/octet-stream"
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError, IndexError, KeyError):
        return "application/octet-stream"
    sure = (
        each.mime_type
        for each in found
        if len(each.byte_match) >= _SURE_BYTES and _TYPE.match(each.mime_type)
    )
    return next(sure, "application/octet-stream")
