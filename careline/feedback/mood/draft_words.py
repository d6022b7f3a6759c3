"""The words by which drafts are looked at, in English, German and Spanish together: a greeting is one in any language."""

import re

GREETING = (
    r"\W*(hello|hi|hey|dear|good (morning|afternoon|evening|day)|greetings)\b",
    r"\W*(hallo|guten (tag|morgen|abend)|sehr geehrte|liebe[rs]?|moin|grüß gott|grüezi|servus)\b",
    r"\W*(hola|buen(os|as)? (días|tardes|noches|día)|estimad[oa]s?|querid[oa]s?|apreciad[oa]s?)\b",
)
APOLOGY = (
    r"\b(sorry|apolog\w+|regret|forgive|should not have happened)\b",
    r"\b(entschuldig\w+|tut (mir|uns) (\w+ )?leid|bedauer\w+|verzeih\w+|hätte nicht passieren dürfen)\b",
    r"\b(disculp\w+|lament\w+|siento|sentimos|perdón\w*|perdon\w+|no debería haber (pasado|ocurrido))\b",
)
BLAME = (
    r"\byou (should have|failed to|neglected to|forgot to|must have|claim|never told|did not (read|tell|send|follow)|didn't (read|tell|send|follow))\b",
    r"\byour (own )?(fault|mistake|error|misunderstanding)\b",
    r"\b(calm down|as (i|we) (have )?(already )?(said|told you|explained|mentioned)|you (need|have) to understand|obviously you)\b",
    r"\b(sie hätten|sie haben (es )?(versäumt|vergessen|übersehen|nicht (gelesen|beachtet))|sie behaupten|beruhigen sie sich|sie müssen verstehen)\b",
    r"\b(ihr (eigener )?(fehler|irrtum)|ihre (eigene )?schuld|selbst schuld|wie (bereits|schon) (gesagt|erwähnt|mitgeteilt|erklärt)|offensichtlich haben sie)\b",
    r"\b(ustedes? (debería[n]? haber|olvid\w+|afirma[n]?|no (leyó|leyeron|envió))|debería haber|cálmese|tiene que entender)\b",
    r"\b(su (propio |propia )?(culpa|error|equivocación)|como ya (le |les )?(dij\w+|expli\w+|mencion\w+|indic\w+))\b",
)
REFUSAL = (
    r"\b(cannot|can't|can not|unable to|not possible|impossible|not able to|won't be able|not allowed|no refund|we do not (offer|refund|accept))\b",
    r"\b(nicht möglich|leider nicht|unmöglich|(können|kann|dürfen) (\w+ ){0,5}nicht|keine (erstattung|rückgabe|möglichkeit))\b",
    r"\b(no (es posible|podemos|puedo|se puede|ofrecemos|aceptamos)|imposible|lamentablemente no|sin reembolso)\b",
)
ALTERNATIVE = (
    r"\b(instead|alternatively|but (i|we) (can|will)|what (i|we) can|(i|we) can (offer|send|do|help|give)|(i|we)('ll| will)|option|offer you|happy to)\b",
    r"\b(stattdessen|alternativ\w*|aber (ich|wir) (kann|können)|was (ich|wir) (tun )?(kann|können)|(biete|bieten) (\w+ )?(ihnen|an)|kann ich ihnen|können wir ihnen|gerne?|möglichkeiten)\b",
    r"\b(en su lugar|alternativa\w*|pero (podemos|puedo|sí)|lo que (podemos|puedo)|(le|les) (ofrecemos|ofrezco|propongo|proponemos|puedo|podemos)|opci(ón|ones)|con gusto)\b",
)
ASKED = {
    "order": re.compile(
        r"\b(order|purchase|invoice|customer|tracking)( |-)?(number|no\b|id)|\b(bestell|auftrags|rechnungs|kunden|sendungs)-?(nummer|nr)|\bnúmero de (pedido|factura|cliente|seguimiento|compra)",
        re.IGNORECASE,
    ),
    "phone": re.compile(
        r"\b(phone|telephone|mobile) number|\b(telefon|handy|mobil)-?nummer|\b(número de (teléfono|móvil)|su teléfono)",
        re.IGNORECASE,
    ),
    "photo": re.compile(
        r"\b(photos?|pictures?|images?|screenshots?)\b|\b(fotos?|bild(er)?|aufnahmen?)\b|\b(foto(s|grafías?)?|imágenes|imagen|capturas?)\b",
        re.IGNORECASE,
    ),
}
KNOWN = {
    "order": re.compile(
        r"(?:order|purchase|invoice|bestell\w*|auftrag\w*|rechnung\w*|pedido|factura)[^.!?\n\d]{0,24}?((?:[A-Z]{1,4}-?)?\d{4,}[\d-]*)",
        re.IGNORECASE,
    ),
    "phone": re.compile(r"(\+?\d[\d\s()/-]{7,16}\d)"),
}
