import Check
import Glibc

/// Speaks to the submission ports for `postsms check`, as a client would.
enum SubmissionClient {
    /// Seconds to connect to each port, and then for all dialogues together. A wrong login takes two, and a milter or policy
    /// service that does not answer far longer than a client waits.
    private static let patience = 20

    /// Connects to the ports one after the other, then holds all dialogues at the same time.
    static func converse(_ calls: [PortCall]) -> [PortConversation] {
        var talks = calls.map { Talk($0, milliseconds: patience * 1000) }
        let end = MonotonicTime.now.advanced(bySeconds: patience)
        while talks.contains(where: \.isOpen) {
            let left = MonotonicTime.now.milliseconds(until: end)
            if left == 0 { break }
            var polled = talks.map {
                pollfd(
                    fd: $0.isOpen ? $0.connection?.descriptor ?? -1 : -1, events: Int16(POLLIN), revents: 0)
            }
            let ready = unsafe poll(&polled, nfds_t(polled.count), Int32(left))
            if ready < 0, errno != EINTR { break }
            for index in talks.indices where polled[index].revents != 0 { talks[index].proceed(until: end) }
        }
        for index in talks.indices where talks[index].isOpen {
            talks[index].conversation.dialogue.stop(isSilent: true)
        }
        return talks.map(\.conversation)
    }

    private struct Talk {
        let connection: SMTPConnection?
        var conversation: PortConversation

        /// Connects and says the first line.
        init(_ call: PortCall, milliseconds: Int) {
            conversation = PortConversation(dialogue: call.dialogue)
            connection = SMTPConnection()
            guard let connection else {
                conversation.failure = "libcurl is missing"
                return
            }
            conversation.failure = connection.open(call.url, at: call.place, milliseconds: milliseconds)
            conversation.opening = connection.openingLines
            guard conversation.failure == nil else { return }
            conversation.certificate = connection.certificate
            conversation.verification = connection.verification
            if !connection.send(conversation.dialogue.begin()) {
                conversation.dialogue.stop(isSilent: false)
            }
        }

        var isOpen: Bool { conversation.failure == nil && !conversation.dialogue.isOver }

        /// Answers what has arrived. TLS may hold more than the socket shows, so it reads until nothing is left.
        mutating func proceed(until end: MonotonicTime) {
            while isOpen, MonotonicTime.now < end {
                guard let bytes = connection?.receive() else {
                    return conversation.dialogue.stop(isSilent: false)
                }
                if bytes.isEmpty { return }
                let line = conversation.dialogue.receive(bytes)
                if !line.isEmpty, connection?.send(line) != true {
                    return conversation.dialogue.stop(isSilent: false)
                }
            }
        }
    }
}

extension PortCall {
    /// As libcurl takes it: the server's name, which TLS asks for, and as path the client's.
    fileprivate var url: String {
        let scheme =
            switch security {
            case .implicitTLS: "smtps"
            case .startTLS: "smtp"
            }
        return "\(scheme)://\(serverName)/\(name)"
    }

    /// The address and port to connect to.
    fileprivate var place: String {
        let host = address.host.contains(":") ? "[\(address.host)]" : address.host
        return "\(host):\(portNumber(address.port))"
    }
}

/// The number of a port, also of one that services(5) names.
private func portNumber(_ port: String) -> String {
    guard Int(port) == nil, let entry = unsafe getservbyname(port, "tcp") else { return port }
    return unsafe "\(UInt16(truncatingIfNeeded: entry.pointee.s_port).byteSwapped)"
}
