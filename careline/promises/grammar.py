"""How people promise in English, German and Spanish: a table of patterns. What follows from them stands in `detecting`.

`promises` says that we will do something or that something will come; `hinders` takes that back: conditions, hopes,
negations, what is past, usual or reported. `leads` stand before a moment, `nears` are moments that need none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Grammar:
    """The patterns of one language; those for moments in `moments`."""

    promises: re.Pattern[str]
    hinders: re.Pattern[str]
    leads: str
    nears: str


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_DOES = (
    "call|ring|phone|contact|write|reply|answer|get|visit|come|be|have|send|mail|email|arrive|ship|go|deliver|bring|pick"
    "|collect|fetch|repair|fix|mend|follow|refund|replace|check|confirm|credit|see to|take care|sort|reach|pay|look|land|put|return"
)
_RUFT = (
    "ruf|meld|schick|send|liefer|prüf|erstatt|geb|kümmer|antwort|bring|schreib|versend|verschick|überweis|klär|hol|veranlass"
    "|erledig|mail|telefonier|reparier|informier|teil|tausch|bestell|gutschreib|schreib|bearbeit|verspr|garantier|zahl|sorg"
)
_TUT = "geht|kommt|kommen|erfolgt|steht|liefert|holt|bringt|ruft|meldet|zahlt|schaut|landet|liegt|schickt|sendet|überweist|repariert|prüft"

ENGLISH = Grammar(
    _any(
        rf"\b(?:i|we) (?:guarantee|ensure|make sure|report|(?:{_DOES}) you)\b|\b\w+ (?:is|are) going to (?:{_DOES})\b",
        r"\b(?:it|that)(?:['’]ll| will| is going to) (?:be (?:ready|there|done|fixed|with|at|in|on)|arrive|ship|reach|come|go out)\b",
        r"\b(?:count|rely) on\b|\bthere(?:['’]ll| will| is going to) be an?\b|\byou can (?:pick|collect|fetch)\b",
        r"\b(?:i|we)(?:['’]ll| will| shall| promise|(?: am|['’]m| are|['’]re) (?:going to|(?!sorry|looking|writing|hoping|waiting|trying)\w+ing))\b",
        r"\byou(?:['’]ll| will| shall) (?:\w+ly )?(?:hear|get|have|receive|see|find)\b|\byou (?:get|receive)\b",
        r"\b(?:expect|await) (?:our|my|an?|the|your)\b",
        rf"\b(?!you\b|they\b|that\b|it\b)\w+ will (?:\w+ly )?(?:{_DOES})\b",
        r"\b(?:your|the|our|an?|my) (?:[\w-]+ ){1,3}(?:ships|arrives|comes|goes out|picks|collects|calls|rings|phones|writes"
        r"|brings|delivers|pays|refunds|looks|repairs|lands|reaches|sends|returns|visits|leaves our)\b",
    ),
    _any(
        r"\b(?:if|unless|once|when|as soon as|until then|try|trying|hope|hopefully|hoping|maybe|perhaps|might|may|could|would|wish"
        r"|whether|depends|always|every|usually|normally|generally|typically|cannot|not|closed|holiday|vacation|out of (?:the )?office|no longer|nobody)\b",
        r"\w+n['’]t\b|['’]d\b|\bwill be away\b",
        r"\b(?:had|have|has|was|were|been|be) (?:\w+ )?(?:promised|told|said)\b|\b(?:you|he|she|they) (?:wrote|said|told|mentioned|promised)\b",
    ),
    "by|before|until|till|on|within|in|at|for|not later than|no later than|latest",
    r"today|tonight|tomorrow|this afternoon|this evening|next week|in 2 days|(?:next )?(?:mon|tues|wednes|thurs|fri|satur|sun)day",
)
GERMAN = Grammar(
    _any(
        rf"\b(?:ich|wir)\b.*?\b(?:werden?|(?:{_RUFT})\w*)\b|\b(?:werden?|(?:{_RUFT})\w*) (?:ich|wir)\b|\b(?:und|dann) (?:{_RUFT})\w*\b",
        r"\b(?:sie|du|ihr) (?:erh\w+|bekomm\w+|hör\w+|haben)\b|\b(?:erhalten|bekommen|hören|haben) sie\b|\bmeld\w* sich\b",
        r"\b(?:ihr|ihre|das|der|die|unser\w*|mein\w*|eine?|jemand) (?:[\w-]+ ){0,4}(?:"
        + _TUT
        + r")\b|\b(?:"
        + _TUT
        + r") (?:sie|ihnen|sich|es sich)\b",
        r"\b(?:rechnen sie|verlassen sie sich|zählen sie)\b",
        r"\b(?:" + _TUT + r") (?:ihr\w*|eine?|der|die|das|unser\w*|mein\w*|jemand)\b",
        r"\bihr\w* .*\bwird\b|\bwird (?:ihnen|ihr\w*|sie)\b|\bwird (?:.* )?(?:bei ihnen|zu ihnen)\b",
        r"\b(?:ist|sind) (?:.* )?(?:fertig|bei ihnen|auf ihrem konto|abholbereit|unterwegs zu ihnen)\b",
        r"\b(?:wissen wir mehr|haben wir (?:eine|die|ihr\w*))\b",
    ),
    _any(
        r"\b(?:wenn|falls|sofern|sobald|versuch\w*|hoff\w*|vielleicht|eventuell|evtl|möglicherweise|nicht|nichts|kein\w*|könnt\w*|würd\w*"
        r"|wünscht\w*|normalerweise|üblicherweise|gewöhnlich|meist\w*|in der regel|immer|jeden|hängt|ob|geschlossen|urlaub|bitte)\b",
        r"\b(?:ich|wir) (?:habe|haben|hatten|hatte)\b|\b(?:habe|hatte|hatten) (?:ich|wir)\b|\b(?:hätte\w*|wurde|wurden|war|waren|ging|kam)\b",
        r"\b(?:versprochen|gesagt|schrieb|schrieben|sagte|sagten|meinte)\b|\bgern am\b",
    ),
    "bis spätestens|spätestens am|spätestens|bis zum|bis|am|um|vor|innerhalb von|binnen|in",
    r"heute|morgen|übermorgen|nächste woche|today|tomorrow|next week|in 2 days|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch",
)
SPANISH = Grammar(
    _any(
        r"\b(?!podr|cerrar|abrir|llover|terminar|acabar)\w+(?:aré|eré|iré|aremos|eremos|iremos|dremos|dré)\b|\b(?:voy|vamos) a \w+r(?:le|les|te|lo|la)?\b",
        r"\b(?!podr|cerrar|abrir|llover|terminar|acabar|volver|durar)\w+(?:ará|erá|irá|drá)[ns]?\b",
        r"\b(?:se )?(?:le|les|te|os|lo|la|los|las) (?:env[ií]o|llamo|escribo|mando|prometo|aviso|devuelvo|ingreso|confirmo|entrego|transfiero|\w+(?:amos|emos|imos))\b",
        r"\b(?:le|les|te|os) \w+[oae]\b|\bgarantiz(?:o|amos)\b|\b(?:cuenten?|contad) con\b",
        r"\b(?:su|el|la|los|las|nuestr[oa]|mi|un|una) (?:[\w-]+ ){1,4}(?:salen?|llegan?|pasan?|va|van)\b",
    ),
    _any(
        r"\b(?:si|intentar\w*|intentamos|quizá\w*|ojalá|no|salvo|cuando|en cuanto|una vez|tal vez|normalmente|suele\w*|esper\w+|puede\w*"
        r"|podr\w+|quisi\w+|gustar\w+|siempre|cada|depende\w*|habr[ií]a\w*|hab[ií]a\w*|por favor|cerrad[oa]s?|vacaciones|llamaría|vendría)\b",
        r"\b(?:dijo|dijeron|dije|escribió|prometieron|prometió|prometido|enviamos el|salió|llegó)\b",
    ),
    "antes del|antes de|a más tardar el|a más tardar|para el|hasta el|el|en|dentro de|a|este",
    "hoy|mañana|esta tarde|la próxima semana|today|tomorrow|next week|in 2 days",
)  # fmt: skip
GRAMMARS = {"en": ENGLISH, "de": GERMAN, "es": SPANISH}
