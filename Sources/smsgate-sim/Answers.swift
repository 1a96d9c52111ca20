import FlyingFox
import Foundation

extension HTTPResponse {
    static func json(_ status: Int, _ value: some Encodable) -> HTTPResponse {
        let body = (try? JSONEncoder().encode(value)) ?? Data()
        return HTTPResponse(
            statusCode: HTTPStatusCode(status, phrase: ""), headers: [.contentType: "application/json"],
            body: body)
    }

    /// The API's form of an error.
    static func error(_ status: Int, _ message: String) -> HTTPResponse {
        json(status, ["message": message])
    }

    /// No answer: the connection is closed.
    ///
    /// FlyingFox asks a web socket's handler before it writes anything, and closes the connection when that throws.
    static var cut: HTTPResponse {
        HTTPResponse(headers: [:], webSocket: ConnectionCutter())
    }
}

private struct ConnectionCutter: WSHandler {
    struct Cut: Error {}

    func makeFrames(for client: AsyncThrowingStream<WSFrame, any Error>) async throws -> AsyncStream<WSFrame>
    {
        throw Cut()
    }
}
