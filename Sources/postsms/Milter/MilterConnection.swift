import Configuration
import Delivery
import Files
import Glibc
import Protocols

/// One connection of smtpd(8) and cleanup(8), for one message after another.
struct MilterConnection {
    private let descriptor: Int32
    private let server: MilterServer
    private var session = MilterSession()
    /// The current message.
    private var mail: IncomingMail?

    init(_ descriptor: Int32, _ server: MilterServer) {
        self.descriptor = descriptor
        self.server = server
    }

    /// Bytes per read: as many as smtpd(8) and cleanup(8) write at once.
    private static let chunkSize = 16_384

    consuming func run() {
        var chunk = [UInt8](repeating: 0, count: Self.chunkSize)
        while session.state == .open {
            let count = readOnce(descriptor, into: &chunk)
            guard count > 0 else { return }
            session.receive(chunk[..<count])
            while let event = session.nextEvent() {
                guard handle(event) else { return }
            }
        }
        if case .failed(let violation) = session.state {
            SystemLog.error("milter: the connection is closed: \(violation)")
        }
    }

    /// - Returns: whether the connection continues
    private mutating func handle(_ event: MilterSession.Event) -> Bool {
        switch event {
        case .negotiated(let answer): return writeAll(answer, to: descriptor)
        case .mail(let sender, let user):
            mail = IncomingMail(sender: sender, user: user, server)
            return server.set(descriptor, isBusy: true)
        case .recipient(let recipient): mail?.add(recipient)
        case .header(let name, let value): mail?.addField(name: name, value: value)
        case .body(let bytes): mail?.addBody(bytes)
        case .endOfMessage(let queueID):
            let verdict = mail?.finish(queueID: String(decoding: queueID, as: UTF8.self)) ?? .accept()
            mail = nil
            guard let reply = session.reply(verdict), writeAll(reply, to: descriptor) else { return false }
            return server.set(descriptor, isBusy: false)
        case .abort:
            mail = nil
            return server.set(descriptor, isBusy: false)
        }
        return true
    }
}
