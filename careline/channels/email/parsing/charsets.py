"""Bytes into text when the charset is wrong, unknown or missing. Detection itself is in `charset_guess`."""

import codecs
import re

from careline.channels.email.parsing.charset_guess import guess

_SUPERSETS = {
    "ascii": "",
    "us-ascii": "",
    "ansi_x3.4-1968": "",
    "unknown": "",
    "unknown-8bit": "",
    "x-unknown": "",
    "8bit": "",
    "binary": "",
    "default": "",
    "none": "",
    "default_charset": "",
    "x-user-defined": "",
    "utf8": "utf-8",
    "utf-8": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "utf8mb4": "utf-8",
    "cp-utf8": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "utf-7": "utf-7",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso_8859-1": "cp1252",
    "iso-8859-8-i": "cp1255",
    "iso-8859-8-e": "cp1255",
    "iso-8859-8": "cp1255",
    "iso-8859-9": "cp1254",
    "iso-8859-6-i": "iso-8859-6",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "windows-874": "cp874",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "ansi": "cp1252",
    "x-ansi": "cp1252",
    "windows-1252http-equivcontent-type": "cp1252",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "gb2312_charset": "gb18030",
    "hz-gb-2312": "hz",
    "big5": "cp950",
    "x-big5": "cp950",
    "big5-hkscs": "big5hkscs",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "ksc5601": "cp949",
    "euc-kr": "cp949",
    "euc_kr": "cp949",
    "x-windows-949": "cp949",
    "iso-2022-jp": "iso2022_jp_ext",
    "csiso2022jp": "iso2022_jp_ext",
    "iso-2022-jp-ms": "iso2022_jp_ext",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "x-ms-cp932": "cp932",
    "windows-31j": "cp932",
    "ms_kanji": "cp932",
    "x-euc-jp": "euc_jp",
    "eucjp": "euc_jp",
    "koi8-r": "koi8-r",
    "koi8r": "koi8-r",
    "koi8-ru": "koi8-u",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "utf-16": "utf-16",
    "ucs-2": "utf-16",
    "unicode": "utf-16",
}
_MULTI_BYTE = frozenset((
    "gb18030", "gb2312", "gbk", "hz", "big5", "cp950", "big5hkscs", "cp949", "euc_kr", "johab", "cp932",
    "shift_jis", "euc_jp", "shift_jisx0213", "euc_jisx0213", "shift_jis_2004", "euc_jis_2004",
    "iso2022_jp", "iso2022_jp_1", "iso2022_jp_2", "iso2022_jp_2004", "iso2022_jp_3", "iso2022_jp_ext",
    "iso2022_kr", "utf-7",
))  # fmt: skip
_WIDE = frozenset(("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"))
_KANA_HALF = re.compile(rb"\x1b\(I")
_SURROGATES = re.compile("[\ud800-\udfff]")
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_ASCII = bytes(range(128))
_MIN_PROOF = 20
_known: dict[str, str] = {}


def decode_bytes(raw: bytes, charset: str = "", *, hint: str = "") -> str:
    """Decode `raw`, declared as `charset` ("" if undeclared); never fails.

    UTF-8 is believed before a declared one-byte charset, since text that is valid UTF-8 is never anything else;
    a declared charset that does not fit is followed by detection. `hint` is a charset to try before detection.
    """
    if raw.isascii() and b"\x1b" not in raw and b"\x00" not in raw and b"+" not in raw and b"~{" not in raw:
        return raw.decode("ascii")
    codec = known_codec(charset)
    if raw.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) or codec in _WIDE:
        text = _with_mark(raw, codec)
        if text is not None:
            return _clean(text)
    return _clean(_narrow(raw, codec, hint))


def charset_of_html(raw: bytes) -> str:
    """Give the charset that a `<meta>` in the first bytes of a page names, or ""."""
    found = _META.search(raw, 0, 4096)
    return found.group(1).decode("ascii") if found else ""


def known_codec(charset: str) -> str:
    """Give the Python codec to use for a charset name as mail writes it; "" if it is unknown or says nothing."""
    name = charset.strip().strip("\"'").lower()[:60]
    if name not in _known:
        if len(_known) > 500:
            _known.clear()
        _known[name] = _look_up(name)
    return _known[name]


