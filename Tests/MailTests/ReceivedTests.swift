import Mail
import Testing

@Suite struct ReceivedTests {
    @Test(
        arguments: [
            ("by mx.example (Postfix) id 4F1; Thu, 1 Jan 2026 00:00:00 +0000", "4F1"),
            ("from a (b [192.0.2.1]) by c (Postfix) with ESMTPSA id 4bXyZ1z234 for <d@e>; x", "4bXyZ1z234"),
            // A client may use any name.
            ("from id (x [192.0.2.1]) by c (Postfix) with ESMTP id 4F1; x", "4F1"),
            ("from by (id 666 [192.0.2.1]) by id (Postfix) with ESMTP ID 4F1; x", "4F1"),
            (
                "from [192.0.2.1] (x (id 5) [192.0.2.1]) (using TLSv1.3 (id 6)) by c with SMTP id 4F1; x",
                "4F1"
            ),
            ("by mx.example (Postfix, from userid 0)\n\tid 4F1; x", "4F1"),
            ("from a by c with SMTP for <d@e>; x", nil), ("", nil), (";", nil), ("by c id", nil),
            ("by c id;", nil),
            ("(unfinished by c id 4F1; x", nil),
        ] as [(String, String?)])
    func namesTheQueueID(value: String, id: String?) {
        #expect(Received(Array(value.utf8)).id == id)
    }

    @Test func hasADateBehindTheLastSemicolon() {
        let received = Received(Array("by c (a; b) id 1; Thu, 1 Jan 2026 00:00:00 +0000 (UTC)".utf8))
        #expect(received.date == 1_767_225_600)
        #expect(received.dateText == "Thu, 1 Jan 2026 00:00:00 +0000 (UTC)")
        #expect(Received(Array("by c id 1; soon".utf8)).date == nil)
        #expect(Received(Array("by c id 1".utf8)).date == nil)
    }
}
