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
_SHOWS = (
    "ships|arrives|comes|goes out|picks|collects|calls|rings|phones|writes|brings|delivers|pays|refunds|looks|repairs|lands|reaches|sends"
    "|returns|visits|leaves our|leaves the (?:workshop|warehouse)|follows|gets (?:to you|back)|shows up|turns up|swings by|drops|joins"
    "|installs|replaces|hands|credits|contacts|emails|mails|is (?:with you|back with you|ready|yours|due to (?:arrive|reach|leave)|on your)"
)
_WE_DO = (
    "exchange|replace|swap|refund|repay|send|ship|deliver|call|ring|write|mail|email|fix|repair|install|collect|pick|credit|book|order"
    "|bring|contact|update|pay|transfer|return|reship|dispatch|hand"
)
_WIRD = (
    "erledigt|geliefert|verschickt|versendet|versandt|gesendet|erstattet|gutgeschrieben|überwiesen|repariert|getauscht|ausgetauscht|ersetzt"
    "|abgeholt|geklärt|bearbeitet|geprüft|beantwortet|zurückgerufen|angerufen|storniert|behoben|montiert|zugestellt|gebracht|bezahlt"
    "|ausgezahlt|gelöst|nachgereicht|fertig|eingebaut|bestellt|nachgeliefert|informiert|umgebucht|korrigiert|freigeschaltet"
)
_IST_DA = "da|zurück|bereit|erledigt|geregelt|gelöst|verschickt|raus|fertig|behoben|geklärt|unterwegs|startklar|eingebaut"
_TUN = (
    "tausch|wähl|lös|nehm|nimm|mach|stell|leg|komm|schau|setz|besuch|buch|bau|ersetz|reich|such|hab|bin|sind|fahr|übernehm|übernimm|behb|beheb"
    "|regel|richt|kontaktier|aktualisier|korrigier|storn|zieh|pack|vorbei|meld|fass|hör|find"
)
_TUT = "erscheint|folgt|folgen|verlässt|taucht|trifft|treffen|wartet|fährt|baut|tauscht|nimmt|übernimmt|kümmert|klingelt|besucht|kontaktiert|geht|kommt|kommen|erfolgt|steht|liefert|holt|bringt|ruft|meldet|zahlt|schaut|landet|liegt|schickt|sendet|überweist|repariert|prüft"

