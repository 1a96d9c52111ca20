/// Text at the end of a mail that is the same in every mail of the sender.
enum Signature {
    /// Lines of a signature. RFC 3676 recommends four, companies write three times as many; longer ones are
    /// text.
    static let longest = 20

    /// The line above a signature (RFC 3676, 4.3).
    ///
    /// - Parameter mayBeBare: whether it may lack its trailing space
    static func isDelimiter(_ line: String, mayBeBare: Bool) -> Bool {
        line == "-- " || (mayBeBare && line == "--")
    }

    /// Whether lines below a bare `--` say who somebody is and not what has happened: names, and below the first one a mail
    /// address or a phone number; or nothing.
    static func isOfPerson(_ lines: [String]) -> Bool {
        let written = lines.map { $0.split(whereSeparator: \.isWhitespace) }.filter { !$0.isEmpty }
        guard let first = written.first else { return true }
        let isContact = { isMailAddress($0) || isPhoneNumber($0) }
        return isName(first) && written.dropFirst().contains(where: isContact)
            && written.allSatisfy { isName($0) || isContact($0) || isAddress($0) }
    }

    /// A person, a position, a firm. No `/dev/sda1`, `Code: 4711`, `all is well` and no sentence.
    private static func isName(_ words: [Substring]) -> Bool {
        let longestName = 8
        guard let first = words.first?.first, let last = words.last, first.isLetter, !first.isLowercase,
            words.count <= longestName,
            !words.contains(where: { $0.contains { $0.isNumber || ":!?。".contains($0) } })
        else { return false }
        // Not `Example Inc.`
        return words.count == 1 || last.last != "." || last.first?.isLowercase != true
    }

    /// Perhaps with a label.
    private static func isMailAddress(_ words: [Substring]) -> Bool {
        words.count <= 2 && words.last.map { WrittenAddress.isMailAddress(Array($0.utf8)[...]) } == true
    }

    private static func isAddress(_ words: [Substring]) -> Bool {
        words.count <= 2 && words.last.map { WrittenAddress.isAddress(Array($0.utf8)[...]) } == true
    }

    /// With a label, or as it is written in the country or from abroad. Dates, accounts and order numbers look the same but
    /// for that.
    private static func isPhoneNumber(_ words: [Substring]) -> Bool {
        let label = words.first?.lowercased() ?? ""
        let isLabelled = phoneLabels.contains { label.hasPrefix($0) }
        let line = words.joined(separator: " ")
        let number = isLabelled ? line.drop { $0.isLetter || ".: ".contains($0) } : line[...]
        guard number.allSatisfy({ $0.isASCII && ($0.isNumber || "+()-/. ".contains($0)) }) else {
            return false
        }
        let digits = number.utf8.count(where: \.isASCIIDigit)
        let isDialled = number.first.map("(0".contains) == true
        let hasGroups = number.split { !$0.isNumber }.count > 1
        // E.164 allows 15; without an area code six are common.
        if number.first == "+" || isLabelled && (isDialled || hasGroups) { return (6...15).contains(digits) }
        // Codes are shorter.
        return (9...15).contains(digits) && (isLabelled || isDialled && hasGroups && !number.contains("."))
    }

    /// What a label begins with.
    private static let phoneLabels = [
        "tel", "tél", "phone", "fon", "fax", "mob", "móv", "cel", "handy", "gsm", "tlf", "puh", "тел", "моб",
        "电话", "電話", "手机", "手機", "전화", "t:", "t.", "m:", "m.", "p:", "p.", "f:", "f.",
    ]

