"""The languages that customers may speak, named in the viewer's language."""

from django.conf.locale import LANG_INFO
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

_CODES = sorted(code for code in LANG_INFO if "-" not in code and "name" in LANG_INFO[code])


def language_choices() -> list[tuple[str, str]]:
    """Code (BCP 47) and name of each language, by name; first the choice not to know."""
    named = sorted(
        ((code, str(get_language_info(code)["name_translated"])) for code in _CODES), key=lambda c: c[1]
    )
    return [("", _("not known")), *named]


def language_name(code: str) -> str:
    """Return the name of a language in the viewer's own, or its code."""
    try:
        return str(get_language_info(code.partition("-")[0])["name_translated"]) if code else ""
    except KeyError:
        return code
