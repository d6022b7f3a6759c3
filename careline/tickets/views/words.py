"""What people wrote, as HTML that is safe to stand in the page itself.

Text becomes paragraphs with links; our own rich text passes a short allow-list again. Mail as it was sent never
comes here: it is shown in a sandboxed frame (`bodies.py`).
"""

import re
from collections.abc import Mapping

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

LINK = re.compile(r"https?://[^\s<>\"']{1,2000}")
CID = re.compile(r'\ssrc="cid:([^"]{1,255})"')
LOST_IMAGE = re.compile(r'<img(?![^>]* src="/attachments/)[^>]*>')
PICTURE = re.compile(r'<img[^>]*? src="(/attachments/[^"]+)"[^>]*>')
ALT = re.compile(r' alt="([^"]*)"')
TRAILING = ".,;:!?)]}»”"
LONGEST = 60_000
TAGS = {
    "a", "b", "blockquote", "br", "code", "del", "div", "em", "h1", "h2", "h3", "hr", "i", "li", "ol", "p", "pre",
    "s", "span", "strong", "u", "ul",
}  # fmt: skip
_LINK_REL = "noopener noreferrer nofollow"


def paragraphs(text: str) -> SafeString:
    """Return plain text as paragraphs: blank lines part them, other line ends stay, addresses become links."""
    shown = text[:LONGEST].strip()
    blocks = re.split(r"\n[ \t]*\n\s*", shown)
    html = "".join(f"<p>{_line_ends(_linked(block))}</p>" for block in blocks if block.strip())
    return mark_safe(html)  # noqa: S308  (every piece was escaped)


def rich(html: str, pictures: Mapping[str, str] | None = None) -> SafeString:
    """Return rich text that our own composer made, cut down to the tags that it can make.

    `pictures` says where the image of each `cid:` is; other images go.
    """
    known = pictures or {}
    shown = CID.sub(lambda found: f' src="{known.get(found[1], "")}"', html)
    clean = nh3.clean(
        shown, tags=TAGS | {"img"}, attributes={"a": {"href", "title"}, "img": {"src", "alt", "width", "height"}, "span": {"data-mention"}},
        link_rel=_LINK_REL, url_schemes={"http", "https", "mailto", "tel"}, attribute_filter=_keep_pictures,
    )  # fmt: skip
    clean = PICTURE.sub(_enlarged, LOST_IMAGE.sub("", clean))
    return mark_safe(clean)  # noqa: S308  (cleaned in the line above)


def _keep_pictures(tag: str, attribute: str, value: str) -> str | None:
    if tag != "img" or attribute != "src":
        return value
    return f"{value}?inline=1" if value.startswith("/attachments/") else None


def _enlarged(picture: re.Match[str]) -> str:
    name = ALT.search(picture[0])
    return f'<a href="{picture[1]}" data-lightbox="{name[1] if name else ""}">{picture[0]}</a>'


def _linked(text: str) -> str:
    pieces: list[str] = []
    end = 0
    for found in LINK.finditer(text):
        address = found[0].rstrip(TRAILING)
        pieces.append(escape(text[end : found.start()]))
        shown = escape(address)
        pieces.append(f'<a href="{shown}" rel="{_LINK_REL}" target="_blank">{shown}</a>')
        end = found.start() + len(address)
    pieces.append(escape(text[end:]))
    return "".join(pieces)


def _line_ends(html: str) -> str:
    return html.strip("\n").replace("\n", "<br>")
