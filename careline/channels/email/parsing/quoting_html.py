"""How mail programs mark the quoted earlier message in HTML: by class, id or the line that they draw."""

import re
from typing import Literal

# Elements that hold the quoted message; what follows their end is new again.
_HOLDS = re.compile(
    r"gmail_quote\b|gmail_extra|yahoo_quoted|moz-cite-prefix|moz-forward-container|protonmail_quote|tutanota_quote"
    r"|zmail_extra|gmx-quote|wrote-quote|cite-quote|quotedText|mail-quote|reply-quote|replyMsg|\bmail_quote|oriMsg"
    r"|type\s*=\s*[\"']?cite|itcs?_reply|zimbra_quote|mb-quote|mcntmcntmcnt|ymail_android_quote|iCloud_quote"
    r"|mobile_quote|qtQuoteBlock|ymsg-quote|foxmail_quote|reply_history|quote_container|hist_msg",
    re.IGNORECASE,
)
# Marks after which everything is the quoted message.
_FOLLOWS = re.compile(
    r"divRplyFwdMsg|OutlookMessageHeader|appendonsend|mail-editor-reference-message-container|stopSpelling"
    r"|\bid\s*=\s*[\"']?(?:x_)?(?:replySplit|reply-intro|reply_separator|origbody|mailcontent_history)"
    r"|ms-outlook-mobile-reference-message|x_divRplyFwdMsg"
    r"|border-top:\s*(?:solid|1(?:\.0)?p[tx]\s+solid)\s*(?:#?(?:E1E1E1|B5C4DF|CCCCCC)|windowtext|rgb\(\s*(?:225|181))"
    r"|border:\s*none;\s*border-top:\s*solid\s*#?(?:E1E1E1|B5C4DF)",
    re.IGNORECASE,
)
_MAYBE = re.compile(r"class|id\s*=|style|type|name", re.IGNORECASE)


def quote_kind(tag: str, attributes: str) -> Literal["", "holds", "follows"]:
    """Tell whether a tag begins a quoted message: "holds" until its end, "follows" to the end of the mail, or ""."""
    if not attributes or not _MAYBE.search(attributes, 0, 1000):
        return ""
    head = attributes[:1000]
    if tag in ("blockquote", "div", "span", "table", "section", "html-blockquote") and _HOLDS.search(head):
        return "holds"
    if tag in ("div", "hr", "a", "span", "table", "td", "p") and _FOLLOWS.search(head):
        return "follows"
    return ""
