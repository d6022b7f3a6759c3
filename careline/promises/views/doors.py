"""How pages of promises are entered."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts.contracts import Forbidden
from careline.promises.contracts import PromiseRefused
from careline.tickets.contracts import Refused
from careline.ui.refusals import telling
from careline.ui.when import understand

agent_page = telling(unprocessable=(Refused,), forbidden=(Forbidden,))


def moment_of(words: str) -> datetime:
    """The moment that somebody typed. Raises PromiseRefused for what isn't one."""
    moment = _stated(words) or understand(words, timezone.localtime())
    if moment is None:
        raise PromiseRefused(_("By when? Write for example tomorrow, fri 9:00 or 24 dec."))
    return moment


def _stated(words: str) -> datetime | None:
    """A moment as the page itself writes it (ISO 8601 with its zone), None for anything else."""
    try:
        moment = datetime.fromisoformat(words)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
