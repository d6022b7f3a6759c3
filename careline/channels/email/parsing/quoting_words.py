"""How mail programs introduce a quoted message, in each language that we know: words only, the rules are in `quoting`."""

# Last words of "On <date>, <name> wrote:".
WROTE = (
    "wrote", "writes", "said", "schrieb", "schrieb am", "geschrieben", "hat geschrieben", "a écrit", "a ecrit", "escribió", "escribio",
    "ha escrito", "va escriure", "ha scritto", "scrive", "escreveu", "schreef", "heeft geschreven", "het volgende geschreven",
    "napisał", "napisała", "napisał(a)", "pisze", "skrev", "skrev följande", "skriver", "kirjoitti", "написал", "написала",
    "написал(а)", "пишет", "пише", "написав", "написала", "написав(ла)", "писал", "писал(а)", "пишет", "写道", "寫道",
    "書きました", "さんは書きました", "님이 작성", "작성", "님이 씀", "كتب", "كتبت", "تمت كتابة ما يلي بواسطة", "כתב", "כתבה",
    "כתב/ה", "מאת", "yazdı", "şunu yazdı", "şunları yazdı", "napsal", "napsala", "napsal(a)", "napísal", "napísal(a)",
    "írta", "ezt írta", "a scris", "έγραψε", "написа", "je napisao", "je napisala", "napisao", "rašė", "rakstīja", "kirjutas",
    "đã viết", "เขียน", "menulis", "ने लिखा",
)  # fmt: skip
# First words of such a line, where it has any.
OPENERS = (
    "on ", "am ", "at ", "in a message dated", "le ", "el ", "il ", "il giorno", "em ", "a ", "op ", "w dniu", "dnia ",
    "den ", "d. ", "på ", "ma ", "pe ", "в ", "в письме от", "у ", "在", "於", "于", "في", "בתאריך", "dne ", "dňa ", "în ",
    "pe data", "στις", "на ", "vào ", "pada ",
)  # fmt: skip
# Labels of the header lines that Outlook and others put above a quoted message.
HEADER_LABELS = {
    "from": "from von de da van od från fra lähettäjä от від від кого 差出人 发件人 寄件者 寄件人 送件者 보낸사람 보내는사람 보낸_사람 من מאת"
    " kimden gönderen odesílatel feladó de_la expéditeur mittente remitente remetente afzender nadawca avsändare avsender"
    " afsender отправитель відправник από odosielateľ expeditor 发自 작성자 pošiljatelj saatja nuo no từ จาก dari",
    "date": "sent date gesendet datum envoyé envoyé_le enviado enviado_el fecha inviato data enviada enviada_em enviado_em verzonden"
    " wysłano wysłane skickat sendt dato lähetetty päiväys päivämäärä отправлено дата надіслано 送信日時 日付 日時 发送时间 发送日期"
    " 日期 寄件日期 传送日期 보낸날짜 보낸_날짜 날짜 تاريخ_الإرسال التاريخ أرسلت تم_الإرسال נשלח תאריך gönderildi gönderme_tarihi"
    " tarih odesláno elküldve dátum küldve trimis στάλθηκε ημερομηνία odoslané dátum sendt_dato saadetud poslano đã_gửi ngày"
    " ส่งแล้ว วันที่ dikirim tanggal",
    "to": "to an à a para aan do till til vastaanottaja кому 宛先 收件人 收件者 받는사람 받는_사람 إلى אל kime alıcı komu címzett către προς"
    " pre destinataire destinatario destinatário odbiorca mottagare modtager mottaker za prima kam đến ถึง kepada",
    "subject": "subject betreff objet asunto oggetto assunto onderwerp temat ämne emne aihe тема 件名 主题 主旨 标题 제목 الموضوع נושא"
    " konu předmět tárgy subiect θέμα predmet sujet teema tēma chủ_đề เรื่อง subjek",
    "cc": "cc kopie copie cópia copia kopia kopi kopio копия копія 抄送 副本 참조 نسخة עותק bilgi másolat",
}
# Words between dashes: "-----Original Message-----".
SEPARATORS = (
    "original message", "original email", "original mail", "mail original", "ursprüngliche mail", "originele e-mail", "originele mail", "original-nachricht", "originalnachricht", "original nachricht", "ursprüngliche nachricht", "antwort nachricht",
    "ursprungliche nachricht", "message d'origine", "message original", "message d’origine", "courriel original", "mensaje original",
    "messaggio originale", "mensagem original", "oorspronkelijk bericht", "oorspronkelijke bericht", "originele bericht",
    "wiadomość oryginalna", "oryginalna wiadomość", "ursprungligt meddelande", "originalmeddelande", "oprindelig meddelelse",
    "opprinnelig melding", "alkuperäinen viesti", "исходное сообщение", "пересылаемое сообщение", "оригинальное сообщение",
    "вихідне повідомлення", "元のメッセージ", "original message", "原始邮件", "原始郵件", "原邮件", "원본 메시지", "원본 메일",
    "الرسالة الأصلية", "הודעה מקורית", "orijinal mesaj", "özgün ileti", "původní zpráva", "pôvodná správa", "eredeti üzenet",
    "mesaj original", "αρχικό μήνυμα", "forwarded message", "forwarded by", "weitergeleitete nachricht", "message transféré",
    "mensaje reenviado", "messaggio inoltrato", "mensagem encaminhada", "doorgestuurd bericht", "przekazana wiadomość",
    "wiadomość przekazana", "vidarebefordrat meddelande", "videresendt meddelelse", "videresendt melding", "välitetty viesti",
    "edelleenlähetetty viesti", "переадресованное сообщение", "пересланное сообщение", "переслане повідомлення", "转发的邮件",
    "转发邮件信息", "轉寄郵件", "転送メッセージ", "전달된 메시지", "전달된 메일", "رسالة معاد توجيهها", "הודעה שהועברה",
    "iletilen mesaj", "yönlendirilen ileti", "přeposlaná zpráva", "továbbított üzenet", "mesaj redirecționat",
    "προωθημένο μήνυμα", "reply message", "replied message", "回复的原邮件", "ответ на сообщение",
)  # fmt: skip
# Whole lines with which a forwarded message begins.
FORWARD_LINES = (
    "begin forwarded message", "anfang der weitergeleiteten nachricht", "anfang der weitergeleiteten e-mail", "début du message réexpédié",
    "début du message transféré", "inicio del mensaje reenviado", "inizio messaggio inoltrato", "início da mensagem reencaminhada",
    "início da mensagem encaminhada", "begin doorgestuurd bericht", "vidarebefordrat brev", "början på vidarebefordrat meddelande",
    "start på videresendt besked", "videresendt melding", "välitetty viesti alkaa", "начало переадресованного сообщения",
    "початок листа, що пересилається", "початок пересланого повідомлення", "начало переданного сообщения", "転送されたメッセージ",
    "开始转发的邮件", "下面是被转发的邮件", "以下是轉寄的郵件", "開始轉寄郵件", "전달된 메시지 시작", "بداية الرسالة المُعاد توجيهها",
    "תחילת ההודעה שהועברה", "iletilen ileti başlangıcı", "začátek přeposlané zprávy", "początek przekazywanej wiadomości",
)  # fmt: skip
# Footers that telephones and mail programs add; the device stands for `{}`.
DEVICE_SENT = (
    r"sent (?:from|via|using|with) (?:my |the )?[\w' .-]{2,40}", r"get outlook for (?:ios|android|mac)", r"sent with proton ?mail.{0,30}",
    r"von meinem .{2,40}gesendet", r"gesendet (?:von|mit|über|aus) .{2,50}", r"diese nachricht wurde von .{2,60} gesendet",
    r"outlook für .{2,20} (?:beziehen|herunterladen|abrufen)", r"envoyé (?:de|depuis|à partir de|avec|via) .{2,50}",
    r"télécharger outlook pour .{2,20}", r"obtenez outlook pour .{2,20}", r"enviado (?:desde|do|de|a partir do|com|con|pelo) .{2,50}",
    r"obtener outlook para .{2,20}", r"obter o? ?outlook para .{2,20}", r"inviato (?:da|dal|con|tramite) .{2,50}",
    r"scarica outlook per .{2,20}", r"ottieni outlook per .{2,20}", r"(?:verstuurd|verzonden) (?:vanaf|vanuit|met|via|van) .{2,50}",
    r"outlook voor .{2,20} downloaden", r"wysłan[eoy] z .{2,50}", r"pobierz (?:aplikację )?outlook dla .{2,30}", r"skickat från .{2,50}",
    r"hämta outlook för .{2,20}", r"sendt fra .{2,50}", r"sendt med .{2,40}", r"hent outlook (?:til|for) .{2,20}", r"lähetetty .{2,50}(?:sta|stä|lta|ltä|sesta)",
    r"hanki outlook.{2,30}", r"отправлено (?:с|из|со) .{2,50}", r"надіслано (?:з|із|зі) .{2,50}", r".{2,30}から送信", r"发自我?的?.{2,30}",
    r"來自我的.{2,30}", r"從我的.{2,30}(?:傳送|寄出)", r"从我的.{2,30}(?:发送|发出)", r"나의 .{2,30}에서 보냄", r".{2,30}에서 보냄", r"أُ?رسلت من .{2,40}",
    r"تم الإرسال من .{2,40}", r"נשלח מ.{2,40}", r".{2,30}['’]?(?:umdan|imden|dan|den|tan|ten) gönderildi", r"odesláno z .{2,40}", r"odoslané z .{2,40}",
    r"elküldve .{2,40}(?:ról|ről|ból|ből|mról|mről)", r"trimis de pe .{2,40}", r"στάλθηκε από .{2,40}",
)  # fmt: skip
