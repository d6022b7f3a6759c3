"""Bytes from outside, handed out so that no browser runs them, whatever they claim to be."""

from urllib.parse import quote

from django.http import HttpResponse

_TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def as_download(content: bytes, *, name: str, shown_as: str = "") -> HttpResponse:
    """A download under a plain name; shown in the page only as the safe type `shown_as`, if that is given."""
    answer = HttpResponse(content, content_type=shown_as or "application/octet-stream")
    way = "inline" if shown_as else "attachment"
    answer["Content-Disposition"] = f"{way}; filename*=UTF-8''{quote(plain_name(name), safe='')}"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; style-src 'none'; sandbox"
    answer["Cache-Control"] = "private, max-age=3600"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


def plain_name(name: str) -> str:
    """Return a file name without paths, control characters and marks that turn its direction."""
    shown = "".join(c for c in name if c.isprintable() and c not in f"/\\{_TURNS}")
    return shown.strip(". ")[:200] or "file"
