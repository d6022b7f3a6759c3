"""The catalogues of translations: read, renewed from the source, compiled, and looked over for faults.

Nothing of this runs in an installation: what Django loads there are the compiled files in `careline/locale`.
"""

import io
import re
import struct
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

FOLDER = Path(__file__).resolve().parent.parent / "locale"
LANGUAGES = ("de", "es")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|%[sd]|\{\w*\}")
TAG = re.compile(r"</?[a-z][^<>]*>")
HEADER = """Project-Id-Version: Careline
Language: {language}
MIME-Version: 1.0
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: 8bit
Plural-Forms: nplurals=2; plural=(n != 1);
"""


def written(language: str) -> Path:
    """Where the catalogue lies that people edit."""
    return FOLDER / language / "LC_MESSAGES" / "django.po"


def loaded(language: str) -> Path:
    """Where the catalogue lies that Django loads."""
    return written(language).with_suffix(".mo")


def parsed(text: str, language: str | None = None) -> Catalog:
    """Read a catalogue or a template; a broken one raises `PoFileError`."""
    return read_po(io.StringIO(text), locale=language, abort_invalid=True)


def entries(catalog: Catalog) -> list[Message]:
    """The catalogue's messages without its header."""
    return [message for message in catalog if message.id]


def catalogue(language: str) -> Catalog:
    """The catalogue of a language as it was written."""
    return parsed(written(language).read_text("utf-8"), language)


def compiled(catalog: Catalog, language: str) -> bytes:
    """What Django loads, in the format of GNU gettext's manual, "The Format of GNU MO Files".

    Written here and not by Babel, which puts the day and its own version in.
    """
    words = {"": HEADER.format(language=language)}
    for message in entries(catalog):
        if not is_empty(message):
            words[keyed(message)] = "\0".join(forms(message.string))
    rows = sorted((key.encode(), value.encode()) for key, value in words.items())
    start = 28 + 16 * len(rows)
    tables, texts = [b"", b""], b""
    for column in (0, 1):
        for row in rows:
            tables[column] += struct.pack("<II", len(row[column]), start + len(texts))
            texts += row[column] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(rows), 28, 28 + 8 * len(rows), 0, start)
    return head + tables[0] + tables[1] + texts


def keyed(message: Message) -> str:
    """What a translation is looked up by."""
    key = "\0".join(forms(message.id))
    return f"{message.context}\4{key}" if message.context else key


def forms(text: str | Iterable[str]) -> tuple[str, ...]:
    """The forms of a text, which is one or several."""
    return (text,) if isinstance(text, str) else tuple(text)


def printed(catalog: Catalog, language: str) -> str:
    """The catalogue's file: by source file, without line numbers or dates, so that a diff shows words only."""
    body = io.BytesIO()
    write_po(body, catalog, width=110, ignore_obsolete=True, include_lineno=False, omit_header=True)
    lines = [f'"{line}\\n"' for line in HEADER.format(language=language).splitlines()]
    return "\n".join(['msgid ""', 'msgstr ""', *lines, "", body.getvalue().decode()])


def renew(language: str, template: Catalog) -> str:
    """Bring a catalogue in step with the source and compile it; say how much of it is translated."""
    path = written(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    known = catalogue(language) if path.exists() else Catalog(locale=language)
    known.update(template, no_fuzzy_matching=True, update_header_comment=False)
    path.write_text(printed(known, language), "utf-8")
    known = catalogue(language)
    loaded(language).write_bytes(compiled(known, language))
    done = sum(not is_empty(message) for message in entries(known))
    return f"{language}: {done} of {len(entries(known))} translated"


def differences(template: Catalog) -> Iterator[str]:
    """What the source says and a catalogue doesn't know, and the other way round."""
    wanted = {(message.context, message.id) for message in entries(template)}
    for language in LANGUAGES:
        known = {(message.context, message.id) for message in entries(catalogue(language))}
        yield from (f"{language}: not in the catalogue, run make words: {key[1]!r}" for key in wanted - known)
        yield from (f"{language}: no longer said, run make words: {key[1]!r}" for key in known - wanted)


def faults() -> Iterator[str]:
    """Everything wrong with the catalogues that can be seen without the source."""
    for language in LANGUAGES:
        catalog = catalogue(language)
        for message in entries(catalog):
            yield from (f"{language}: {fault}: {message.id!r}" for fault in faults_of(message))
        if loaded(language).read_bytes() != compiled(catalog, language):
            yield f"{language}: django.mo is not what django.po says, run make words"


def faults_of(message: Message) -> Iterator[str]:
    """What is wrong with one translation."""
    if is_empty(message):
        yield "not translated"
        return
    if message.fuzzy:
        yield "fuzzy"
    for said, source in pairs(message):
        if Counter(PLACEHOLDER.findall(said)) != Counter(PLACEHOLDER.findall(source)):
            yield "other placeholders"
        if Counter(TAG.findall(said)) != Counter(TAG.findall(source)):
            yield "other tags"
        if edges(said) != edges(source):
            yield "other blanks at its ends"


def pairs(message: Message) -> Iterator[tuple[str, str]]:
    """Each form of a translation with the form of the source that it stands for."""
    yield from zip(forms(message.string), forms(message.id), strict=True)


def is_empty(message: Message) -> bool:
    """Is any form without words?"""
    return not all(forms(message.string))


def edges(text: str) -> tuple[str, str]:
    """The blanks before and after the words."""
    words = text.strip()
    before, _, after = text.partition(words)
    return before, after
