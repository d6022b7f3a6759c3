"""Amounts of money: minor units and a currency (ISO 4217), read from and written as what people say."""

import re
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

_NONE = frozenset(
    [
        "BIF",
        "CLP",
        "DJF",
        "GNF",
        "ISK",
        "JPY",
        "KMF",
        "KRW",
        "PYG",
        "RWF",
        "UGX",
        "UYI",
        "VND",
        "VUV",
        "XAF",
        "XOF",
        "XPF",
    ]
)
_THREE = frozenset(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"])
_SAID = re.compile(r"\s*(?:([A-Za-z]{3})\s*)?(-?[\d.,' ]*\d)\s*([A-Za-z]{3})?\s*")
MOST_MINOR = 10**15


def decimals_of(currency: str) -> int:
    """How many digits the minor unit of a currency has (ISO 4217)."""
    return 0 if currency in _NONE else 3 if currency in _THREE else 2


def read_money(said: str, *, usual: str) -> tuple[int, str]:
    """Minor units and currency of what somebody wrote, such as `12.50 EUR` or `12,50`. Raises ValueError with words."""
    found = _SAID.fullmatch(said)
    if not found:
        raise ValueError(_("This is not an amount of money."))
    currency = (found[1] or found[3] or usual).upper()
    return to_minor(read_decimal(found[2]), currency), currency


def to_minor(amount: Decimal, currency: str) -> int:
    """An amount in minor units. Raises ValueError for fractions of the smallest coin, and for what is out of bounds."""
    minor = amount.scaleb(decimals_of(currency))
    if minor != minor.to_integral_value():
        raise ValueError(_("This currency has no coin so small."))
    if abs(minor) > MOST_MINOR:
        raise ValueError(_("This is more than can be kept."))
    return int(minor)


def read_decimal(said: str) -> Decimal:
    """A number with a point or a comma before its fraction; groups of thousands may be marked. Raises ValueError."""
    digits = said.replace(" ", "").replace("'", "").replace("\xa0", "")
    if "," in digits and "." in digits:
        group = "," if digits.rindex(",") < digits.rindex(".") else "."
        digits = digits.replace(group, "")
    elif digits.count(",") > 1 or digits.count(".") > 1:
        digits = digits.replace(",", "").replace(".", "")
    try:
        number = Decimal(digits.replace(",", "."))
    except InvalidOperation:
        raise ValueError(_("This is not a number.")) from None
    if not number.is_finite() or abs(number.adjusted()) > 15:
        raise ValueError(_("This is not a number."))
    return number


def say_money(minor: int, currency: str) -> str:
    """An amount for people: `12.50 EUR`."""
    places = decimals_of(currency)
    return f"{Decimal(minor).scaleb(-places):.{places}f} {currency}"
