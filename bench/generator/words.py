"""What synthetic customers say: sentences of a bicycle shop in four languages, and a long tail of rare words.

Seeded: the same seed gives the same words. Lengths follow a log-normal curve with a median of about 60 words.
"""

from dataclasses import dataclass, field
from itertools import accumulate
from random import Random

_SENTENCES = {
    "en": (
        "The {noun} arrived on {day}, but the {part} is {fault}.",
        "I ordered a {noun} in {place} and have heard nothing for {number} days.",
        "Could you tell me whether the {part} for my {noun} is in stock?",
        "Since the last service the {part} makes a strange noise after {number} kilometres.",
        "Please send me the invoice {number} again, my accountant needs it by {day}.",
        "I would like to return the {noun}, it is the wrong size for me.",
        "Thank you for your quick help with the {part} last {day}!",
        "My order {rare} shows as delivered, yet nobody here has seen a parcel.",
    ),
    "de": (
        "Das {noun} kam am {day} an, aber das Teil {part} ist {fault}.",
        "Ich habe in {place} ein {noun} bestellt und seit {number} Tagen nichts gehört.",
        "Können Sie mir sagen, ob {part} für mein {noun} vorrätig ist?",
        "Bitte schicken Sie mir die Rechnung {number} noch einmal bis {day}.",
        "Seit der letzten Wartung macht {part} nach {number} Kilometern Geräusche.",
        "Vielen Dank für die schnelle Hilfe, die Bestellung {rare} ist da.",
    ),
    "fr": (
        "Le {noun} est arrivé {day}, mais la pièce {part} est {fault}.",
        "J’ai commandé un {noun} à {place} et je n’ai aucune nouvelle depuis {number} jours.",
        "Pouvez-vous me renvoyer la facture {number} avant {day} ?",
        "Merci beaucoup, la commande {rare} est bien arrivée.",
    ),
    "es": (
        "El {noun} llegó el {day}, pero la pieza {part} está {fault}.",
        "Pedí un {noun} en {place} y no sé nada desde hace {number} días.",
        "¿Me pueden enviar otra vez la factura {number} antes del {day}?",
        "Muchas gracias, el pedido {rare} ya está aquí.",
    ),
}
_SLOTS = {
    "noun": (
        "bike",
        "Kiebitz 40",
        "cargo bike",
        "helmet",
        "trailer",
        "lamp",
        "city bike",
        "battery",
        "child seat",
    ),
    "part": (
        "brake",
        "derailleur",
        "saddle",
        "display",
        "motor",
        "chain",
        "bell",
        "charger",
        "pedal",
        "fork",
    ),
    "fault": ("broken", "loose", "scratched", "missing", "defekt", "cassé", "roto", "too small"),
    "place": ("Hamburg", "Lyon", "Leeds", "Sevilla", "Altona", "Köln", "Bristol", "Nantes"),
    "day": ("Monday", "Tuesday", "Freitag", "samedi", "jueves", "Sunday"),
}
_SYLLABLES = [
    "ka",
    "lo",
    "mi",
    "ne",
    "ru",
    "sta",
    "bre",
    "vol",
    "tin",
    "gar",
    "pel",
    "dor",
    "zen",
    "fi",
    "mu",
    "sha",
    "kri",
    "wo",
    "lan",
    "ter",
    "qui",
    "dez",
    "hol",
    "nap",
    "rim",
]
RARE_WORDS = 30_000


@dataclass
class Writer:
    """A seeded source of names, addresses, sentences and whole texts."""

    seed: int = 1
    random: Random = field(init=False)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        maker = Random(42)
        self._rare = [
            "".join(maker.choice(_SYLLABLES) for _ in range(maker.randint(2, 5))) for _ in range(RARE_WORDS)
        ]
        self._weights = list(accumulate(1 / rank for rank in range(1, RARE_WORDS + 1)))

    def language(self) -> str:
        """A language, half of the time English."""
        return self.random.choices(("en", "de", "fr", "es"), (5, 3, 1, 1))[0]

    def sentence(self, language: str) -> str:
        """One sentence, with words of the long tail in it."""
        pattern = self.random.choice(_SENTENCES[language])
        slots = {name: self.random.choice(choices) for name, choices in _SLOTS.items()}
        tail = self.random.choices(self._rare, cum_weights=self._weights, k=3)
        filled = pattern.format(**slots, number=self.random.randint(2, 99), rare=tail[0])
        return f"{filled} {' '.join(tail).capitalize()}."

    def text(self, language: str) -> str:
        """Some paragraphs: median about 60 words, seldom over 600."""
        sentences = max(1, min(40, round(self.random.lognormvariate(1.4, 0.7))))
        parts = [self.sentence(language) for _ in range(sentences)]
        return "\n\n".join(" ".join(parts[i : i + 3]) for i in range(0, sentences, 3))

    def name(self) -> str:
        """A person's name."""
        first = self.random.choice(
            ("Heike", "Samuel", "Yusuf", "Sanne", "Liam", "Ngoc", "Ana", "Pierre", "Lucía")
        )
        return f"{first} {self.random.choice(self._rare).capitalize()}"

    def subject(self, language: str) -> str:
        """A subject line."""
        return self.sentence(language)[:70]
