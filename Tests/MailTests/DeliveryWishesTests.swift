import Mail
import Testing

@Suite struct DeliveryWishesTests {
    private func mail(_ fields: String) -> Message {
        Message(parsing: Array("\(fields)\n\ntext\n".utf8))
    }

    @Test(arguments: [
        ("Importance: high", true), ("importance: HIGH", true), ("Importance: normal", false),
        ("Priority: urgent", true), ("Priority: non-urgent", false), ("Priority: (very) urgent", true),
        ("X-Priority: 1", true), ("X-Priority: 1 (Highest)", true), ("X-Priority: 2", true),
        ("X-Priority: 3", false), ("X-Priority: 11", false), ("Subject: urgent", false),
    ])
    func anUrgentMailSaysSo(field: String, isUrgent: Bool) {
        #expect(mail(field).isUrgent == isUrgent)
    }

    /// Seconds from `date -u -d ... +%s`.
    @Test(arguments: [
        ("Mon, 23 Nov 2026 10:00:00 +0000", 1_795_428_000),
        ("23 Nov 2026 10:00:00 +0000", 1_795_428_000),
        ("Mon, 23 Nov 2026 10:00 GMT", 1_795_428_000),
        ("Mon, 23 Nov 2026 11:00:00 +0100", 1_795_428_000),
        ("Mon, 23 Nov 2026 05:00:00 EST", 1_795_428_000),
        ("Mon, 23 Nov 2026 06:00:00 edt", 1_795_428_000),
        ("Mon, 23 Nov 2026 04:00:00 CST", 1_795_428_000),
        ("Mon, 23 Nov 2026 05:00:00 CDT", 1_795_428_000),
        ("Mon, 23 Nov 2026 03:00:00 MST", 1_795_428_000),
        ("Mon, 23 Nov 2026 04:00:00 MDT", 1_795_428_000),
        ("Mon, 23 Nov 2026 02:00:00 PST", 1_795_428_000),
        ("Mon, 23 Nov 2026 03:00:00 PDT", 1_795_428_000),
        ("Mon, 23 Nov 2026 10:00:00 1200", 1_795_428_000),
        ("Mon, 23 Nov 2026 03:30:00 -0630", 1_795_428_000),
        ("Mon,23 Nov 2026 10:00:00 +0000 (UTC)", 1_795_428_000),
        ("Mon (a day), 23 Nov\n 2026 10:00:00 +0000", 1_795_428_000),
        ("23 nov 26 10:00:00 Z", 1_795_428_000),
        ("1 Jan 1970 00:00:00 +0000", 0),
        ("29 Feb 2000 12:00:00 +0000", 951_825_600),
        ("29 Feb 2024 23:59:60 +0000", 1_709_251_200),
        ("1 Mar 100 00:00:00 +0000", 951_868_800),
        ("31 Dec 1999 23:59:59 +0000", 946_684_799),
        ("31 Dec 99 23:59:59 +0000", 946_684_799),
    ])
    func aDateIsReadInItsForms(date: String, seconds: Int) {
        #expect(mail("Expires: \(date)").expires == seconds)
        #expect(mail("Deferred-Delivery: \(date)").deferredDelivery == seconds)
    }

    @Test(arguments: [
        "", "tomorrow", "2026-11-23T10:00:00Z", "31 Nov 2026 10:00:00 +0000", "29 Feb 2100 10:00:00 +0000",
        "0 Nov 2026 10:00:00 +0000", "23 Foo 2026 10:00:00 +0000", "23 Nov 2026 24:00:00 +0000",
        "23 Nov 2026 10:60:00 +0000", "23 Nov 2026 1:00:00 +0000", "23 Nov 2026", "23 Nov 99999 10:00 +0000",
        "99999999999999999999 Nov 2026 10:00 +0000", "23 Nov 2026 ::: +0000", ",,,,,,",
        "\u{1F550} Nov 2026 10:00 +0000",
    ])
    func whatIsNoDateIsNoWish(date: String) {
        #expect(mail("Expires: \(date)").expires == nil)
    }
}
