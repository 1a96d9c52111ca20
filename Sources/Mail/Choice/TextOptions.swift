/// How the text of a mail is prepared. See postsms.cf(5).
package struct TextOptions: Equatable, Sendable {
    package var links = LinkUse.address
    package var quotes = QuoteUse.keep

    package init(links: LinkUse = .address, quotes: QuoteUse = .keep) {
        self.links = links
        self.quotes = quotes
    }
}
