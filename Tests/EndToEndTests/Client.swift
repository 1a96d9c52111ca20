import Foundation

/// A program that sends mail, set up as documented. Each is a file in `Clients/`.
struct Client: Sendable, CustomStringConvertible {
    /// The program, and its file.
    let program: String
    let file: String
    /// The file with the settings of the machine's own Postfix, which relays its mail; nil: it connects
    /// itself.
    let postfix: String?
    let input: String

    let phone: String
    /// The text of its SMS.
    let text: String
    let complaints: Complaints

    /// - Parameter command: program and file
    init(
        _ command: String, through postfix: String? = nil, input: String = "", _ phone: String,
        _ text: String,
        _ complaints: Complaints = .reply
    ) {
        let words = command.split(separator: " ", maxSplits: 1).map(String.init)
        program = words.first ?? ""
        file = words.last ?? ""
        self.postfix = postfix
        self.input = input
        self.phone = phone
        self.text = text
        self.complaints = complaints
    }

    var description: String {
        postfix.map { "\(file) through \($0)" } ?? file
    }
}

extension Client {
    static let all = [
        Client(
            "bash curl-587.sh", "+12025550101", "Your appointment is confirmed for tomorrow at 10:00 AM.",
            .curl),
        Client("bash curl-465.sh", "+12025550102", "Your verification code is 1234", .curl),
        Client("python3 smtplib-587.py", "+12025550103", "Your package has been shipped!", .smtplib),
        Client("python3 smtplib-465.py", "+12025550104", "Your package has been shipped!", .smtplib),
        Client("nodejs nodemailer-587.js", "+12025550105", "Your verification code is 1234", .nodemailer),
        Client("nodejs nodemailer-465.js", "+12025550106", "Your verification code is 1234", .nodemailer),
        Client("php phpmailer-587.php", "+12025550107", "Your verification code is 1234", .phpmailer),
        Client("php phpmailer-465.php", "+12025550108", "Your verification code is 1234", .phpmailer),

        Client("php mail.php", through: "postfix-587.cf", "+12025550109", "Your verification code is 1234"),
        Client(
            "bash nagios-bsd-mailx.sh", through: "postfix-587.cf", "+12025550110",
            "CRITICAL - Kühlraum: 81 °C"),
        Client(
            "bash nagios-s-nail.sh", through: "postfix-587.cf", "+12025550111", "CRITICAL - Kühlraum: 81 °C"),
        Client(
            "bash sendmail.sh", through: "postfix-587.cf", "+12025550112", "Backup of db1 took 18 minutes"),
        Client(
            "bash sendmail.sh", through: "postfix-465.cf", "+12025550112", "Backup of db1 took 18 minutes"),

        Client("bash msmtp-587.sh", "+12025550113", "/dev/sda1 is 91 % full"),
        Client("bash msmtp-465.sh", "+12025550114", "/dev/sda1 is 91 % full"),
        Client("bash swaks-587.sh", "+12025550115", "Your verification code is 1234"),
        Client("bash swaks-465.sh", "+12025550116", "Your verification code is 1234"),
        Client(
            "python3 grafana.py", input: golden("html-grafana.html"), "+12025550117",
            golden("html-grafana.txt").trimmingCharacters(in: .newlines)),
    ]

    private static func golden(_ name: String) -> String {
        let path = Project.root + "Tests/MailTests/Golden/" + name
        return (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }
}

/// The text that the user of a client sees when a mail fails.
struct Complaints: Sendable {
    let wrongPassword: String
    /// When the recipient is `bob@smtp.sms-gate.app`.
    let badNumber: String

    /// The replies themselves.
    static let reply = Complaints(
        wrongPassword: "535 5.7.8 Error: authentication failed: Authentication failed",
        badNumber:
            "550 5.1.3 <bob@smtp.sms-gate.app>: Recipient address rejected: Invalid phone number format")

    /// Shows the replies themselves with `--verbose`.
    static let curl = Complaints(
        wrongPassword: "curl: (67) Login denied", badNumber: "curl: (55) RCPT failed: 550")

    static let smtplib = Complaints(
        wrongPassword: """
            SMTPAuthenticationError: (535, b'5.7.8 Error: authentication failed: Authentication failed')
            """,
        badNumber: """
            SMTPRecipientsRefused: {'bob@smtp.sms-gate.app': (550, b'5.1.3 <bob@smtp.sms-gate.app>: Recipient \
            address rejected: Invalid phone number format')}
            """)

    static let nodemailer = Complaints(
        wrongPassword: "Error: Invalid login: \(reply.wrongPassword)",
        badNumber: "Error: Can't send mail - all recipients were rejected: \(reply.badNumber)")

    /// Shows the replies themselves with `$mail->SMTPDebug = 2`.
    static let phpmailer = Complaints(
        wrongPassword: "SMTP connect() failed.",
        badNumber: """
            SMTP Error: The following recipients failed: bob@smtp.sms-gate.app: <bob@smtp.sms-gate.app>: \
            Recipient address rejected: Invalid phone number format
            """)
}
