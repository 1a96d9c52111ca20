import Accounts
import Configuration
import Files
import TemporaryFile
import Testing

@Suite("The extra fields of a user") struct ExtraFieldTests {
    /// Whatever the mistake, a field is not left out silently.
    @Test(arguments: [
        ("sms_segments=2", "unknown extra field: sms_segments"),
        ("sms_=2", "unknown extra field: sms_"),
        // Users cannot set these.
        ("sms_smsgate_url=https://sms.example", "unknown extra field: sms_smsgate_url"),
        ("sms_default_user=bob", "unknown extra field: sms_default_user"),
        ("sms_skip_phone_validation=yes", "unknown extra field: sms_skip_phone_validation"),
        ("sms_priority=high", "sms_priority: bad value: expected a number from -128 to 127"),
        ("sms_priority", "sms_priority: bad value: expected a number from -128 to 127"),
        ("sms_device_id=1234567890123456789012", "sms_device_id: bad value: expected at most 21 characters"),
        // In capitals, or with another character than "=".
        ("SMS_PASSWORD=s3cret", "unknown extra field: SMS_PASSWORD"),
        ("SMS_priority=1", "unknown extra field: SMS_priority"),
        ("sms_password:s3cret", "unknown extra field: sms_password..."),
    ])
    func namesABadOne(field: String, what: String) throws {
        try withTemporaryFile("bob:x\nalice:s3cret::::::proxy=y \(field)\n".utf8) { path in
            let map = try CredentialsFile(path: path)
            let account = try #require(try map.account(of: "alice"))
            let error = ConfigurationError("\(path): line 2: \(what)")
            #expect(throws: error) { try Configuration().applying(account) }
            #expect(map.problems(in: Configuration()).map(\.error) == [error])
        }
    }

    /// Also where the name is misspelt or a space cuts the password.
    @Test(arguments: [
        ("sms_user=bob sms_password=s3cret sms_priority=1", "sms_user=bob sms_password sms_priority=1"),
        ("sms_pasword=s3cret", "sms_pasword"), ("sms_Password=s3cret", "sms_Password"),
        ("sms_smsgate_url=http://a:s3cret@b", "sms_smsgate_url"), ("sms_password=two s3cret", "sms_password"),
        ("s3cret userdb_pass=s3cret sms_header_options", "sms_header_options=yes"),
        ("sms_password:s3cret", "sms_password..."), ("sms_user=kate:s3cret", "sms_user"),
        ("SMS_PASSWORD=s3cret", "SMS_PASSWORD"), ("SMS_priority=1", "SMS_priority"),
    ])
    func areListedWithoutAPassword(fields: String, shown: String) throws {
        try withTemporaryFile("alice:x::::::\(fields)\n".utf8) { path in
            let users = try CredentialsFile(path: path).users
            #expect(users.first?.extraFields.compactMap(\.shown).joined(separator: " ") == shown)
        }
    }
}
