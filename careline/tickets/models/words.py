"""How words are prepared for full-text search: the configuration per language, and bigrams for CJK scripts.

The configurations `careline_<language>` (stemming after `unaccent`) come from the migration
`0003_text_search_configurations`.
"""

import re
import unicodedata

CONFIGURATIONS = {
    "ar": "arabic", "hy": "armenian", "eu": "basque", "ca": "catalan", "da": "danish", "nl": "dutch",
    "en": "english", "fi": "finnish", "fr": "french", "de": "german", "el": "greek", "hi": "hindi",
    "hu": "hungarian", "id": "indonesian", "ga": "irish", "it": "italian", "lt": "lithuanian", "ne": "nepali",
    "no": "norwegian", "nb": "norwegian", "nn": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sr": "serbian", "es": "spanish", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
_SCRIPTS = {
    "CYRILLIC": "ru",
    "GREEK": "el",
    "ARABIC": "ar",
    "ARMENIAN": "hy",
    "DEVANAGARI": "hi",
    "TAMIL": "ta",
}
LONGEST_TEXT = 100_000
_NO_WORDS = str.maketrans("\x00<>", "   ")
MOST_BIGRAMS = 20_000
_CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]+")


def configuration_for(language: str) -> str:
    """The name of the text search configuration for a BCP 47 language; words as they are for the others."""
    return f"careline_{CONFIGURATIONS.get(language.partition('-')[0].lower(), 'simple')}"


def languages_of_script(text: str) -> list[str]:
    """The languages that are likely by the letters of a text, each once; none for the Latin alphabet."""
    letters = (c for c in text if not c.isascii() and c.isalpha())
    names = dict.fromkeys(unicodedata.name(c, "").partition(" ")[0] for c in letters)
    return [_SCRIPTS[name] for name in names if name in _SCRIPTS]


def searchable(text: str) -> str:
    """Cut a text to what may be indexed, and write its Chinese, Japanese and Korean runs as pairs of characters.

    Angle brackets go: the database would take what stands between them for a tag, and leave it out.
    """
    text = text[:LONGEST_TEXT].translate(_NO_WORDS)
    if text.isascii():
        return text
    budget = MOST_BIGRAMS

    def pairs(match: "re.Match[str]") -> str:
        nonlocal budget
        run = match.group()[: max(budget, 1)]
        budget -= len(run)
        return f" {' '.join(bigrams(run))} "

    return _CJK.sub(pairs, text)


def bigrams(run: str) -> list[str]:
    """The overlapping pairs of a run of characters; a single one stays alone."""
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]
