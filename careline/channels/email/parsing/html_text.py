"""Readable text of HTML, in one linear pass over its tags: no tree, so no depth to fear.

The same pass knows which of the text stands inside a quoted earlier message (`quoting_html` names the marks).
"""

import html
import re

from careline.channels.email.parsing.quoting_html import quote_kind

_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(/?)([a-zA-Z][a-zA-Z0-9:]{0,30})((?:[^<>\"']|\"[^\"<]*\"|'[^'<]*'|[\"'])*)>?|<[!?][^>]*>?|[^<]+|<",
    re.DOTALL,
)
_HIDDEN = frozenset((
    "script", "style", "title", "head", "noscript", "template", "svg", "math", "textarea", "select",
    "iframe", "object", "xml",
))  # fmt: skip
_PARAGRAPH = frozenset(
    ["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "blockquote", "pre", "figure", "hr"]
)
_LINE = frozenset((
    "div", "tr", "li", "dt", "dd", "address", "article", "aside", "center", "footer", "header", "main",
    "nav", "section", "caption", "figcaption", "details", "summary", "tbody", "thead", "tfoot", "form",
    "fieldset", "html", "body", "option",
))  # fmt: skip
_VOID = frozenset(("br", "img", "hr", "meta", "link", "input", "col", "area", "base", "wbr"))
_KEPT_BLANK = "\0"
_CONTAINERS = frozenset(("div", "span", "table", "td", "tr", "p", "font", "section"))
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_EXTRA_LINES = re.compile(r"\n{3,}")
_LINE_BLANKS = re.compile(r"[ \t]*\n[ \t]*")


class _Writer:
    """Collects text; knows how many line ends stand before the next word, and whether it is quoted."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.segments: list[tuple[bool, list[str]]] = [(False, self.out)]
        self.breaks = 2
        self.blank = False
        self.hidden = ""
        self.preformatted = 0
        self.lists: list[int] = []
        self.unseen_tag = ""
        self.unseen_depth = 0
        self.quote_tag = ""
        self.quote_depth = 0

    def text(self, raw: str) -> None:
        text = html.unescape(raw) if "&" in raw else raw
        if self.preformatted:
            for number, line in enumerate(text.replace("\r\n", "\n").split("\n")):
                if number:
                    self.line_break()
                indent = len(line) - len(line.lstrip(" "))
                self.word(_KEPT_BLANK * indent + line[indent:])
            return
        words = _BLANKS.sub(" ", text)
        if words.startswith(" "):
            self.blank, words = True, words[1:]
        self.word(words.rstrip(" "))
        self.blank = self.blank or words.endswith(" ")

    def word(self, words: str) -> None:
        if not words:
            return
        if self.breaks:
            self.out.append("\n" * min(self.breaks, 2))
        elif self.blank:
            self.out.append(" ")
        self.breaks, self.blank = 0, False
        self.out.append(words)

    def line_break(self) -> None:
        self.breaks += 1
        self.blank = False

    def block(self, lines: int) -> None:
        self.breaks = max(self.breaks, lines)
        self.blank = False

    def switch(self, *, quoted: bool) -> None:
        self.out = []
        self.segments.append((quoted, self.out))
        self.block(2)

    def is_unseen(self, tag: str, is_end: bool, attributes: str) -> bool:
        """Skip an element that its style hides, such as the preview line of a newsletter, until its end."""
        if self.unseen_tag:
            if tag == self.unseen_tag:
                self.unseen_depth += -1 if is_end else 1
                if self.unseen_depth == 0:
                    self.unseen_tag = ""
            return True
        if not is_end and attributes and tag in _CONTAINERS and _UNSEEN.search(attributes, 0, 2000):
            self.unseen_tag, self.unseen_depth = tag, 1
            return True
        return False

    def follow_quote(self, tag: str, is_end: bool, attributes: str) -> None:
        """Enter or leave a quote: an element that holds one, or a mark after which all is quoted."""
        if self.quote_tag:
            if tag == self.quote_tag:
                self.quote_depth += -1 if is_end else 1
                if self.quote_depth == 0:
                    self.quote_tag = ""
                    self.switch(quoted=False)
        elif not is_end and (kind := quote_kind(tag, attributes)):
            self.quote_tag, self.quote_depth = (tag, 1) if kind == "holds" else ("to the end", 1)
            self.switch(quoted=True)


def text_of(raw: str) -> str:
    """Give the text that a person would read: blocks as lines, list items with marks, no links, no images."""
    return _tidy("".join("".join(words) for _, words in _written(raw).segments))


def quoted_segments(raw: str) -> list[tuple[bool, str]]:
    """Give the text of HTML in pieces, each with whether it stands in a quoted earlier message; empty ones are left out."""
    pieces = [(quoted, _tidy("".join(words))) for quoted, words in _written(raw).segments]
    return [piece for piece in pieces if piece[1]]


def _tidy(text: str) -> str:
    text = _LINE_BLANKS.sub("\n", text.replace("\xa0", " "))
    return _EXTRA_LINES.sub("\n\n", text).strip().replace(_KEPT_BLANK, " ")


def _written(raw: str) -> _Writer:
    writer = _Writer()
    for matched in _TOKEN.finditer(raw):
        tag = matched.group(2)
        if tag is not None:
            _tag(writer, tag.lower(), bool(matched.group(1)), matched.group(3))
        elif (
            not writer.hidden
            and not writer.unseen_tag
            and not (token := matched.group()).startswith(("<!", "<?"))
        ):
            writer.text(token)
    return writer


def _tag(writer: _Writer, tag: str, is_end: bool, attributes: str) -> None:
    if tag in _HIDDEN or writer.hidden:
        _hide(writer, tag, is_end, attributes)
        return
    if tag not in _VOID and writer.is_unseen(tag, is_end, attributes):
        return
    if tag not in _VOID and (attributes or writer.quote_tag):
        writer.follow_quote(tag, is_end, attributes)
    if tag == "br":
        writer.line_break()
    elif tag in ("td", "th"):
        writer.blank = True
    elif tag in _PARAGRAPH:
        _paragraph(writer, tag, is_end)
    elif tag in _LINE:
        writer.block(1)
        if tag == "li" and not is_end:
            _item(writer)


def _hide(writer: _Writer, tag: str, is_end: bool, attributes: str) -> None:
    """Skip what is not shown; `<body>` always shows, since a head is often left open."""
    if tag == "body" or (is_end and tag == writer.hidden):
        writer.hidden = ""
    elif not is_end and not writer.hidden and not attributes.endswith("/"):
        writer.hidden = tag


def _paragraph(writer: _Writer, tag: str, is_end: bool) -> None:
    writer.block(1 if tag in ("ul", "ol") and len(writer.lists) > (1 if is_end else 0) else 2)
    if tag == "pre":
        writer.preformatted = max(0, writer.preformatted + (-1 if is_end else 1))
    elif tag in ("ul", "ol"):
        if not is_end:
            writer.lists.append(0 if tag == "ol" else -1)
        elif writer.lists:
            writer.lists.pop()


def _item(writer: _Writer) -> None:
    mark = "*"
    if writer.lists and writer.lists[-1] >= 0:
        writer.lists[-1] += 1
        mark = f"{writer.lists[-1]}."
    writer.word(mark)
    writer.blank = True
