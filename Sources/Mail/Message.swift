/// A parsed mail (RFC 5322, RFC 2045 to 2049). Parsing never fails: damage only degrades the text.
package struct Message: Sendable {
    package let header: HeaderFields
    /// The text that a reader sees first.
    package let body: MessageText

    /// - Parameters:
    ///   - bytes: the whole mail, with CRLF or LF line ends; an mbox `From ` line may precede it
    ///   - options: how to prepare the text
    package init(parsing bytes: [UInt8], options: TextOptions = TextOptions()) {
        let structure = MIMEStructure(parsing: LineEnds.withLineFeeds(bytes))
        header = structure.header
        var body = Self.body(of: structure, options)
        // A mail of links alone, such as one around a whole card, still has its text.
        if options.links == .none, body.saysNothing {
            var options = options
            options.links = .text
            var withLinks = Self.body(of: structure, options)
            withLinks.useTreatments.append(.onlyLinks)
            if !withLinks.saysNothing { body = withLinks }
        }
        self.body = body
    }

    private static func body(of structure: MIMEStructure, _ options: TextOptions) -> MessageText {
        var body = TextChoice(structure, embedding: 0, options: options).messageText()
        if options.quotes == .remove { body.removeQuotes() }
        return body
    }

    /// The subject, unfolded and decoded (RFC 2047); nil if the field is missing.
    package var subject: String? { header["Subject"].map { EncodedWords.decode(field: $0) } }
}
