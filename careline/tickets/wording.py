"""What agents write in the composer, made safe to keep and to send: allowed HTML, and the same as plain text."""

import html as html_module
import re

import nh3
from django.utils.translation import gettext as _
from inscriptis import get_text
from inscriptis.css_profiles import STRICT_CSS_PROFILE
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
_SOURCE = re.compile(r'src="(?:/draft-files/|cid:)([\w-]{1,64})/?"')
_ALT = re.compile(r'alt="([^"]*)"')
_MENTION = re.compile(r' ?data-mention="(\d{1,18})"')
_DRAFT_IMAGE = re.compile(r"/draft-files/[\w-]{1,64}/")
_TEXT = ParserConfig(display_links=False, css=STRICT_CSS_PROFILE)


def clean(html: str, *, image_keys: tuple[str, ...] = ()) -> str:
    """Allowed HTML only, ready to send. Images stay where they show one of `image_keys` (as `cid:<key>`); others go.

    Raises Refused when it is far too long.
    """

    def image(match: "re.Match[str]") -> str:
        source = _SOURCE.search(match.group())
        if source is None or source.group(1) not in image_keys:
            return ""
        return _SOURCE.sub(f'src="cid:{source.group(1)}"', match.group())

    return _IMAGE.sub(image, safe(html)).strip()


def safe(html: str) -> str:
    """Allowed HTML only, as it may be shown in the composer: images only from the files of a draft.

    Raises Refused when it is far too long.
    """
    if len(html) > LONGEST:
        raise Refused(_("This text is too long to send."))
    return nh3.clean(
        html.replace("\x00", ""),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer",
        attribute_filter=_keep_local_images,
    )


def _keep_local_images(tag: str, attribute: str, value: str) -> str | None:
    if tag == "img" and attribute == "src" and not _DRAFT_IMAGE.fullmatch(value):
        return None
    return value


def as_text(html: str) -> str:
    """The same words as plain text, as a reader without HTML gets them; an image is `[image: its name]`."""
    if not html:
        return ""
    html = _IMAGE.sub(_image_words, html)
    text: str = get_text(f"<body>{html}</body>", _TEXT)
    lines = [line.rstrip() for line in text.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _image_words(image: "re.Match[str]") -> str:
    name = _ALT.search(image.group())
    return f"[image: {name.group(1)}]" if name and name.group(1) else "[image]"


def image_keys(html: str) -> tuple[str, ...]:
    """The keys of draft files that the HTML shows as images, each once, in order; whose they are is not checked."""
    found = (_SOURCE.search(image) for image in _IMAGE.findall(safe(html)))
    return tuple(dict.fromkeys(one.group(1) for one in found if one))


def with_draft_images(html: str, keys: dict[str, str]) -> str:
    """Sent HTML back in the composer: `keys` says which draft file now stands for each `cid:`; other images go."""

    def image(match: "re.Match[str]") -> str:
        source = _SOURCE.search(match.group())
        key = keys.get(source.group(1)) if source else None
        return _SOURCE.sub(f'src="/draft-files/{key}/"', match.group()) if key else ""

    return _IMAGE.sub(image, html)


def as_html(text: str) -> str:
    """Plain text as HTML paragraphs."""
    paragraphs = re.split(r"\n\s*\n", html_module.escape(text.strip()))
    return "".join(f"<p>{part.replace(chr(10), '<br>')}</p>" for part in paragraphs if part)


def without_mentions(html: str) -> str:
    """Cleaned HTML in which a mentioned colleague is only a name, as people outside get it."""
    return _MENTION.sub("", html)


def mentioned_ids(html: str) -> tuple[int, ...]:
    """The agents mentioned in cleaned HTML, each once."""
    return tuple(dict.fromkeys(int(one) for one in _MENTION.findall(html)))