ENGLISH = Grammar(
    _any(
        rf"\b(?:i|we) (?:guarantee|ensure|make sure|report|(?:{_DOES}) you)\b|\b\w+ (?:is|are) going to (?:{_DOES})\b",
        r"\b(?:it|that)(?:['’]ll| will| is going to) (?:be (?:ready|there|done|fixed|with|at|in|on)|arrive|ship|reach|come|go out)\b",
        r"\b(?:count|rely|bank) on\b|\b(?:you have|i give you) my word\b|\brest assured\b|\bconsider (?:it|this|that) (?:done|sorted|fixed)\b"
        r"|\b(?:i|we) (?:can )?(?:assure|promise) you\b|\b(?:give|allow|grant|bear with) (?:me|us) until\b|\b(?:let|allow) (?:me|us) (?:to )?\w+"
        r"|\b(?:and|then) will \w+ (?:you|your)\b|\byou(?:['’]re| are) (?:getting|receiving)\b|\byou can expect\b|\blook out for\b",
        rf"\b(?:i|we) (?:{_WE_DO})\b (?:you|your|it|the|a|an|this|that|out|back|one|both|all)\b|\bit (?:leaves|gets|reaches|ships|comes|arrives)\b",
        r"\b(?:to be|will be|is|are|be) (?:with|back with) you\b|\b(?:in your (?:hands|inbox|account|mailbox)|on your (?:doorstep|account|desk))\b",
        r"\byou(?:['’]ll| will)\b|\b(?:it|this|that|they|these)(?:['’]ll| will) (?:\w+ly )?(?:turn up|follow|leave|be|get|show|land|reach|arrive|start|run|work|end)\b",
        r"\b(?:a|your|the) \w+ (?:is|are) (?:booked|scheduled|planned|set|reserved|lined up) for\b|\b(?:count|rely|bank) on\b|\bthere(?:['’]ll| will| is going to) be an?\b|\byou can (?:pick|collect|fetch)\b",
        r"\b(?:i|we)(?:['’]ll| will| shall| promise|(?: am|['’]m| are|['’]re) (?:going to|(?!sorry|looking|writing|hoping|waiting|trying)\w+ing))\b",
        r"\byou(?:['’]ll| will| shall) (?:\w+ly )?(?:hear|get|have|receive|see|find)\b|\byou (?:get|receive)\b",
        r"\b(?:expect|await) (?:our|my|an?|the|your)\b",
        rf"\b(?!you\b|they\b|that\b|it\b)\w+ will (?:\w+ly )?(?:{_DOES})\b",
        r"\b(?:your|the|our|an?|my) (?:[\w-]+ ){1,3}"
        rf"(?:{_SHOWS})\b",
        r"\b(?:the|your|our|my) (?:[\w-]+ ){1,3}(?:follow|arrive|leave our|ship|come|reach you)\b",
    ),
    _any(
        r"\bas soon as(?! possible)(?!.*\b(?:latest|no later|by)\b)|\b(?:should|must|need to|needs to|have to)\b"
        r"|\b(?:if|unless|once|when|until then|try|trying|hope|hopefully|hoping|maybe|perhaps|might|may|could|would|wish"
        r"|whether|depends|always|every|usually|normally|generally|typically|cannot|not|closed|holiday|vacation|out of (?:the )?office|no longer|nobody)\b",
        r"\w+n['’]t\b|['’]d\b|\bwill be away\b",
        r"\b(?:had|have|has|was|were|been|be) (?:\w+ )?(?:promised|told|said|asked)\b|\b(?:assured|promised) (?:me|us)\b|\b(?:i|we) (?:told|asked|sent|called|wrote|said|had|did|shipped|received)\b|\b(?:you|he|she|they) (?:wrote|said|told|mentioned|promised)\b"
        r"|\b(?:you|they|he|she)(?:['’]ll| will) (?:\w+ )?(?:need|have to|find (?:us|the)|see (?:us|the)|owe|be (?:able|charged|asked|away))\b",
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
        r"\b(?:rechnen sie|verlassen sie sich|zählen sie|seien sie versichert)\b|\bgeben sie (?:mir|uns)\b.*\bbis\b|\bversprochen:",
        r"\b(?:sie|du) (?:kriegen|kriegst|finden|sehen)\b|\b(?:kriegen|haben|finden) sie\b|\b(?:lassen|lass) (?:sie )?(?:mich|uns)\b",
        rf"\b(?:wird|werden)\b.*\b(?:{_WIRD})\b|\b(?:ist|sind|wäre|haben sie)\b.*\b(?:{_IST_DA})\b|\b(?:{_IST_DA}) (?:ist|sind)\b",
        rf"\b(?:{_TUN})\w* (?:ich|wir)\b|\b(?:ich|wir) (?:\w+ ){{0,3}}(?:{_TUN})\w*\b|\b(?:und|dann) (?:{_TUN})\w* (?:ich|wir|ihn\w+|ihr\w*|sie)\b",
        r"\b(?:steht|liegt|ist|sind) (?:.* )?(?:vor ihrer tür|in ihrem (?:postfach|briefkasten)|in ihren händen|bei dir)\b",
        r"\b(?:kommt|kommen|erfolgt|folgt|folgen|geht|gehen) (?:dann |auch )?(?:ihr\w*|der|die|das|unser\w*|eine?|mein\w*|jemand|noch|per|raus|zurück|los)\b",
        r"\b(?:" + _TUT + r") (?:ihr\w*|eine?|der|die|das|unser\w*|mein\w*|jemand)\b",
        r"\bihr\w* .*\bwird\b|\bwird (?:ihnen|ihr\w*|sie)\b|\bwird (?:.* )?(?:bei ihnen|zu ihnen)\b",
        r"\b(?:ist|sind) (?:.* )?(?:fertig|bei ihnen|auf ihrem konto|abholbereit|unterwegs zu ihnen)\b",
        r"\b(?:wissen wir mehr|haben wir (?:eine|die|ihr\w*))\b",
    ),
    _any(
        r"\b(?:wenn|falls|sofern|sollten?|müssten?|müssen|muss|dürft\w*|angeblich|sei|versuch\w*|hoff\w*|vielleicht|eventuell|evtl|möglicherweise|nicht|nichts|kein\w*|könnt\w*|würd\w*"
        r"|wünscht\w*|normalerweise|üblicherweise|gewöhnlich|meist\w*|in der regel|immer|jeden|hängt|ob|geschlossen|urlaub|bitte)\b",
        r"\bsobald(?!.*\bspätestens\b)|\b(?:messe|laden|markt|fest|ausstellung|straße|ferien)\b|\bbis \w+tag (?:geöffnet|offen)\b"
        r"|\b(?:ich|wir) (?:habe|haben) (?:.* )?(?!bereit\b)(?:\w*ge\w+[tn]|(?:ver|be|er)\w+t|\w+iert)\b|\b(?:ich|wir) (?:hatten|hatte)\b|\b(?:hatte|hatten) (?:ich|wir)\b|\b(?:hätte\w*|wurde|wurden|war|waren|ging|kam)\b",
        r"\b(?:versprochen|gesagt|schrieb|schrieben|sagte|sagten|meinte|versicherte|gebeten|abgemacht)\b|\bgern am\b",
    ),
    "bis spätestens|spätestens am|spätestens|bis zum|bis|am|um|vor|innerhalb von|binnen|in",
    r"heute|morgen|übermorgen|nächste woche|today|tomorrow|next week|in 2 days|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch",
)
SPANISH = Grammar(
    _any(
        r"\b(?!podr|cerrar|abrir|llover|terminar|acabar)\w+(?:aré|eré|iré|aremos|eremos|iremos|dremos|dré)\b|\b(?:voy|vamos) a \w+r(?:le|les|te|lo|la)?\b",
        r"\b(?!podr|cerrar|abrir|llover|terminar|acabar|volver|durar)\w+(?:ará|erá|irá|drá)[ns]?\b",
        r"\b(?:se )?(?:le|les|te|os|lo|la|los|las) (?:env[ií]o|llamo|escribo|mando|prometo|aviso|devuelvo|ingreso|confirmo|entrego|transfiero|\w+(?:amos|emos|imos))\b",
        r"\b(?:le|les|te|os) \w+[oae]\b|\bgarantiz(?:o|amos)\b|\b(?:deme|denos|dame|danos)\b.*\bhasta\b|\btiene mi palabra\b|\b(?:quédese|esté) tranquil[oa]\b|\b(?:cuenten?|contad) con\b",
        r"\b(?:su|el|la|los|las|nuestr[oa]|mi|un|una) (?:[\w-]+ ){1,4}(?:salen?|llegan?|pasan?|va|van|aparecen?|abandona|estará[n]?|quedan?|sube|se une|entra)\b",
        r"\b(?:marco|cambiamos|cambio|resolvemos|resuelvo|enviamos|envío|mandamos|mando|llamamos|llamo|escribimos|escribo|reparamos|reparo|devolvemos"
        r"|devuelvo|recogemos|recojo|entregamos|entrego|abonamos|abono|reembolsamos|reembolso|tramitamos|tramito|contactamos|avisamos|traemos|llevamos"
        r"|montamos|sustituimos|confirmamos|pagamos|ingresamos|arreglamos) (?:su|sus|el|la|los|las|un|una|con|todo|tu|lo)\b",
        r"\b(?:tiene|tienes|tendrá|recibe|recibes|va a (?:tener|recibir|llegar)|le va a \w+)\b|\b(?:sale|llega|aparece|abandona|pasa|queda|estará) (?:su|el|la|nuestr[oa]|un|una|con|list[oa]|resuelt[oa]|de)\b",
        r"\b(?:está|están|queda|quedan) (?:list[oa]s?|resuelt[oa]s?|arreglad[oa]s?|en (?:su|camino))\b",
    ),
    _any(
        r"\b(?:si|intentar\w*|intentamos|quizá\w*|ojalá|no|salvo|cuando|en cuanto(?!.*\ba más tardar\b)|tiene que|tienes que|debe\w*|de no estar|aseguró|una vez|tal vez|normalmente|suele\w*|esper\w+|puede\w*"
        r"|podr\w+|quisi\w+|gustar\w+|siempre|cada|depende\w*|habr[ií]a\w*|hab[ií]a\w*|por favor|cerrad[oa]s?|vacaciones|llamaría|vendría)\b",
        r"\b(?:dijo|dijeron|dije|escribió|prometieron|prometió|prometido|enviamos el|salió|llegó)\b",
    ),
    "antes del|antes de|a más tardar el|a más tardar|para el|hasta el|el|en|dentro de|a|este",
    "hoy|mañana|esta tarde|la próxima semana|today|tomorrow|next week|in 2 days",
)  # fmt: skip
GRAMMARS = {"en": ENGLISH, "de": GERMAN, "es": SPANISH}