    /// Text that phones and mail programs add: `Sent from my iPhone`, `Get Outlook for iOS`. It begins or
    /// ends with a phrase and contains the name of a device or program: `Sent from my backup job` and `Report
    /// sent from Outlook failed` may be the message, and so may a line with a phone number.
    static func isOfDevice(_ line: String) -> Bool {
        let longestLine = 160
        guard line.utf8.count <= longestLine else { return false }
        let text = line.lowercased()
        // An advertisement is one sentence.
        guard text.split(whereSeparator: \.isWhitespace).count <= 16 else { return false }
        let words = text.prefix { $0 != "<" }
        let longestVersion = 4
        guard words.count(where: \.isNumber) <= longestVersion else { return false }
        if words.utf8.holds("outlook".utf8), isOfOutlook(words) { return true }
        return phrases.contains { phrase in
            guard let place = Array(words.utf8).place(of: phrase.utf8),
                isAtEdge(words, place, length: phrase.utf8.count)
            else { return false }
            let after = String(decoding: words.utf8.dropFirst(place + phrase.utf8.count), as: UTF8.self)
            // `Von meinem Handy` may begin any sentence.
            let isOfSending =
                !phrase.hasPrefix("von mein") || text.contains("gesendet") || text.contains("geschickt")
            return isOfSending && namesDevice(text) && !goesOn(after)
        }
    }

    /// Whether a word begins with the name of a device. A name of a script without spaces may stand anywhere.
    private static func namesDevice(_ text: some StringProtocol) -> Bool {
        let bytes = Array(text.utf8)
        return devices.contains { device in
            guard let place = bytes.place(of: device.utf8) else { return false }
            let isInside =
                place > 0 && bytes[place - 1].isASCIILetter && device.utf8.first?.isASCIILetter == true
            let end = place + device.utf8.count
            return !isInside && !(device == "mac" && end < bytes.count && bytes[end].isASCIILetter)
        }
    }

    /// Whether it is an offer of Outlook, without its link: a verb, and what it is for at the beginning or the end, as in `Get
    /// Outlook for iOS`, `Outlook voor Android downloaden`, `iOS 版 Outlook を入手`, `取得 iOS 版 Outlook`.
    private static func isOfOutlook(_ line: Substring) -> Bool {
        let words = line.split(whereSeparator: \.isWhitespace).prefix { !$0.contains("://") }
            .joined(separator: " ").split { !$0.isLetter && $0 != "'" }
        guard words.count <= longestOffer else { return false }
        let namesSystem = { (word: Substring) in systems.contains { word.hasPrefix($0) } }
        if endingOffers.contains(where: { line.utf8.holds($0.utf8) }) {
            return (words.prefix(2) + words.suffix(2)).contains(where: namesSystem)
        }
        let isBare = words.count <= 3 && words.first == "outlook"
        return (isBare || words.contains { offers.contains(String($0)) })
            && words.suffix(2).contains(where: namesSystem)
    }

    private static let longestOffer = 8
    private static let offers: Set<String> = [
        "get", "download", "holen", "télécharger", "téléchargez", "obtenez", "obtenir", "obtener", "obtén",
        "descargar", "obter", "baixar", "transferir", "scarica", "ottieni", "ottenere", "downloaden",
        "pobierz",
        "скачать",
        "получить", "получите", "завантажити", "отримати", "hämta", "hent", "skaff", "hanki", "lataa",
        "získejte",
        "získajte", "stáhnout", "letöltése", "obțineți", "preuzmite", "nabavite", "obteniu", "dapatkan",
        "beziehen",
        "herunterladen",
    ]
    /// Verbs of languages in which the name of the system may come first.
    private static let endingOffers = ["edinin", "indirin", "入手", "获取", "取得", "下载", "下載", "다운로드", "가져오기"]

    /// Whether something is said after the device: `Sent from my iPad. Mom is in hospital`. What names a device or an address
    /// itself goes on with the advertisement.
    private static func goesOn(_ text: String) -> Bool {
        var pieces = [""]
        var mark: Character?
        for character in text {
            // A mark in front of a space; those of Chinese and Japanese need none.
            if let last = mark, character.isWhitespace || !last.isASCII { pieces.append("") }
            mark = marks.contains(character) ? character : nil
            if character == "(" || dashes.contains(character) && pieces.last?.last == " " {
                pieces.append("")
            }
            pieces[pieces.count - 1].append(character)
        }
        let isSaid = { (piece: String) in
            piece.contains(where: \.isLetter) && !namesDevice(piece) && !piece.contains("://")
        }
        let name = pieces.removeFirst().split(whereSeparator: \.isWhitespace)
        let end = name.lastIndex { namesDevice($0) }.map { $0 + 1 } ?? 1
        return pieces.contains(where: isSaid) || name.count - end > longestName
    }

