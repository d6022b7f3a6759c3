"""How our mail looks: a small style sheet, written into each element because mail programs drop style blocks."""

from functools import lru_cache

from css_inline import CSSInliner

STYLES = """
.letter { font-family: -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; font-size: 15px; line-height: 1.5; }
.letter p { margin: 0 0 12px; }
.letter h1, .letter h2, .letter h3 { font-size: 17px; line-height: 1.3; margin: 16px 0 8px; }
.letter ul, .letter ol { margin: 0 0 12px; padding-left: 24px; }
.letter img { max-width: 100%; height: auto; }
.letter pre { background: #f4f4f2; padding: 8px 12px; white-space: pre-wrap; }
.letter code { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 13px; }
.letter blockquote { margin: 0 0 12px; padding-left: 12px; border-left: 3px solid #d5d5d0; color: #5c5c57; }
.letter .signature { color: #5c5c57; margin-top: 20px; }
.letter .history { margin-top: 24px; }
.letter .attribution { color: #5c5c57; }
.letter .small { color: #5c5c57; font-size: 13px; }
"""


@lru_cache(maxsize=1)
def _inliner() -> CSSInliner:
    return CSSInliner(keep_style_tags=False, keep_link_tags=False, load_remote_stylesheets=False)


def styled(fragment: str, *, language: str = "") -> str:
    """Return a whole HTML document around a clean fragment, with our styles written into its elements."""
    inlined = _inliner().inline_fragment(f'<div class="letter">{fragment}</div>', STYLES)
    lang = f' lang="{language}"' if language.replace("-", "").isalnum() else ""
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    return f"<!doctype html>\n<html{lang}><head>{head}</head><body>\n{inlined}\n</body></html>\n"
