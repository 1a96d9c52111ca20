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

    /// Text that phones and mail programs add: `Sent from my iPhone`, `Get Outlook for iOS`. It must contain
    /// the name of a device or program, since `Sent from my backup job` may be the message.
    static func isOfDevice(_ line: String) -> Bool {
        let longestLine = 160
        guard line.utf8.count <= longestLine else { return false }
        let text = line.lowercased()
        func holds(_ phrases: [String]) -> Bool { phrases.contains { text.utf8.holds($0.utf8) } }
        guard holds(phrases), holds(devices) else { return false }
        // An advertisement is one sentence.
        return text.split(whereSeparator: \.isWhitespace).count <= 16
    }

    private static let phrases = [
        "sent from", "sent via", "sent with", "get outlook", "von meinem", "von meiner", "gesendet",
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
        "获取", "에서 보냄", "나의",
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
        "mail für windows", "mail app", "mac",
    ]
}
