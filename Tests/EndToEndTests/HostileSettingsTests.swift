import Foundation
import Testing

/// Settings of main.cf for other services, in groups that belong together. Each of them, without the settings
/// of postfix/master.cf, lets strangers in, keeps clients out, or changes or removes their mail.
private enum HostileSettings: String, CaseIterable {
    case restrictions, early, authentication, clients, commands, limits, tls, milters, filters, checks,
        addresses
    case mime, replies

    var settings: [String] {
        switch self {
        case .restrictions:
            ["client", "helo", "sender", "relay", "recipient", "data", "end_of_data", "etrn"].map {
                "smtpd_\($0)_restrictions = reject"
            } + ["smtpd_helo_required = yes", "smtpd_reject_unlisted_sender = yes"]
        case .early:
            [
                "smtpd_delay_reject = no", "smtpd_relay_before_recipient_restrictions = no",
                "smtpd_client_restrictions = check_policy_service inet:127.0.0.1:1",
                "smtpd_sender_restrictions = reject_sender_login_mismatch",
                "smtpd_sender_login_maps = static:somebody", "smtpd_restriction_classes = postsms_class",
                "postsms_class = reject",
                "smtpd_end_of_data_restrictions = check_policy_service inet:127.0.0.1:1",
                "smtpd_data_restrictions = check_policy_service unix:private/none",
                "smtpd_policy_service_try_limit = 1",
            ]
        case .authentication:
            [
                "smtpd_sasl_mechanism_filter = !plain, static:rest",
                "smtpd_sasl_exceptions_networks = 127.0.0.0/8",
                "smtpd_sasl_security_options = noplaintext", "smtpd_sasl_tls_security_options = noplaintext",
                "smtpd_sasl_local_domain = realm.example", "smtpd_sasl_authenticated_header = yes",
                "smtpd_sasl_type = cyrus", "smtpd_sasl_path = private/none",
                "smtpd_sasl_response_limit = 100",
                "smtpd_sasl_auth_enable = no", "broken_sasl_auth_clients = yes",
            ]
        case .clients:
            [
                "smtpd_authorized_xclient_hosts = 127.0.0.0/8",
                "smtpd_authorized_xforward_hosts = 127.0.0.0/8",
                "smtpd_authorized_verp_clients = 127.0.0.0/8", "smtpd_peername_lookup = no",
                "smtpd_dns_reply_filter = hash:/nonexistent", "smtpd_client_port_logging = yes",
                "mynetworks = 127.0.0.0/8", "smtpd_client_restrictions = permit_mynetworks",
                "smtpd_recipient_restrictions = permit_mynetworks",
                "smtpd_relay_restrictions = permit_mynetworks",
            ]
        case .commands:
            [
                "smtpd_discard_ehlo_keywords = auth, starttls, dsn, chunking",
                "smtpd_discard_ehlo_keyword_address_maps = static:auth,starttls,dsn,chunking",
                "smtpd_noop_commands = AUTH MAIL", "smtpd_forbidden_commands = MAIL RCPT AUTH",
                "smtpd_command_filter = regexp:{ {/^MAIL.*/ NOOP} }", "strict_rfc821_envelopes = yes",
                "disable_vrfy_command = no", "strict_smtputf8 = yes", "line_length_limit = 512",
                "smtpd_upstream_proxy_protocol = haproxy",
            ]
        case .limits:
            [
                "message_size_limit = 100", "smtpd_recipient_limit = 1",
                "smtpd_recipient_overshoot_limit = 1",
                "smtpd_client_connection_count_limit = 20", "smtpd_soft_error_limit = 2",
                "smtpd_log_access_permit_actions = static:all",
                "smtpd_delay_open_until_valid_rcpt = no", "hopcount_limit = 1", "header_size_limit = 10",
                "queue_file_attribute_count_limit = 1",
            ]
        case .tls:
            [
                "smtpd_tls_protocols = SSLv3", "smtpd_tls_mandatory_protocols = SSLv3",
                "smtpd_tls_ciphers = null",
                "smtpd_tls_mandatory_ciphers = null", "smtpd_tls_exclude_ciphers = ALL",
                "smtpd_tls_req_ccert = yes",
                "smtpd_tls_mandatory_exclude_ciphers = ALL", "smtpd_tls_ask_ccert = yes",
                "smtpd_tls_wrappermode = yes",
                "smtpd_enforce_tls = yes", "smtpd_tls_security_level = encrypt",
            ]
        case .milters:
            [
                "smtpd_milters = inet:127.0.0.1:1", "non_smtpd_milters = inet:127.0.0.1:1",
                "smtpd_milter_maps = static:{inet:127.0.0.1:1}", "milter_default_action = reject",
                "milter_protocol = 2", "milter_header_checks = static:DISCARD",
            ]
        case .filters:
            [
                "content_filter = smtp:[127.0.0.1]:1", "smtpd_proxy_filter = 127.0.0.1:1",
                "receive_override_options = no_milters", "cleanup_service_name = none",
            ]
        case .checks:
            ["header_checks", "mime_header_checks", "nested_header_checks", "body_checks"].map {
                "\($0) = regexp:{ {/./ DISCARD} }"
            }
        case .addresses:
            [
                "canonical_maps = static:a@other.example",
                "recipient_canonical_maps = static:b@other.example",
                "sender_canonical_maps = hash:/nonexistent",
                "virtual_alias_maps = inline:{ +12025550123@smtp.sms-gate.app=c@other.example }",
                "always_bcc = d@other.example", "sender_bcc_maps = static:e@other.example",
                "recipient_bcc_maps = static:f@other.example", "masquerade_domains = sms-gate.app",
                "masquerade_classes = envelope_sender, envelope_recipient, header_sender, header_recipient",
                "local_recipient_maps = hash:/nonexistent", "relay_recipient_maps = hash:/nonexistent",
                "append_at_myorigin = no", "virtual_alias_expansion_limit = 1",
            ]
        case .mime:
            [
                "strict_8bitmime = yes", "strict_8bitmime_body = yes", "strict_7bit_headers = yes",
                "strict_mime_encoding_domain = yes", "message_reject_characters = e",
                "message_strip_characters = l",
                "message_drop_headers = content-type, content-transfer-encoding",
                "always_add_missing_headers = yes",
                "smtpd_forbid_bare_newline = no", "smtpd_forbid_bare_newline_exclusions = 127.0.0.0/8",
                "enable_long_queue_ids = no",
            ]
        case .replies:
            ["soft_bounce = yes", "smtpd_reject_footer = call us", "reject_code = 421", "smtpd_banner = x"]
        }
    }
}

