"""What agents write in the composer, made safe to keep and to send: allowed HTML, and the same as plain text."""

import html as html_module
import re

import nh3
from inscriptis import get_text
from inscriptis.model.config import ParserConfig

from careline.tickets.contracts import Refused

LONGEST = 500_000
_TAGS = {
    "a", "b", "blockquote", "br", "code", "del", "div", "em", "h1", "h2", "h3", "hr", "i", "img", "li", "ol", "p",
    "pre", "s", "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "*": {"dir", "lang"},
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "span": {"data-mention"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
}
_IMAGE = re.compile(r"<img\b[^>]*>")
_SOURCE = re.compile(r'src="([^"]*)"')
_MENTION = re.compile(r'data-mention="(\d{1,18})"')
_TEXT = ParserConfig(display_links=False)


def clean(html: str, *, image_keys: tuple[str, ...] = ()) -> str:
    """Allowed HTML only, ready to send. Images stay where they show one of `image_keys` (as `cid:<key>`); others go.

    Raises Refused when it is far too long.
    """

    def image(match: "re.Match[str]") -> str:
        source = _SOURCE.search(match.group())
        key = next((k for k in image_keys if source and k in source.group(1)), None)
        return _SOURCE.sub(f'src="cid:{key}"', match.group()) if key else ""

    return _IMAGE.sub(image, safe(html)).strip()


def safe(html: str) -> str:
    """Allowed HTML only, as it may be shown in the composer: images only from our own pages.

    Raises Refused when it is far too long.
    """
    if len(html) > LONGEST:
        raise Refused("This text is too long to send.")
    return nh3.clean(
        html.replace("\x00", ""),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer",
        attribute_filter=_keep_local_images,
    )


def _keep_local_images(tag: str, attribute: str, value: str) -> str | None:
    if tag == "img" and attribute == "src" and (not value.startswith("/") or value.startswith("//")):
        return None
    return value


def as_text(html: str) -> str:
    """The same words as plain text, as a reader without HTML gets them."""
    if not html:
        return ""
    text: str = get_text(f"<body>{html}</body>", _TEXT)
    lines = [line.rstrip() for line in text.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def as_html(text: str) -> str:
    """Plain text as HTML paragraphs."""
    paragraphs = re.split(r"\n\s*\n", html_module.escape(text.strip()))
    return "".join(f"<p>{part.replace(chr(10), '<br>')}</p>" for part in paragraphs if part)


def mentioned_ids(html: str) -> tuple[int, ...]:
    """The agents mentioned in cleaned HTML, each once."""
    return tuple(dict.fromkeys(int(one) for one in _MENTION.findall(html)))