def _look_up(name: str) -> str:
    if name in _SUPERSETS:
        return _SUPERSETS[name]
    for candidate in (
        name,
        name.replace("_", "-"),
        name.removeprefix("x-"),
        re.sub(r"^(cp|windows)-?", "cp", name),
    ):
        try:
            found = codecs.lookup(candidate)
        except (LookupError, ValueError, UnicodeError):
            continue
        if found._is_text_encoding and found.name not in (
            "idna",
            "punycode",
            "undefined",
            "raw_unicode_escape",
        ):
            return _SUPERSETS.get(found.name.lower(), found.name.lower())
    return ""


def _with_mark(raw: bytes, codec: str) -> str | None:
    if raw.startswith(b"\xef\xbb\xbf"):
        return raw.decode("utf-8-sig", "replace")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) and (codec in _WIDE or b"\x00" in raw[:64]):
        return raw.decode("utf-16", "replace")
    if codec in ("utf-16", "utf-16-le", "utf-16-be") and b"\x00" in raw[:400]:
        little = raw[1:400:2].count(0) >= raw[0:400:2].count(0)
        return raw.decode("utf-16-le" if little else "utf-16-be", "replace")
    if codec.startswith("utf-32") and b"\x00" in raw[:64]:
        return raw.decode(codec, "replace")
    return None


def _narrow(raw: bytes, codec: str, hint: str) -> str:
    if b"\x1b$" in raw or b"\x1b(" in raw:
        codec = (
            codec
            if codec.startswith("iso2022")
            else "iso2022_kr"
            if b"\x1b$)C" in raw[:64]
            else "iso2022_jp_ext"
        )
        return _seven_bit(raw, codec)
    if codec in _MULTI_BYTE:
        return _first_that_fits(raw, (codec, "utf-8")) or _mostly(raw, codec)
    fits = _first_that_fits(raw, ("utf-8",))
    if fits is not None:
        return fits
    if codec in ("", "utf-8") or codec in _WIDE:
        return _mostly_utf8(raw) or _hinted(raw, known_codec(hint)) or guess(raw)
    return raw.decode(codec, "replace") if _is_plausible(raw, codec) else guess(raw)


def _seven_bit(raw: bytes, codec: str) -> str:
    if _KANA_HALF.search(raw) or codec == "iso2022_jp_ext":
        text = _first_that_fits(raw, ("iso2022_jp_ext", "iso2022_jp_2", "iso2022_jp_2004"))
        return text if text is not None else raw.decode("iso2022_jp_ext", "replace")
    return raw.decode(codec, "replace")


def _first_that_fits(raw: bytes, candidates: tuple[str, ...]) -> str | None:
    for candidate in candidates:
        try:
            return raw.decode(candidate)
        except (UnicodeError, ValueError):
            continue
    return None


def _mostly(raw: bytes, codec: str) -> str:
    """Decode with a declared multi-byte codec although some bytes are broken, unless most of them are."""
    text = raw.decode(codec, "replace")
    return text if text.count("�") * 10 <= len(text) else guess(raw)


def _mostly_utf8(raw: bytes) -> str:
    """Decode UTF-8 with a few broken bytes; "" if it is more likely something else."""
    text = raw.decode("utf-8", "replace")
    broken = text.count("�")
    good = len(text) - broken - len(raw.decode("ascii", "ignore"))
    return text if good > 2 * broken else ""


def _hinted(raw: bytes, codec: str) -> str:
    if not codec or codec in ("utf-8", *_WIDE):
        return ""
    return _first_that_fits(raw, (codec,)) or ""


def _is_plausible(raw: bytes, codec: str) -> bool:
    """Tell whether a declared one-byte charset can be right: Western text is mostly ASCII letters."""
    if codec != "cp1252":
        return True
    sample = raw[:4096]
    high = len(sample.translate(None, _ASCII))
    return high < _MIN_PROOF or high * 10 < 6 * len(sample.translate(None, b" \t\r\n"))


def _clean(text: str) -> str:
    if _SURROGATES.search(text):
        text = _SURROGATES.sub("�", text)
    return text
