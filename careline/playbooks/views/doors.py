"""How pages of playbooks are entered: what is refused becomes a sentence, not a crash."""

from __future__ import annotations

from careline.accounts.contracts import Forbidden
from careline.authority.contracts import AuthorityRefused
from careline.playbooks.contracts import PlaybookRefused
from careline.tickets.contracts import Refused
from careline.ui.refusals import telling

agent_page = telling(unprocessable=(AuthorityRefused, PlaybookRefused, Refused), forbidden=(Forbidden,))


def number_of(words: str) -> int:
    """The whole number that a form carries; 0 if it carries none."""
    return int(words) if words.isascii() and words.isdigit() and len(words) < 18 else 0
