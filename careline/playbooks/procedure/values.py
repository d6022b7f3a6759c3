"""The values of facts: read from what people write, kept as JSON, told in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from careline.playbooks.procedure.schema import Fact, Outcome, Playbook

Value = bool | int | str
LONGEST = 2000
_YES = {"yes", "true", "ja", "y", "1"}
_NO = {"no", "false", "nein", "n", "0"}


def read_value(fact: Fact, given: Any) -> Value:
    """What was written, as it is kept: yes and no as a truth value, money in minor units, a date as `2026-01-31`.

    Raises ValueError with words for people.
    """
    value = _READERS[fact.kind](fact, " ".join(str(given).replace("\x00", " ").split())[:LONGEST])
    if isinstance(value, int) and not isinstance(value, bool):
        least, most = bounds(fact)
        if (least is not None and value < least) or (most is not None and value > most):
            raise ValueError(_("This is not between what can be."))
    return value


def bounds(fact: Fact) -> tuple[int | None, int | None]:
    """The least and the most that a number or an amount can be; nothing is negative unless the playbook says so."""
    read = minor if fact.kind == "money" else whole
    if fact.kind not in ("money", "number"):
        return None, None
    least = 0 if fact.least is None else read(fact.least)
    return least, None if fact.most is None else read(fact.most)


def minor(words: Any) -> int:
    """An amount as minor units: `49.90`, `49,90` or `1,299.00` become 4990, 4990 and 129900. Raises ValueError."""
    text = re.sub(r"[^0-9,.\-]", "", str(words))
    if re.fullmatch(r"-?[\d.]+,\d{1,2}", text):
        text = text.replace(".", "").replace(",", ".")
    try:
        amount = Decimal(text.replace(",", ""))
    except InvalidOperation:
        raise ValueError(_("Write an amount, such as 49.90.")) from None
    if amount != amount.quantize(Decimal("0.01")) or abs(amount) > 10**12:
        raise ValueError(_("Write an amount, such as 49.90."))
    return int(amount * 100)


def whole(words: Any) -> int:
    """A whole number. Raises ValueError."""
    text = str(words).strip()
    if not re.fullmatch(r"-?[0-9]{1,12}", text):
        raise ValueError(_("Write a whole number."))
    return int(text)


def _yes_no(fact: Fact, text: str) -> Value:
    if text.lower() in _YES:
        return True
    if text.lower() in _NO:
        return False
    raise ValueError(_("Say yes or no."))


def _choice(fact: Fact, text: str) -> Value:
    if text not in fact.choices:
        raise ValueError(_("Choose one of: %(choices)s") % {"choices": ", ".join(fact.choices)})
    return text


def _date(fact: Fact, text: str) -> Value:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError(_("Write a day as 2026-01-31.")) from None
    if not date(1970, 1, 1) < day < date(9000, 1, 1):
        raise ValueError(_("Write a day as 2026-01-31."))
    return day.isoformat()


def _text(fact: Fact, text: str) -> Value:
    if not text:
        raise ValueError(_("Write something."))
    return text


_READERS: dict[str, Callable[[Fact, str], Value]] = {
    "yes_no": _yes_no,
    "choice": _choice,
    "money": lambda fact, text: minor(text),
    "number": lambda fact, text: whole(text),
    "date": _date,
    "text": _text,
}


def amount_words(units: int, currency: str) -> str:
    """Minor units as people read them: `49.90 EUR`."""
    return f"{Decimal(units) / 100:.2f} {currency}".strip()


def limit_of(playbook: Playbook, outcome: Outcome, given: Mapping[str, Value]) -> int | None:
    """The most that an outcome may cost, in minor units; None where it has no limit, or its fact isn't known."""
    if outcome.limit is None or str(outcome.limit) not in playbook.facts:
        return None if outcome.limit is None else minor(outcome.limit)
    known = given.get(str(outcome.limit))
    return int(known) if known is not None else None
