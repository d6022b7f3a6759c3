"""How much of a hostile mail is looked at. What is cut is named in `InboundMessage.truncated`, never silently lost."""

MAX_RAW_BYTES = 128 * 1024 * 1024
MAX_PARTS = 1000
MAX_DEPTH = 40
MAX_BOUNDARY_HITS = 20_000
MAX_HEADER_BYTES = 8 * 1024 * 1024
MAX_HEADERS = 2000
MAX_HEADER_LINES = 150_000
MAX_VALUE_BYTES = 64 * 1024
MAX_TEXT_CHARS = 1_000_000
MAX_HTML_CHARS = 1_000_000
MAX_HTML_TAGS = 60_000
MAX_TEXT_LINES = 20_000
MAX_SCANNED_BYTES = 1024 * 1024 * 1024
MAX_ADDRESSES = 1000
MAX_REFERENCES = 200
MAX_SUBJECT_CHARS = 998
MAX_NAME_CHARS = 200
MAX_KEPT_HEADERS = 300
MAX_KEPT_VALUE_CHARS = 4000


class Cuts:
    """Collects, once each and in order, the names of what was cut."""

    def __init__(self) -> None:
        self._names: dict[str, None] = {}

    def note(self, name: str) -> None:
        """Remember that something named `name` was cut."""
        self._names[name] = None

    def names(self) -> tuple[str, ...]:
        """Give what was noted."""
        return tuple(self._names)
