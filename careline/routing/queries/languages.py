"""Which skill a ticket's language is: skills of the kind “language” are known by their names, in any of our languages."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError
from django.conf import settings

from careline.workforce.queries import all_skills


def language_skill(language: str) -> int | None:
    """The skill that a language (BCP 47) is; None where it is not known, or nobody made a skill of it.

    “German”, “Deutsch”, “alemán”, “de” and “de-AT” are the same for de-AT.
    """
    names = names_of(language)
    if not names:
        return None
    rows = all_skills().filter(kind="language").values_list("pk", "name")
    return next((pk for pk, name in rows if name.strip().casefold() in names), None)


def names_of(language: str) -> set[str]:
    """What a language is called in itself and in each language that Careline speaks, and its codes; folded."""
    code, primary = language.strip().casefold(), language.strip().casefold().partition("-")[0]
    try:
        itself = Locale.parse(primary)
    except (UnknownLocaleError, ValueError):
        return {code, primary} - {""}
    spoken = [Locale.parse(one.partition("-")[0]) for one, _name in settings.LANGUAGES] + [itself]
    told = {(itself.get_language_name(one.language) or "").casefold() for one in spoken}
    return (told | {code, primary}) - {""}
