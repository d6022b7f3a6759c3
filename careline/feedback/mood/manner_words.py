"""The small words of a manner, by language: asking and being kind, saying "no", speaking of us, and against what one may expect."""

import re

ASKING = {
    "en": frozenset(["please", "thank", "thanks", "thankful", "thx", "cheers", "sorry", "wonder", "wondering", "great", "good", "lovely", "happy", "kind", "kindly", "love", "loved", "fine", "welcome", "recommend", "recommended", "perfect", "nice", "wonderful", "attached", "maybe", "perhaps", "roughly", "glad", "pleased", "appreciate", "appreciated", "grateful", "hopefully", "hope", "suggest"]),
    "de": frozenset(["bitte", "danke", "dank", "vielen", "entschuldigung", "entschuldigen", "gern", "gerne", "freue", "freuen", "gefreut", "freundlich", "freundlichen", "toll", "tolle", "schön", "schöne", "nett", "liebe", "lieber", "super", "prima", "passt", "vielleicht", "bräuchte", "benötige", "möchte", "möchten", "würde", "würden", "könnten", "könntet", "dürfte", "anbei", "eventuell", "hoffe", "zufrieden", "reparieren", "verkaufen"]),
    "es": frozenset(["favor", "gracias", "disculpe", "disculpen", "disculpa", "perdón", "perdone", "perdonen", "siento", "agradezco", "agradecería", "agradecido", "agradecida", "gustaría", "querría", "queríamos", "quería", "quisiera", "podría", "podrían", "podríais", "encantó", "encanta", "encantados", "bonito", "bonita", "contento", "contenta", "feliz", "genial", "rico", "amable", "amables", "quizá", "quizás", "adjunto", "necesitamos", "necesito", "buscamos", "creo", "venden", "reparan"]),
}  # fmt: skip
ASKING_IN = {
    "en": r"\b((could|can|would|may|shall|should) (you|i|we|someone|it) (?!even|really|not)(?![^.!?\n]{0,160}\b(put up|live with|be serious)\b)|(i|we)'?d? (would )?(like|love) to (?!know|hear|speak)|(do|does|is|are) (you|there|it|the|this|these) (have|sell|know|repair|offer|stock|open|fit|any|a way|an?|possible)|(let (me|us) know|any chance|no (problem|worries|rush|hurry)|not urgent|just (to|wanted)|i (think|guess|believe)|looking forward))\b|(^|[.!?\n] ?)(?!why|am|so)(and )?(how|what|when|where|which|is|are|does|do|did|will|can|could|shall|should) (?![^?\n]{0,160}\b(you|your|anybody|anyone|somebody|normal)\b)[^.!?\n]{3,120}\?",
    "de": r"\b((könn(t)?en|würden|haben|wissen|schicken) sie (mir|uns|bitte|auch|noch|das|die|den|ungefähr)|(kann|können|könnte|darf|dürfen|soll|sollen|muss) (ich|wir|man|jemand) (?!wirklich|mir das|das bieten)|(in ordnung|kein problem|eilt nicht|nicht eilig|keine eile|nur (als|kurz|zur)|ich (glaube|denke|vermute)|hätte ich zeit|sehr gut|freut mich))\b|(^|[.!?\n] ?)(und )?(wie|was|wann|wo|womit|welche\w*|ist|sind|hat|wird|wurde|gibt|geht|kann|lässt|deckt|gilt|gelten|soll) (?![^?\n]{0,160}\b(sie|ihr|ihnen|ihre|ihrem|ihren|überhaupt|eigentlich|endlich|mensch|normal)\b)[^.!?\n]{3,120}\?",
    "es": r"\b(se puede\w*|puedo|podemos|pueden (mirar|comprobar|enviar|revisar|decir|cambiar|ayudar)\w*|hay (manera|sitio|plaza|que hacer)|no (hay|es|tengo|corre) (\w+ )?(problema|urgente|prisa)|no pasa nada|solo (quería|para|una)|me bastaría|está(n)? (muy )?bien|va bien|me va bien)\b|¿(y )?(cómo|cuándo|dónde|cuál|cuáles|cuánto cuesta|qué|hay|es|está|cubre|valen|vale|cabe|tienen|saben|reparan|venden|envían|me envían|ha vuelto|puedo) (?![^?\n]{0,160}\b(ustedes|su|sus|alguien|más|normal|clase)\b)[^?\n]{3,120}\?",
}
OF_US = {
    "en": frozenset(["you", "your", "yours", "yourselves", "you've", "you're", "you'll"]),
    "de": frozenset(["Sie", "Ihr", "Ihre", "Ihren", "Ihrem", "Ihrer", "Ihnen", "IHRE", "IHR"]),
    "es": frozenset(["ustedes", "usted", "su", "sus", "SU", "les", "le", "os", "vuestro", "vuestra"]),
}
DENYING = {
    "en": frozenset(["no", "not", "never", "nobody", "none", "nothing", "nor", "neither", "without", "cannot", "can't", "don't", "didn't", "doesn't", "isn't", "wasn't", "aren't", "weren't", "won't", "wouldn't", "couldn't", "haven't", "hasn't", "hadn't", "nowhere"]),
    "de": frozenset(["nicht", "kein", "keine", "keinen", "keinem", "keiner", "nie", "niemals", "niemand", "niemanden", "nichts", "ohne", "weder", "nirgends", "kaum"]),
    "es": frozenset(["no", "ni", "nunca", "jamás", "nadie", "nada", "sin", "tampoco", "ninguno", "ninguna", "ningún", "siquiera"]),
}  # fmt: skip
AGAINST = {
    "en": frozenset(["even", "instead", "still", "already", "again", "exactly", "every", "only", "simply", "twice", "supposed", "whatever", "meanwhile", "anyway", "first", "then", "finally", "single", "whole", "another", "same", "because"]),
    "de": frozenset(["einmal", "stattdessen", "trotzdem", "immer", "schon", "überhaupt", "eigentlich", "ausgerechnet", "erst", "dann", "doch", "einfach", "wieder", "einzige", "einziger", "einziges", "ganze", "ganzes", "gar", "nur", "irgendetwas", "endlich", "jedes", "jeden", "sogar", "inzwischen", "dafür", "weil"]),
    "es": frozenset(["siquiera", "lugar", "vez", "encima", "primero", "luego", "después", "sigue", "siguen", "todavía", "aún", "otra", "otro", "siempre", "cada", "solo", "sólo", "mismo", "misma", "hasta", "entero", "entera", "algo", "porque"]),
}  # fmt: skip
asks = {language: re.compile(pattern, re.IGNORECASE) for language, pattern in ASKING_IN.items()}
