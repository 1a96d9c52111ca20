// The words of reply headers, in lower case. Languages: English, German, French, Spanish, Italian, Portuguese, Dutch,
// Polish, Russian, Ukrainian, Turkish, Swedish, Danish, Norwegian, Finnish, Czech, Slovak, Hungarian, Romanian,
// Croatian, Greek, Catalan, Indonesian, Vietnamese, Japanese, Chinese, Korean, Hebrew, Arabic.
extension ReplyHeader {
    /// "wrote", also next to another word.
    static let verbs: Set<String> = [
        "wrote", "writes", "schrieb", "geschrieben", "écrit", "ecrit", "escribió", "escribio", "scritto",
        "escreveu",
        "schreef", "napisał", "napisała", "pisze", "написал", "написала", "писал", "пишет", "написав", "пише",
        "yazdı",
        "yazmış", "skrev", "kirjoitti", "napsal", "napsala", "napísal", "napísala", "írta", "scris",
        "napisao",
        "napisala", "έγραψε", "escriure", "menulis", "viết", "כתב", "כתבה",
        "كتب",
    ]

    /// "Quoting" or "message of", in front of name and address.
    static let quotingWords: Set<String> = ["quoting", "zitat", "citando", "missatge"]

    static let eastAsianVerbs = ["写道", "寫道", "来信", "のメール", "書きました", "作成", "작성", "님이"]

    /// The first word of an attribution.
    static let openers: Set<String> = [
        "on", "am", "le", "el", "il", "em", "op", "w", "dnia", "в", "den", "på", "kl", "dne", "dňa", "în",
        "dana", "στις",
        "pada", "vào", "ב", "בתאריך", "в", "у", "пн", "вт", "ср", "чт", "пт", "сб", "вс", "mån", "tis", "ons",
        "tors",
        "fre", "lör",
        "sön", "man", "tir", "tor", "lør", "søn", "ma", "ti", "ke", "to", "pe", "la", "su", "po", "út", "st",
        "čt", "pá",
        "so", "ne", "pon", "wt", "śr", "czw", "pt", "sob", "niedz", "lun", "mar", "mer", "jeu", "ven", "sam",
        "dim",
        "mon", "tue", "wed", "thu", "fri", "sat", "sun", "mo", "di", "mi", "do", "fr", "sa",
    ]

    static let delimiters: Set<String> = [
        "original message", "original appointment", "forwarded message", "begin forwarded message",
        "reply message", "ursprüngliche nachricht", "originalnachricht", "original-nachricht",
        "original nachricht",
        "weitergeleitete nachricht", "anfang der weitergeleiteten nachricht", "message d'origine",
        "message original",
        "message initial", "message transféré", "début du message transféré", "début du message réexpédié",
        "mensaje original", "mensaje reenviado", "inicio del mensaje reenviado", "messaggio originale",
        "messaggio inoltrato", "inizio messaggio inoltrato", "mensagem original", "mensagem encaminhada",
        "mensagem reencaminhada", "início da mensagem encaminhada", "início da mensagem reencaminhada",
        "oorspronkelijk bericht", "origineel bericht", "doorgestuurd bericht", "begin doorgestuurd bericht",
        "oryginalna wiadomość", "wiadomość oryginalna", "wiadomość przekazana dalej", "przekazana wiadomość",
        "przekazana dalej wiadomość", "исходное сообщение", "пересылаемое сообщение", "пересланное сообщение",
        "конец пересылаемого сообщения", "начало переадресованного сообщения", "оригинальное сообщение",
        "вихідне повідомлення", "orijinal mesaj", "orijinal ileti", "özgün ileti", "iletilen mesaj",
        "iletilen ileti",
        "ursprungligt meddelande", "originalmeddelande", "vidarebefordrat meddelande", "vidarebefordrat brev",
        "vidarebefordrat mail", "oprindelig meddelelse", "original meddelelse", "oprindelig besked",
        "videresendt meddelelse", "videresendt besked", "opprinnelig melding", "original melding",
        "videresendt melding", "alkuperäinen viesti", "välitetty viesti", "edelleenlähetetty viesti",
        "původní zpráva", "původní e-mail", "přeposlaná zpráva", "pôvodná správa", "preposlaná správa",
        "eredeti üzenet", "továbbított üzenet", "mesaj original", "mesaj redirecționat", "izvorna poruka",
        "originalna poruka", "αρχικό μήνυμα", "missatge original", "pesan asli", "元のメッセージ", "転送メッセージ",
        "転送されたメッセージ", "原始邮件", "邮件原件", "转发的邮件", "转发邮件信息", "原始郵件", "轉寄郵件", "원본 메시지", "전달된 메시지",
        "הודעה מקורית", "الرسالة الأصلية",
    ]

    static let fromLabels: Set<String> = [
        "from", "von", "de", "da", "van", "od", "от", "від", "kimden", "gönderen", "från", "fra", "lähettäjä",
        "feladó",
        "expéditeur", "remitente", "mittente", "afzender", "nadawca", "avsändare", "afsender", "avsender",
        "odesílatel",
        "odosielateľ", "expeditor", "de la", "από", "dari", "từ", "差出人", "送信者", "发件人", "寄件者", "寄件人", "보낸 사람",
        "מאת",
        "من",
    ]

    static let dateLabels: Set<String> = [
        "sent", "date", "sent at", "gesendet", "gesendet am", "datum", "envoyé", "envoyé le", "enviado",
        "enviado el",
        "enviada", "enviada em", "enviado em", "fecha", "inviato", "data", "data invio", "verzonden",
        "wysłano",
        "wysłane", "отправлено", "дата", "надіслано", "gönderildi", "gönderme tarihi", "tarih", "skickat",
        "sendt",
        "dato", "lähetetty", "päiväys", "päivämäärä", "odesláno", "odoslané", "dátum", "küldve", "elküldve",
        "trimis",
        "poslano",
        "ημερομηνία", "στάλθηκε", "dikirim", "tanggal", "送信日時", "送信済み", "日付", "日時", "发送时间", "发送日期", "寄件日期",
        "日期", "時間",
        "时间", "보낸 날짜", "날짜", "נשלח", "תאריך", "תאריך שליחה", "تاريخ", "التاريخ", "تم الإرسال",
    ]

    static let toLabels: Set<String> = [
        "to", "cc", "an", "à", "para", "a", "aan", "do", "кому", "kime", "kimden", "till", "til",
        "vastaanottaja", "komu",
        "címzett", "către", "za", "prima", "προς", "kepada", "đến", "宛先", "收件人", "받는 사람", "אל", "إلى",
        "kopie", "kopia",
        "copie", "копия", "抄送", "副本",
    ]

    static let subjectLabels: Set<String> = [
        "subject", "betreff", "objet", "asunto", "oggetto", "assunto", "onderwerp", "temat", "тема", "konu",
        "ämne", "emne",
        "aihe", "předmět", "predmet", "tárgy", "subiect", "θέμα", "assumpte", "subjek", "perihal", "chủ đề",
        "件名", "主题",
        "主旨", "主題", "제목", "נושא", "الموضوع",
    ]
}