    private static let marks: Set<Character> = [",", ".", ":", ";", "!", "，", "。", "：", "；", "！", "、"]
    private static let dashes: Set<Character> = ["-", "–", "—"]
    /// Words after the name of the device: `iPhone 15 Pro Max`, `Proton Mail secure email`.
    private static let longestName = 3

    /// Whether a phrase begins the line, also after `This mail was`, or ends it, and is no label.
    private static func isAtEdge(_ text: Substring, _ place: Int, length: Int) -> Bool {
        let before = String(decoding: text.utf8.prefix(place), as: UTF8.self)
        let after = String(decoding: text.utf8.dropFirst(place + length), as: UTF8.self)
        guard after.first != ":", after.first != "\u{FF1A}" else { return false }
        let opener = before.split { !$0.isLetter }.first.map(String.init)
        // At the end only of a short line: in some languages a sentence ends in the verb.
        let words = before.split(whereSeparator: \.isWhitespace).count
        return opener.map(openers.contains) ?? true || (after.allSatisfy(\.isWhitespace) && words <= 3)
    }

    /// "This", before "mail" or "message".
    private static let openers: Set<String> = [
        "this", "diese", "dieses", "ce", "cet", "este", "esta", "questo", "questa", "dit", "deze",
    ]

    /// What Outlook is offered for.
    private static let systems = ["ios", "android"]

    private static let phrases = [
        "sent from", "sent via", "sent with", "get bluemail", "von meinem", "von meiner", "gesendet",
        "envoyé de", "envoyé depuis", "envoyé avec", "envoyé à partir", "sent using",
        "来自我的", "從我的", "从我的", "发送自", "enviado desde", "enviado do", "enviado de",
        "enviado a partir",
        "enviado via", "enviado con", "inviato da", "inviato dal", "verstuurd vanaf", "verzonden vanaf",
        "verzonden met",
        "wysłane z", "wysłano z", "отправлено с", "отправлено из", "надіслано з", "gönderildi",
        "skickat från", "sendt fra",
        "lähetetty", "odesláno z", "odoslané z", "küldve", "elküldve", "trimis de pe", "poslano s",
        "στάλθηκε από",
        "から送信", "发自", "發自",
        "傳送自我的", "에서 보냄", "나의", "נשלח", "أُرسلت", "أرسلت", "مرسل من", "مُرسل من", "đã gửi từ", "ส่งจาก",
        "dikirim dari",
        "enviat des",
    ]

    private static let devices = [
        "iphon", "ipad", "ipod", "android", "samsung", "galaxy", "huawei", "xiaomi", "redmi", "pixel",
        "oneplus", "htc", "via superhuman",
        "fairphone", "nokia", "motorola", "blackberry", "sony", "xperia", "windows phone", "smartphone",
        "telefon",
        "telefoon", "phone", "téléphone", "teléfono", "telefono", "telemóvel", "celular", "móvil", "mobile",
        "mobil", "handy", "tablet", "tablette", "телефон",
        "смартфон", "устройства", "手机", "手機", "휴대폰", "outlook", "yahoo", "gmail", "gmx", "web.de", "proton",
        "mail.ru", "яндекс", "thunderbird", "mailspring", "aol", "hey.com", "apple watch", "mail for windows",
        "почты mail", "网易邮箱", "qq邮箱", "boxer",
        "edison mail", "fastmail", "with spark", "bluemail", "k-9 mail", "fairemail",
        "mail für windows", "mail app", "email app", "mac", "zoho mail", "mailbird", "邮件应用",
    ]
}
