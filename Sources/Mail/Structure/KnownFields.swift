/// The header fields of mail programs, to distinguish a field from text with a colon.
///
/// From the IANA registry of permanent message header field names, and unregistered ones that servers and
/// programs add.
enum KnownFields {
    static func contains(_ name: ArraySlice<UInt8>) -> Bool {
        guard name.count <= longestName else { return true }
        let name = String(decoding: name.map(\.lowercased), as: UTF8.self)
        return names.contains(name) || families.contains { name.hasPrefix($0) }
    }

    /// Whether this is a field, not a line of text that begins with the name of one: `Status: RO`, not
    /// `Status: down`.
    static func isField(_ name: ArraySlice<UInt8>, value: ArraySlice<UInt8>) -> Bool {
        guard contains(name) else { return false }
        let value = value.trimmed()
        let name = String(decoding: name.map(\.lowercased), as: UTF8.self)
        switch name {
        // The flags of mbox.
        case "status":
            return ["", "R", "O", "RO", "OR", "U", "N", "D"].contains { value.elementsEqual($0.utf8) }
        case "lines", "bytes": return value.allSatisfy(\.isASCIIDigit)
        case "priority", "importance", "sensitivity", "precedence":
            return !value.contains(where: \.isWhiteSpaceOrLineEnd)
        default: return !words.contains(name)
        }
    }

    /// Fields of Usenet and of old programs, which are no more than words in mail of today.
    private static let words: Set<String> = [
        "summary", "path", "control", "distribution", "for", "hash", "archive", "mailer",
    ]

    /// No line of text starts with so long a word.
    private static let longestName = 76

    /// Names with these prefixes belong to a program or a group of fields.
    private static let families = [
        "x-", "content-", "resent-", "list-", "arc-", "dkim-", "domainkey-", "authentication-", "received-",
        "mime-", "original-", "thread-", "auto-", "delivered-", "disposition-", "return-", "reply-", "dlp-",
        "spamdiagnostic", "spamd-", "mailgun-", "sg-", "cf-", "zm-", "isode-", "bounces-",
        "errors-",
        "envelope-", "ironport-", "feedback-", "require-", "accept-", "apparently-", "old-",
        "mailing-",
        "message-", "mmhs-", "ms-", "msip_", "pics-", "posting-", "prevent-", "sio-", "tls-", "user-",
        "bimi-", "amq-", "illegal-", "ui-", "cfbl-", "spam-", "dl-", "deferred-", "discarded-", "in-reply-",
        "generate-", "delivery-", "alternate-", "latest-", "obsoletes-", "injection-", "nntp-", "article-",
        "suggested_attachment_", "precedence-", "status-version", "wm-", "amazon-ses-",
    ]

    private static let names: Set<String> = [
        "subject", "from", "to", "cc", "bcc", "sender", "date", "received", "references", "comments",
        "keywords",
        "organization", "organisation", "importance", "priority", "precedence", "sensitivity", "encrypted",
        "autocrypt", "autosubmitted", "autoforwarded", "acceptlanguage", "face", "lines", "bytes",
        "newsgroups",
        "followup-to", "distribution", "path", "xref", "expires", "expiry-date", "supersedes", "approved",
        "control", "archived-at", "archive", "also-control", "approved-by", "status", "mbox-line", "language",
        "eesst-version", "ediint-features", "conversion", "conversion-with-loss", "incomplete-copy",
        "jabber-id", "openpgp", "pp-correlation-id", "solicitation", "sun-version", "form-sub",
        "form-version",
        "originator-return-address",
        "dc-delivery-report", "supersede", "vbr-info", "relay-version", "summary", "hash", "acknowledge-to",
        "rcpt-to", "in-reply-to", "http-equiv", "savedfromemail", "user-agent", "envelope-to", "for",
        "mailer", "disclose-recipients", "downgraded-from", "downgraded-to", "hidden-recipients",
        "mail-followup-to",
        "mail-reply-to", "mail-copies-to", "mail-system-version", "mail-from", "replyto", "campaign_id",
    ]
}

extension KnownFields {
    /// Whether a field belongs to MIME and has a value that MIME allows, which indicates a header.
    static func isMIME(_ name: ArraySlice<UInt8>, value: ArraySlice<UInt8>) -> Bool {
        let value = value.trimmed()
        switch String(decoding: name.map(\.lowercased), as: UTF8.self) {
        case "mime-version": return value.first?.isASCIIDigit == true
        case "content-type": return ContentType.isValid(value)
        case "content-transfer-encoding": return TransferEncoding.isKnown(value)
        default: return false
        }
    }
}
