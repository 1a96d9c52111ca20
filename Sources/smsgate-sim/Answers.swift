import FlyingFox
import FlyingSocks
import Foundation

extension HTTPResponse {
    static func json(_ status: Int, _ value: some Encodable) -> HTTPResponse {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        return answer(status, "application/json", (try? encoder.encode(value)) ?? Data())
    }

    static func answer(_ status: Int, _ type: String, _ body: Data) -> HTTPResponse {
        HTTPResponse(
            statusCode: HTTPStatusCode(status, phrase: ""), headers: [.contentType: type], body: body)
    }

    static func empty(_ status: Int) -> HTTPResponse {
        HTTPResponse(statusCode: HTTPStatusCode(status, phrase: ""))
    }

    /// The API's form of an error.
    static func error(_ status: Int, _ message: String) -> HTTPResponse {
        json(status, ["message": message])
    }

    /// No answer: the connection is closed.
    ///
    /// FlyingFox calls a web socket's handler before it writes anything, and closes the connection if that
    /// throws.
    static var cut: HTTPResponse {
        HTTPResponse(headers: [:], webSocket: ConnectionCutter())
    }
}

extension HTTPResponse {
    /// 202, and a body that continues until the client closes the connection.
    static func endless(piece: Int, pause: Double) -> HTTPResponse {
        HTTPResponse(
            statusCode: .accepted, body: HTTPBodySequence(from: EndlessBody(piece: piece, pause: pause)))
    }
}

extension HTTPResponse {
    /// `response` with half of its body; then the connection is closed.
    static func half(of response: HTTPResponse) async throws -> HTTPResponse {
        let body = try await response.bodyData
        return HTTPResponse(
            statusCode: response.statusCode, headers: response.headers,
            body: HTTPBodySequence(from: TornBody(rest: body.prefix(body.count / 2)), count: body.count))
    }
}

private struct TornBody: AsyncBufferedSequence {
    typealias Element = UInt8

    struct Torn: Error {}

    struct AsyncIterator: AsyncBufferedIteratorProtocol {
        var rest: Data

        mutating func next() async throws -> UInt8? {
            guard let byte = rest.popFirst() else { throw Torn() }
            return byte
        }

        mutating func nextBuffer(suggested count: Int) async throws -> Data? {
            guard !rest.isEmpty else { throw Torn() }
            defer { rest = rest.dropFirst(count) }
            return rest.prefix(count)
        }
    }

    let rest: Data

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(rest: rest) }
}

private struct EndlessBody: AsyncBufferedSequence {
    typealias Element = UInt8

    let piece: Int
    let pause: Double

    struct AsyncIterator: AsyncBufferedIteratorProtocol {
        let piece: Int
        let pause: Double

        mutating func next() async throws -> UInt8? { UInt8(ascii: " ") }

        mutating func nextBuffer(suggested count: Int) async throws -> [UInt8]? {
            try await Task.sleep(for: .seconds(pause))
            return Array(repeating: UInt8(ascii: " "), count: Swift.min(piece, count))
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(piece: piece, pause: pause) }
}

private struct ConnectionCutter: WSHandler {
    struct Cut: Error {}

    func makeFrames(for client: AsyncThrowingStream<WSFrame, any Error>) async throws -> AsyncStream<WSFrame>
    {
        throw Cut()
    }
}
