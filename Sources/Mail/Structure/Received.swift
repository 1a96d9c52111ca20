extension Message {
    /// When the newest `Received:` (RFC 5321 section 4.4) says that the mail arrived, in seconds since 1970-01-01 00:00
    /// UTC: the date stands behind the last semicolon.
    package var arrived: Int? {
        header["Received"].flatMap { field in
            field.lastIndex(of: UInt8(ascii: ";")).flatMap { DateTime.seconds(field[($0 + 1)...]) }
        }
    }
}
