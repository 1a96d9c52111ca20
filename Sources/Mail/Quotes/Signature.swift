/// Text at the end of a mail that is the same in every mail of the sender.
enum Signature {
    /// Lines of a signature. RFC 3676 recommends four, companies write three times as many; longer ones are
    /// text.
    static let longest = 20

    /// The line above a signature (RFC 3676, 4.3), also without its trailing space.
    static func isDelimiter(_ line: String) -> Bool {
        let bytes = Array(line.utf8)
        return bytes.elementsEqual([hyphen, hyphen, space]) || bytes.elementsEqual([hyphen, hyphen])
    }

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
        return phrases.contains { phrase in
            guard let place = Array(words.utf8).place(of: phrase.utf8),
                isAtEdge(words, place, length: phrase.utf8.count)
            else { return false }
            if phrase.utf8.holds("outlook".utf8) { return isOfOutlook(words) }
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

    /// Whether an offer of Outlook, without its link, begins or ends with what it is for: `Get Outlook for iOS`, `Outlook voor
    /// Android downloaden`, `iOS 版 Outlook を入手`.
    private static func isOfOutlook(_ line: Substring) -> Bool {
        var words = line.split(whereSeparator: \.isWhitespace).prefix { !$0.contains("://") }
            .joined(separator: " ").split { !$0.isLetter }.map(String.init)
        let first = words.first
        words.removeFirst(max(0, words.count - 2))
        return systems.contains { words.contains($0) || first == $0 }
    }

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
        "sent from", "sent via", "sent with", "get outlook", "holen sie sich outlook", "von meinem",
        "von meiner", "gesendet",
        "outlook für",
        "envoyé de", "envoyé depuis", "envoyé avec", "télécharger outlook", "obtenez outlook",
        "obtenir outlook",
        "enviado desde", "enviado do", "enviado de", "enviado a partir", "enviado via", "enviado con",
        "obtener outlook",
        "obter o outlook", "inviato da", "inviato dal", "scarica outlook", "ottieni outlook",
        "verstuurd vanaf", "verzonden vanaf",
        "verzonden met", "outlook voor", "wysłane z", "wysłano z", "pobierz outlook", "отправлено с",
        "отправлено из",
        "скачать outlook", "надіслано з", "gönderildi", "outlook'u edinin", "skickat från", "hämta outlook",
        "sendt fra",
        "hent outlook", "skaff deg outlook", "lähetetty", "hanki outlook", "odesláno z", "odoslané z",
        "získejte outlook",
        "küldve", "trimis de pe", "poslano s", "στάλθηκε από", "から送信", "outlook を入手", "发自我的", "發自我的", "從我的",
        "傳送自我的",
        "获取", "에서 보냄", "나의", "נשלח", "أُرسلت", "أرسلت", "đã gửi từ", "ส่งจาก", "dikirim dari", "enviat des",
    ]

    private static let devices = [
        "iphon", "ipad", "ipod", "android", "samsung", "galaxy", "huawei", "xiaomi", "redmi", "pixel",
        "oneplus",
        "fairphone", "nokia", "motorola", "blackberry", "sony", "xperia", "windows phone", "smartphone",
        "telefon",
        "telefoon", "phone", "téléphone", "teléfono", "telefono", "telemóvel", "celular", "móvil", "mobile",
        "mobil", "handy", "tablet", "tablette", "телефон",
        "смартфон", "устройства", "手机", "手機", "휴대폰", "outlook", "yahoo", "gmail", "gmx", "web.de", "proton",
        "mail.ru", "яндекс", "thunderbird", "mailspring", "aol", "hey.com", "apple watch", "mail for windows",
        "mail für windows", "mail app", "email app", "mac",
    ]
}
