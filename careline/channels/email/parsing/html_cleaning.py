"""HTML from outside made safe: allow-list (nh3), nothing fetched unasked, bounded in depth and cost."""

import html
import re

import nh3

from careline.channels.email.parsing.html_text import text_of
from careline.channels.email.parsing.limits import Cuts

_TAGS = frozenset((
    "a", "abbr", "address", "article", "aside", "b", "bdi", "bdo", "big", "blockquote", "br", "caption",
    "center", "cite", "code", "col", "colgroup", "dd", "del", "details", "dfn", "div", "dl", "dt", "em",
    "figcaption", "figure", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i",
    "img", "ins", "kbd", "li", "main", "mark", "nav", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s",
    "samp", "section", "small", "span", "strike", "strong", "sub", "summary", "sup", "table", "tbody",
    "td", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var", "wbr",
))  # fmt: skip
_DROPPED_WITH_CONTENT = frozenset((
    "script", "style", "title", "head", "noscript", "template", "svg", "math", "textarea", "select",
    "button", "iframe", "object", "applet", "xml", "noembed", "noframes", "frameset", "audio", "video",
    "canvas",
))  # fmt: skip
_CELL = frozenset(("align", "valign", "width", "height", "colspan", "rowspan", "bgcolor"))
_ATTRIBUTES = {
    "*": frozenset(("dir", "lang", "title")),
    "a": frozenset(("href",)),
    "img": frozenset(("src", "alt", "width", "height")),
    "table": frozenset(("align", "width", "border", "cellpadding", "cellspacing", "bgcolor")),
    "td": _CELL,
    "th": _CELL,
    "tr": frozenset(("align", "valign", "bgcolor")),
    "col": frozenset(("span", "width")),
    "colgroup": frozenset(("span", "width")),
    "font": frozenset(("color", "size")),
    "ol": frozenset(("start", "type")),
    "blockquote": frozenset(("type",)),
    "time": frozenset(("datetime",)),
    "bdo": frozenset(("dir",)),
    "div": frozenset(("align",)),
    "p": frozenset(("align",)),
}
_SCHEMES = frozenset(("http", "https", "mailto", "tel", "cid"))
_LINK = re.compile(r"\s*(?:https?://|mailto:|tel:)", re.IGNORECASE)
_VOID = frozenset(
    ("br", "img", "hr", "meta", "link", "input", "col", "area", "base", "wbr", "embed", "source", "param")
)
_IMPLIED_END = frozenset(
    ("p", "li", "tr", "td", "th", "dt", "dd", "option", "thead", "tbody", "tfoot", "html", "body")
)
_FORMATTING = frozenset(
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"]
)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]{0,30})")
_FOREIGN = re.compile(r"<(?:svg|math|template|select)\b", re.IGNORECASE)
_IMAGE_SOURCE = re.compile(r"(<img\b(?:[^<>\"]|\"[^\"]*\")*?\s)src=(?=\"https?:)", re.IGNORECASE)
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{2000,}")
_MAX_ATTRIBUTES = 500
_MAX_NESTING = 240
_MAX_COST = 100_000


def clean_html(raw: str, *, cuts: Cuts) -> str:
    """Sanitise an HTML body. Remote images wait in `data-remote-src`; `cid:` images keep `src="cid:…"`.

    HTML that would cost too much (nesting, unclosed formatting) comes back as its text; "" stays "".
    """
    if "<" not in raw and "&" not in raw:
        return raw.strip()
    if is_too_tangled(raw):
        cuts.note("html nesting")
        return "<p>" + html.escape(text_of(raw)).replace("\n", "<br>") + "</p>"
    return _hold_remote_images(_CLEANER.clean(raw)).strip()


def _filter(tag: str, attribute: str, value: str) -> str | None:
    if tag == "a":
        if attribute == "href":
            return value if _LINK.match(value) else None
    elif tag == "img" and attribute == "src":
        return value if value.lower().startswith(("cid:", "http://", "https://")) else None
    return value[:2000]


_CLEANER = nh3.Cleaner(
    tags=set(_TAGS),
    clean_content_tags=set(_DROPPED_WITH_CONTENT),
    attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
    attribute_filter=_filter,
    url_schemes=set(_SCHEMES),
    link_rel="noopener noreferrer nofollow",
    strip_comments=True,
)


def _hold_remote_images(cleaned: str) -> str:
    """Move the `src` of remote images to `data-remote-src`, so that showing the page fetches nothing."""
    return _IMAGE_SOURCE.sub(r"\1data-remote-src=", cleaned) if "<img" in cleaned else cleaned


def is_too_tangled(raw: str) -> bool:
    """Tell whether parsing this HTML could take more than linear time: deep nesting, or formatting left open."""
    if any(found.count("=") > _MAX_ATTRIBUTES for found in _LONG_TAG.findall(raw)):
        return True
    is_foreign = bool(_FOREIGN.search(raw))
    if raw.count("<") < _MAX_NESTING and not is_foreign:
        return False
    depth = formatting = cost = 0
    for closing, name in _TAG.findall(raw):
        tag = name.lower()
        if tag in _FORMATTING:
            formatting = max(0, formatting - 1) if closing else formatting + 1
        elif not closing and formatting > 3:
            cost += formatting - 3
        if tag in _VOID or (tag in _IMPLIED_END and not is_foreign):
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        if depth > _MAX_NESTING or cost > _MAX_COST:
            return True
    return False