@Suite(.serialized) struct HostileSettingsTests {
    /// Non-ASCII text without a charset label, so that a lost header shows.
    private static let mail = """
        From: a@b.example
        Subject: Prüfung
        Content-Type: text/plain; charset=iso-8859-1
        Content-Transfer-Encoding: quoted-printable

        Hello, K=FChlraum

        """

    @Test(arguments: HostileSettings.allCases)
    fileprivate func ofMainCFDoNotReachTheTwoServices(_ group: HostileSettings) async throws {
        try await withGateway(settings: group.settings) { gateway in
            for tls in [false, true] {
                let sent = try await gateway.curl(Self.mail, tls: tls)
                #expect(sent.status == 0, "\(sent.errors)")
                let upgraded =
                    tls ? nil : try await gateway.curl(Self.mail, tls: false, options: ["--ssl-reqd"])
                #expect(upgraded?.status ?? 0 == 0, "\(upgraded?.errors ?? "")")
                #expect(sent.errors.contains(/< 250[- ]SIZE 10240000\n/), "\(sent.errors)")

                let wrong = try await gateway.dialogue(Gateway.login("alice", "wrong"), tls: tls)
                #expect(
                    wrong.last == "535 5.7.8 Error: authentication failed: Authentication failed"
                        || wrong.last == "535 5.7.8 call us", "\(wrong)")

                let probes = [
                    #"EHLO client.example\r\n"#, #"XCLIENT LOGIN=alice\r\n"#, #"XFORWARD NAME=x\r\n"#,
                    #"ETRN smtp.sms-gate.app\r\n"#, #"VRFY postmaster\r\n"#, #"MAIL FROM:<a@b.example>\r\n"#,
                    #"RCPT TO:<+12025550123@smtp.sms-gate.app>\r\n"#, #"RCPT TO:<postmaster>\r\n"#,
                    #"DATA\r\n"#,
                ]
                let replies = try await gateway.dialogue(probes, tls: tls)
                try #require(replies.count == probes.count, "\(replies)")
                for number in [1, 2, 3, 4, 8] { #expect(replies[number].hasPrefix("5"), "\(replies)") }
                for number in [6, 7] { #expect(replies[number].hasPrefix("530 5.7.0 "), "\(replies)") }

                let postmaster = try await gateway.dialogue(
                    Gateway.login() + [#"MAIL FROM:<a@b.example>\r\n"#, #"RCPT TO:<postmaster>\r\n"#],
                    tls: tls)
                #expect(postmaster.last?.hasPrefix("550 5.1.3 ") == true, "\(postmaster)")
            }
            let lines = try await gateway.status(after: 3)
            #expect(lines.allSatisfy { $0.contains("status=sent") }, "\(lines)")
            try await gateway.waitUntilEmpty()
            #expect(try gateway.gate.texts() == Array(repeating: "Hello, Kühlraum", count: 3))
            let numbers = try gateway.gate.messages().map(\.phoneNumbers)
            #expect(numbers.allSatisfy { $0 == [Gateway.phone] })
            #expect(gateway.notices.isEmpty)
            // Long ids only; hexadecimal ones do not contain `y` and `z`.
            let ids = gateway.log.matches(of: /([0-9A-Za-z]+): message-id=/).map(\.1)
            #expect(!ids.isEmpty && ids.allSatisfy { $0.contains("z") }, "\(ids)")
        }
    }

    /// Both ports refuse old versions of TLS.
    @Test func thereIsNoOldTLS() async throws {
        try await withGateway { gateway in
            for (port, starttls) in [
                (gateway.submissionPort, ["-starttls", "smtp"]), (gateway.submissionsPort, []),
            ] {
                for (version, works) in [("-tls1_1", false), ("-tls1_2", true), ("-tls1_3", true)] {
                    let result = try await command(
                        "openssl",
                        [
                            "s_client", "-connect", "127.0.0.1:\(port)", version, "-cipher",
                            "DEFAULT@SECLEVEL=0",
                        ]
                            + starttls)
                    #expect(
                        result.output.contains("Cipher is (NONE)") != works, "\(version): \(result.output)")
                }
            }
        }
    }

    /// AUTH without TLS is off if the administrator requires TLS for all services.
    @Test func aWishForTLSBeforeAUTHIsKept() async throws {
        try await withGateway(settings: ["smtpd_tls_auth_only=yes"]) { gateway in
            let plain = try await gateway.dialogue(Gateway.login())
            #expect(plain.last?.hasPrefix("5") == true, "\(plain)")
            let sent = try await gateway.curl("Subject: x\n\nHello\n", options: ["--ssl-reqd"])
            #expect(sent.status == 0, "\(sent.errors)")
        }
    }

    /// Mail for an alias of the machine that leads to a number, through another service with its own maps.
    @Test func anAliasStillLeadsToANumber() async throws {
        let settings = ["virtual_alias_maps = inline:{ oncall@a.example=+12025550123@smtp.sms-gate.app }"]
        try await withGateway(settings: settings, configuration: "default_user = alice\n") { gateway in
            try await gateway.sendmail("Subject: x\n\nHello\n", to: "oncall@a.example")
            let line = try await gateway.status(after: 1)[0]
            #expect(line.contains("status=sent"), "\(line)")
            #expect(try gateway.gate.messages().map(\.phoneNumbers) == [[Gateway.phone]])
            let refused = try await gateway.curl("Subject: x\n\nHello\n", to: ["oncall@a.example"])
            #expect(refused.errors.contains("< 550 5.1.2 "), "\(refused.errors)")
        }
    }
}
