/// A mail's own wishes for its delivery. An invalid date or unknown word is ignored.
extension Message {
    /// `Importance: high` (RFC 2156), `Priority: urgent` (RFC 2156), or `X-Priority: 1` or `2`, as in Outlook
    /// and others.
    package var isUrgent: Bool {
        word("Importance") == "high" || word("Priority") == "urgent"
            || ["1", "2"].contains(word("X-Priority"))
    }

    /// `Expires:` (RFC 2156, RFC 4021), in seconds since 1970-01-01 00:00 UTC: the mail is useless
    /// afterwards.
    package var expires: Int? { header["Expires"].flatMap(DateTime.seconds) }

    /// `Deferred-Delivery:` (RFC 2156), in seconds since 1970-01-01 00:00 UTC: the mail must not be delivered
    /// before.
    package var deferredDelivery: Int? { header["Deferred-Delivery"].flatMap(DateTime.seconds) }

    /// The first word of a field, in lower case.
    private func word(_ name: String) -> String? {
        header[name].map { field in
            var reader = StructuredField(field)
            reader.skipComments()
            return String(decoding: reader.word(), as: UTF8.self).lowercased()
        }
    }
}
