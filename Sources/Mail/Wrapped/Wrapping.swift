/// The formats that a text may be wrapped in, other than multiparts and mails.
enum Wrapping {
    /// CMS (S/MIME, RFC 8551).
    ///
    /// - isEncrypted: the label says so
    case cms(isEncrypted: Bool)
    /// The two parts of an OpenPGP message (RFC 3156), which some servers take out of their multipart.
    case pgpEncrypted
    /// Signed or encrypted text, as programs sent it before RFC 3156.
    case pgp
    /// A file that may hold an OpenPGP message.
    case pgpFile
    /// Outlook's own format (winmail.dat).
    case tnef
    case rtf
    /// iCalendar (RFC 5545).
    case calendar
    /// The status of a mail: RFC 3464 or RFC 8098.
    case report

    /// nil for other types.
    init?(_ contentType: ContentType, fileName: String) {
        let name = fileName.lowercased()
        switch contentType.mediaType {
        case "application/pkcs7-mime", "application/x-pkcs7-mime":
            let type = contentType.parameters.text("smime-type")?.lowercased() ?? ""
            if type == "certs-only" { return nil }
            self = .cms(isEncrypted: type.hasPrefix("enveloped") || type.hasPrefix("authenveloped"))
        case "application/pgp-encrypted": self = .pgpEncrypted
        case "application/pgp": self = .pgp
        case "application/ms-tnef", "application/vnd.ms-tnef": self = .tnef
        case "text/rtf", "application/rtf", "application/x-rtf": self = .rtf
        case "text/calendar", "text/x-vcalendar", "application/ics": self = .calendar
        case "message/delivery-status", "message/global-delivery-status", "message/disposition-notification",
            "message/global-disposition-notification":
            self = .report
        case "application/octet-stream" where name.hasSuffix(".p7m"): self = .cms(isEncrypted: false)
        case "application/octet-stream" where [".asc", ".pgp", ".gpg"].contains { name.hasSuffix($0) }:
            self = .pgpFile
        case "application/octet-stream" where name == "winmail.dat" || name == "win.dat": self = .tnef
        case "application/octet-stream" where name.hasSuffix(".ics"): self = .calendar
        default: return nil
        }
    }
}
