"""Limits of reading files, and how a reader says that it can't."""

LARGEST_BYTES = 25_000_000
LONGEST_TEXT = 100_000
MOST_PAGES = 300
MOST_SECONDS = 20
MOST_MEMORY_BYTES = 1_000_000_000
LARGEST_UNPACKED_BYTES = 60_000_000


class Unreadable(Exception):
    """A file whose words can't be had; the text is the reason, such as "encrypted" or "took too long"."""


class Enough(Exception):
    """Raised by a collector when it holds as much text as is kept."""


class Collector:
    """Gathers text up to LONGEST_TEXT characters, then raises Enough."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0

    def add(self, text: str) -> None:
        """Keep some more text."""
        self._parts.append(text)
        self._length += len(text)
        if self._length >= LONGEST_TEXT:
            raise Enough

    @property
    def text(self) -> str:
        """What was gathered, each run of white space as one space."""
        return " ".join("".join(self._parts).split())[:LONGEST_TEXT]
