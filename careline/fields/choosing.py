"""Choices as people write them: one a line, steps of a cascade with `>` between them, the stored key in brackets."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from careline.fields.contracts import Choice

_LINE = re.compile(r"(.*?)(?:\s*\[([a-z0-9_-]{1,60})\])?\s*")
MOST_CHOICES = 2000
LONGEST_LABEL = 120


def key_from(label: str) -> str:
    """A key from a label: plain letters, digits and `_`; "" if none is left."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40]


def write_choices(choices: Iterable[Choice]) -> str:
    """The choices as lines, for a person to edit; archived ones are left out."""
    labels = {choice.path: choice.label for choice in choices}
    return "\n".join(
        " > ".join(labels.get(choice.path[: n + 1], step) for n, step in enumerate(choice.path))
        + f" [{choice.key}]"
        for choice in choices
        if not choice.is_archived
    )


def read_choices(
    lines: str, *, known: Iterable[Choice] = (), is_cascade: bool = False
) -> list[dict[str, Any]]:
    """The choices of such lines, as they are stored; known ones that are gone stay, archived, for old values.

    Raises ValueError with words for a line that is none, or a key that stands twice.
    """
    rows: dict[str, dict[str, Any]] = {}
    by_labels: dict[tuple[str, ...], dict[str, Any]] = {}
    for line in lines.splitlines():
        if line.strip():
            _add(line.strip(), rows, by_labels, is_cascade)
    if len(rows) > MOST_CHOICES:
        raise ValueError(_("At most %(most)s choices fit into one field.") % {"most": MOST_CHOICES})
    gone = [choice for choice in known if choice.key not in rows]
    return [
        *rows.values(),
        *({"key": c.key, "label": c.label, "path": [*c.path], "archived": True} for c in gone),
    ]


def _add(
    line: str,
    rows: dict[str, dict[str, Any]],
    by_labels: dict[tuple[str, ...], dict[str, Any]],
    is_cascade: bool,
) -> None:
    found = _LINE.fullmatch(line)
    said, key = (found[1], found[2]) if found else (line, None)
    labels = tuple(part.strip()[:LONGEST_LABEL] for part in (said.split(">") if is_cascade else [said]))
    if not all(labels) or len(labels) > 6:
        raise ValueError(_("“%(line)s” is not a choice.") % {"line": line[:80]})
    path: list[str] = []
    for depth in range(1, len(labels) + 1):
        row = by_labels.get(labels[:depth])
        is_last = depth == len(labels)
        if row is None:
            row = _row(labels[:depth], path, key if is_last else None, rows)
            by_labels[labels[:depth]] = row
        elif is_last:
            raise ValueError(_("“%(line)s” stands there twice.") % {"line": said[:80]})
        path = row["path"]


def _row(
    labels: tuple[str, ...], above: list[str], key: str | None, rows: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    stem = key or "-".join([*above[-1:], key_from(labels[-1]) or "choice"])[:60]
    if key and key in rows:
        raise ValueError(_("The key “%(key)s” stands there twice.") % {"key": key})
    found, n = stem, 2
    while found in rows:
        found, n = f"{stem[:56]}-{n}", n + 1
    rows[found] = {"key": found, "label": labels[-1], "path": [*above, found], "archived": False}
    return rows[found]


def leaves(choices: Iterable[Choice]) -> list[Choice]:
    """The choices that can be chosen: the last steps, without archived ones."""
    listed = [*choices]
    inner = {step for choice in listed for step in choice.path[:-1]}
    return [choice for choice in listed if choice.key not in inner and not choice.is_archived]


def full_label(choice: Choice, choices: Iterable[Choice]) -> str:
    """The label with those of the steps above it."""
    labels = {one.key: one.label for one in choices}
    return " › ".join(labels.get(step, step) for step in choice.path)
