"""What each kind of field takes, keeps and shows. Pure: no database; what a reference or file names is checked elsewhere."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from careline.fields.choosing import full_label, leaves
from careline.fields.contracts import Choice, FieldInfo, Kind
from careline.fields.money import read_decimal, read_money, say_money, to_minor
from careline.ui.times import day_words

KIND_NAMES = {
    Kind.TEXT: gettext_lazy("Text"),
    Kind.LONG_TEXT: gettext_lazy("Long text"),
    Kind.NUMBER: pgettext_lazy("a kind of field", "Number"),
    Kind.DATE: gettext_lazy("Date"),
    Kind.MONEY: gettext_lazy("Money"),
    Kind.YES_NO: gettext_lazy("Yes or no"),
    Kind.CHOICE: gettext_lazy("Choice"),
    Kind.CASCADE: gettext_lazy("Choice in steps"),
    Kind.MULTI_CHOICE: gettext_lazy("Several choices"),
    Kind.REFERENCE: gettext_lazy("Reference"),
    Kind.FILE: gettext_lazy("File"),
}
_YES = {"true", "yes", "1", "on", "ja", "sí", "si", "oui", "y"}
_NO = {"false", "no", "0", "off", "nein", "non", "n"}
USUAL_LONGEST = {Kind.TEXT: 200, Kind.LONG_TEXT: 5000}


def clean(info: FieldInfo, raw: Any) -> Any:
    """What is stored for what somebody gave; None for nothing. Raises ValueError with words for people."""
    if raw is None or raw == "" or raw == [] or (isinstance(raw, str) and not raw.strip()):
        return None
    value = _CLEANERS[Kind(info.kind)](info, raw)
    return None if value in ("", []) else value


def show(info: FieldInfo, value: Any) -> str:
    """A stored value in words, for a page or a file; references and files by their bare number or name."""
    if value is None:
        return ""
    shower = _SHOWERS.get(Kind(info.kind))
    return shower(info, value) if shower else str(value)


def fits_shape(text: str, shape: str) -> bool:
    """Whether a text has a shape, in which 9 is a digit, A a letter and X either; all else stands for itself."""
    tests = {"9": str.isdecimal, "A": str.isalpha, "X": str.isalnum}
    return len(text) == len(shape) and all(
        tests[sign](c) if sign in tests else c == sign for c, sign in zip(text, shape, strict=True)
    )


def _text(info: FieldInfo, raw: Any) -> str:
    lines = info.kind == Kind.LONG_TEXT
    text = "".join(
        c if c.isprintable() or (lines and c in "\n\t") else " " for c in str(raw).replace("\r\n", "\n")
    )
    text = text.strip()
    longest = int(info.limits.get("longest") or USUAL_LONGEST[Kind(info.kind)])
    if len(text) > longest:
        raise ValueError(_("At most %(longest)s characters.") % {"longest": longest})
    shape = info.limits.get("shape") or ""
    if shape and not fits_shape(text, shape):
        raise ValueError(_("This must look like %(shape)s.") % {"shape": shape})
    return text


def _number(info: FieldInfo, raw: Any) -> int | float:
    if isinstance(raw, bool):
        raise ValueError(_("This is not a number."))
    number = read_decimal(str(raw))
    decimals = int(info.limits.get("decimals") or 0)
    if number != round(number, decimals):
        said = _("A whole number, please.") if not decimals else _("At most %(n)s digits after the point.")
        raise ValueError(said % {"n": decimals})
    _in_limits(info, number)
    return int(number) if number == number.to_integral_value() else float(number)


def _in_limits(info: FieldInfo, number: Decimal) -> None:
    least, most = info.limits.get("least"), info.limits.get("most")
    if least not in (None, "") and number < Decimal(str(least)):
        raise ValueError(_("At least %(least)s.") % {"least": least})
    if most not in (None, "") and number > Decimal(str(most)):
        raise ValueError(_("At most %(most)s.") % {"most": most})


def _date(info: FieldInfo, raw: Any) -> str:
    try:
        moment = raw if isinstance(raw, date) else date.fromisoformat(str(raw).strip()[:10])
    except ValueError:
        raise ValueError(_("Write a date as year-month-day, such as 2027-03-31.")) from None
    return moment.isoformat()


def _money(info: FieldInfo, raw: Any) -> dict[str, Any]:
    currencies = [*info.limits.get("currencies", ())] or ["EUR"]
    if isinstance(raw, dict):
        amount, currency = raw.get("amount"), str(raw.get("currency", "")).upper()
        if not isinstance(amount, int) or isinstance(amount, bool) or abs(amount) > 10**15:
            raise ValueError(_("The amount is a whole number of the smallest unit."))
    else:
        amount, currency = read_money(str(raw), usual=currencies[0])
    if currency not in currencies:
        raise ValueError(_("The currency must be one of: %(names)s") % {"names": ", ".join(currencies)})
    for word, sign in (("least", 1), ("most", -1)):
        limit = info.limits.get(word)
        if limit not in (None, "") and (amount - to_minor(Decimal(str(limit)), currency)) * sign < 0:
            words = _("At least %(limit)s.") if sign == 1 else _("At most %(limit)s.")
            raise ValueError(words % {"limit": limit})
    return {"amount": amount, "currency": currency}


def _yes_no(info: FieldInfo, raw: Any) -> bool:
    said = str(raw).strip().lower()
    if said in _YES or said in _NO:
        return said in _YES
    raise ValueError(_("Yes or no?"))


def _pick(info: FieldInfo, said: str, among: Iterable[Choice]) -> Choice:
    wanted = said.strip()
    listed = [*among]
    for choice in listed:
        if choice.key == wanted:
            return choice
    plain = wanted.replace(">", "›").replace(" › ", "›").casefold()
    for choice in listed:
        names = {choice.label.casefold(), full_label(choice, info.choices).replace(" › ", "›").casefold()}
        if wanted.casefold() in names or plain in names:
            return choice
    raise ValueError(_("“%(said)s” can’t be chosen here.") % {"said": wanted[:80]})


def _choice(info: FieldInfo, raw: Any) -> str:
    return _pick(info, str(raw), leaves(info.choices)).key


def _cascade(info: FieldInfo, raw: Any) -> list[str]:
    said = str(raw[-1]) if isinstance(raw, list | tuple) else str(raw)
    return [*_pick(info, said, leaves(info.choices)).path]


def _multi(info: FieldInfo, raw: Any) -> list[str]:
    said = raw if isinstance(raw, list | tuple) else str(raw).replace(";", ",").split(",")
    return sorted({_pick(info, str(one), leaves(info.choices)).key for one in said if str(one).strip()})


def _reference(info: FieldInfo, raw: Any) -> int:
    said = str(raw).strip().removeprefix("#")
    if not (said.isascii() and said.isdigit() and 0 < len(said) < 18 and int(said)):
        raise ValueError(_("Give a number."))
    return int(said)


def _file(info: FieldInfo, raw: Any) -> dict[str, str]:
    if not isinstance(raw, dict) or not isinstance(raw.get("file"), str):
        raise ValueError(_("Put a file in."))
    return {"file": raw["file"][:22], "name": str(raw.get("name", ""))[:255]}


_CLEANERS: dict[Kind, Callable[[FieldInfo, Any], Any]] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _text,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.MONEY: _money,
    Kind.YES_NO: _yes_no,
    Kind.CHOICE: _choice,
    Kind.CASCADE: _cascade,
    Kind.MULTI_CHOICE: _multi,
    Kind.REFERENCE: _reference,
    Kind.FILE: _file,
}


def _label(info: FieldInfo, key: str) -> str:
    return next((choice.label for choice in info.choices if choice.key == key), key)


def _show_date(info: FieldInfo, value: Any) -> str:
    try:
        return day_words(date.fromisoformat(value))
    except (ValueError, TypeError):
        return str(value)


_SHOWERS: dict[Kind, Callable[[FieldInfo, Any], str]] = {
    Kind.NUMBER: lambda _info, v: str(formats.localize(v)),
    Kind.DATE: _show_date,
    Kind.MONEY: lambda _info, v: say_money(v["amount"], v["currency"]),
    Kind.YES_NO: lambda _info, v: _("Yes") if v else _("No"),
    Kind.CHOICE: lambda info, v: _label(info, v),
    Kind.CASCADE: lambda info, v: " › ".join(_label(info, step) for step in v),
    Kind.MULTI_CHOICE: lambda info, v: ", ".join(_label(info, key) for key in v),
    Kind.REFERENCE: lambda _info, v: f"#{v}",
    Kind.FILE: lambda _info, v: str(v.get("name", "")),
}
