"""Which charset undeclared 8-bit text is in: strict trial of the multi-byte ones, letter statistics for the others."""

import re

_SAMPLE_BYTES = 4096
_HANGUL = re.compile("[가-힣]")
_KANA = re.compile("[ぁ-んァ-ヶ]")
_HAN = re.compile("[一-龥]")
_COMMON_HAN = frozenset(
    "的一是不了人我在有他这中大来上个国到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天"
    "而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与"
    "高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东"
    "請問您订單訂单客戶户服務务貨货謝谢時間這個會為們來說國"
)
# Letters of a language, most frequent first, and the one-byte charsets that it is written in.
_ALPHABETS = (
    (
        "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфёОЕАИНТСРВЛКМДПУЗБ",
        ("cp1251", "koi8-r", "iso8859-5", "cp866", "mac-cyrillic"),
    ),
    ("αοιετσνηυρπκμλωδγχθφβξζψάέήίόύώςΑΟΙΕΤΣΝ", ("cp1253", "iso8859-7")),
    ("יוהלאתרמבשנעםחדקפטכגןצזסךףץ", ("cp1255",)),
    ("اليمنتربوهفعدسقكحجةشصطخأضذغثزىءئؤآظإ", ("cp1256", "iso8859-6")),
    ("นารกเงอยลมทวดสตะปบคหแจพชขใไโ่้ัิีุู์็", ("cp874",)),
    ("äöüßéèàçêâîôûëïñáíóúåøæãõìòùÄÖÜÉ’“”„–€«»°", ("cp1252",)),
    ("ąęłóśżźćńěščřžýáíéůúťďňőűöüĄĘŁŚŻŠČŘŽ", ("cp1250", "iso8859-2")),
    ("şğıİçöüŞĞÇÖÜ", ("cp1254",)),
)
_LATIN = tuple(each for each in _ALPHABETS if each[1][0] in ("cp1252", "cp1250", "cp1254"))


def guess(raw: bytes) -> str:
    """Decode 8-bit text that is not UTF-8 and says nothing (true) of its charset; Windows-1252 if nothing fits."""
    sample = raw[:_SAMPLE_BYTES]
    codec = _multi_byte(sample) or _one_byte(sample)
    return raw.decode(codec, "replace")


def _multi_byte(sample: bytes) -> str:
    high = sum(byte > 127 for byte in sample)
    if high < 4:
        return ""
    scores = {
        codec: _east_asian_score(sample, codec) for codec in ("gb18030", "cp950", "cp949", "cp932", "euc_jp")
    }
    best = max(scores, key=lambda codec: scores[codec])
    return best if scores[best] > 0.35 else ""


def _east_asian_score(sample: bytes, codec: str) -> float:
    try:
        text = sample.decode(codec)
    except UnicodeError as problem:
        if problem.args[2] < len(sample) - 4:
            return 0.0
        text = sample[: problem.args[2]].decode(codec, "ignore")
    wide = [character for character in text if ord(character) > 127]
    if not wide:
        return 0.0
    joined = "".join(wide)
    if codec == "cp949":
        return 0.95 * len(_HANGUL.findall(joined)) / len(wide)
    kana = len(_KANA.findall(joined))
    if codec in ("cp932", "euc_jp"):
        return min(1.0, (kana + 0.5 * min(kana, len(_HAN.findall(joined)))) / len(wide)) if kana else 0.0
    if kana * 3 > len(wide):
        return 0.0
    return 2.5 * sum(character in _COMMON_HAN for character in wide) / len(wide)


def _one_byte(sample: bytes) -> str:
    best, best_score = "cp1252", 0.0
    high = bytes(byte for byte in sample if byte > 127)
    is_latin = len(high) * 4 < sum(chr(byte).isalpha() for byte in sample if byte < 128)
    for letters, codecs in _LATIN if is_latin else _ALPHABETS:
        for codec in codecs:
            score = _letter_score(high, letters, codec) - (0.0 if codec == "cp1252" else 0.05)
            if score > best_score:
                best, best_score = codec, score
    return best


def _letter_score(high: bytes, letters: str, codec: str) -> float:
    """Weigh how well the high bytes read as `letters`: frequent letters count more, others count against."""
    total = 0.0
    frequent = letters[: max(8, len(letters) // 3)]
    for character in high.decode(codec, "replace"):
        total += 1.2 if character in frequent else 0.8 if character in letters else -0.6
    return total / max(1, len(high))
