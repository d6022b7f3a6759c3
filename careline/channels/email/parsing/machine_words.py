"""Words of subjects: how absence notes and failed deliveries are called in the languages of mail servers."""

OUT_OF_OFFICE = (
    r"^out of (?:the )?office", r"^automatic reply", r"^auto(?:matic)?[ -]?(?:reply|response|responder)", r"^autoreply", r"^away from",
    r"^vacation", r"^i am (?:away|out)", r"on (?:vacation|annual leave|holiday) until", r"^\[?auto[ -]?(?:reply|response)\]?",
    r"^abwesenheit", r"^automatische antwort", r"^abwesend", r"^ich bin (?:nicht im|abwesend)", r"^urlaub", r"^réponse automatique", r"^absence du bureau",
    r"^absent", r"^je suis absent", r"^message d'absence", r"^respuesta automática", r"^fuera de (?:la )?oficina", r"^ausencia", r"^risposta automatica",
    r"^fuori (?:sede|ufficio)", r"^assenza", r"^resposta automática", r"^fora do escritório", r"^ausência", r"^automatisch antwoord", r"^automatische beantwoording",
    r"^afwezig", r"^niet aanwezig", r"^autoodpowiedź", r"^odpowiedź automatyczna", r"^automatyczna odpowiedź", r"^nieobecność", r"^poza biurem", r"^autosvar",
    r"^automatiskt svar", r"^frånvaro", r"^automatisk svar", r"^fravær", r"^ikke til stede", r"^automaattinen vastaus", r"^poissa", r"^автоматический ответ",
    r"^автоответ", r"^нет на месте", r"^отпуск", r"^автоматична відповідь", r"^автовідповідь", r"^自動応答", r"^自動返信", r"^不在", r"^自动回复", r"^自動回覆", r"^自动答复",
    r"^자동 ?(?:회신|응답)", r"^부재중", r"^رد تلقائي", r"^الرد التلقائي", r"^خارج المكتب", r"^תשובה אוטומטית", r"^מענה אוטומטי", r"^מחוץ למשרד", r"^otomatik (?:yanıt|cevap)", r"^ofis dışında",
    r"^automatická odpověď", r"^nepřítomnost", r"^automatikus válasz", r"^házon kívül", r"^răspuns automat", r"^αυτόματη απάντηση", r"^εκτός γραφείου",
    r"^automatická odpoveď", r"^автоматичен отговор", r"^samodejni odgovor", r"^automatski odgovor",
)  # fmt: skip
AUTOMATIC_PREFIXES = (
    r"automatic reply", r"auto(?:matic)?[ -]?(?:reply|response)", r"autoreply", r"automatische antwort", r"abwesenheits(?:notiz|nachricht|meldung)", r"réponse automatique",
    r"respuesta automática", r"risposta automatica", r"resposta automática", r"automatisch antwoord", r"autoodpowiedź", r"odpowiedź automatyczna", r"automatyczna odpowiedź",
    r"autosvar", r"automatiskt svar", r"automatisk svar", r"automaattinen vastaus", r"автоматический ответ", r"автоответ", r"автоматична відповідь", r"自動応答", r"自動返信", r"自动回复", r"自動回覆", r"自动答复",
    r"자동 ?(?:회신|응답)", r"رد تلقائي", r"الرد التلقائي", r"תשובה אוטומטית", r"מענה אוטומטי", r"otomatik (?:yanıt|cevap)", r"automatická odpověď", r"automatikus válasz", r"răspuns automat", r"αυτόματη απάντηση",
)  # fmt: skip
FAILED_DELIVERY = (
    r"undeliverable", r"undelivered mail", r"returned mail", r"delivery (?:status notification|failure|has failed|failed)", r"mail delivery (?:failed|failure|system|subsystem)",
    r"failure notice", r"delivery notification", r"message (?:could not be|not) delivered", r"warning: (?:could not send|message .* delayed)", r"mail delivery",
    r"unzustellbar", r"nicht zugestellt", r"zustellung fehlgeschlagen", r"fehlgeschlagene zustellung", r"non remis", r"non distribuable", r"échec de la remise", r"no se puede entregar",
    r"no entregado", r"impossibile recapitare", r"mancato recapito", r"não é possível entregar", r"não entregue", r"onbestelbaar", r"niet bezorgd", r"niedostarczalna",
    r"nie można dostarczyć", r"kan inte levereras", r"olevererbart", r"kan ikke leveres", r"uleverelig", r"ei voida toimittaa", r"не доставлено", r"недоставленное",
    r"не удалось доставить", r"配信不能", r"配信できません", r"无法送达", r"未传递", r"退信", r"無法傳遞", r"배달할 수 없음", r"배달되지", r"تعذر التسليم", r"לא ניתן למסור", r"teslim edilemedi", r"nedoručiteln",
    r"kézbesíthetetlen", r"non-delivery", r"mail not delivered", r"could not be delivered", r"failure delivery", r"mail failed", r"failed mail", r"mail system error",
    r"not yet been delivered", r"user unknown", r"automatically rejected mail", r": non remis", r"传输失败", r"quota exceeded", r"address not found", r"message blocked", r"delayed mail", r"delivery delayed", r"rejected:",
)  # fmt: skip
# How a bounce in prose begins: what was not done, and for whom.
NOT_REACHED = (
    r"(?:could|can|was|has|were|have) ?(?:not|n['’]t) (?:yet )?(?:be(?:en)? )?(?:able to )?(?:deliver|reach|receive)", r"unable to (?:deliver|send|reach)",
    r"not able to deliver", r"undeliverable", r"did not (?:receive|reach)", r"could not deliver", r"failed recipients?", r"delivery (?:of .{1,80} )?(?:to .{1,120} )?(?:has )?failed",
    r"delivery of e?-?mail to", r"no such user", r"not a valid user", r"(?:mail|e-mail) address .{0,80}(?:wrong|no longer valid|does not exist)", r"user unknown", r"unknown user", r"automatically rejected", r"(?:error|problem).{1,40}(?:deliver|sending)", r"mailbox (?:is )?(?:full|unavailable)",
    r"konnte nicht zugestellt", r"nicht zustellbar", r"n['’]a pas pu [eê]tre (?:d[eé]livr|remis|distribu)", r"no se (?:ha podido|pudo) entregar", r"non [eèé]'? stato possibile (?:consegnare|recapitare)",
    r"não pôde ser entregue", r"kon niet worden (?:bezorgd|afgeleverd)", r"nie (?:można|mogła) .{0,20}dostarcz", r"не (?:удалось|может быть) доставл?", r"配信できません", r"无法(?:送达|投递)", r"전송하지 못",
)  # fmt: skip
