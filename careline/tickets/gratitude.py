"""Whether a message says thank you and nothing else. Careful: in doubt it says no, and the ticket reopens."""

import re

LONGEST = 120
MOST_WORDS = 14
_THANKS = re.compile(
    r"\b(?:thank(?:s| ?you)|thx|ty|cheers|danke(?:schön|schoen)?|dank|merci|gracias|obrigad[oa]|grazie|bedankt|"
    r"dank je|dank u|dankjewel|tack|takk|tak|kiitos|dziękuję|dziekuje|dzięki|dzieki|děkuji|dekuji|díky|diky|"
    r"köszönöm|koszonom|mulțumesc|multumesc|спасибо|дякую|благодаря|hvala|ευχαριστώ|ευχαριστω|teşekkürler|"
    r"teşekkür ederim|tesekkurler|شكرا|תודה)\b|ありがとう|谢谢|謝謝|감사합니다|고맙습니다|ขอบคุณ|धन्यवाद",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"[?？؟;]|\d|https?:|\b(?:but|however|still|again|not|n't|never|also|another|one more|please|can|could|would|"
    r"will|when|why|how|what|where|need|wrong|problem|issue|aber|jedoch|noch|nicht|kein\w*|bitte|wann|warum|wie|was|"
    r"können|leider|mais|encore|pas|toujours|quand|pourquoi|comment|pouvez|svp|pero|todavía|todavia|aún|aun|cuándo|"
    r"cuando|cómo|puede|favor|no|mas|porém|ainda|não|nao|quando|como|ma|però|ancora|non|perché|maar|nog|niet|geen|"
    r"wanneer|waarom|men|inte|ikke|stadig|ale|nie|kiedy|но|не|ещё|еще|когда|почему|пожалуйста)\b",
    re.IGNORECASE,
)


def is_mere_thanks(text: str) -> bool:
    """Whether a short text thanks, and neither asks, objects, adds nor names a figure."""
    text = text.strip()
    if not text or len(text) > LONGEST or len(text.split()) > MOST_WORDS:
        return False
    return bool(_THANKS.search(text)) and not _ASKS.search(text)
