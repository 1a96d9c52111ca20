import FlyingFox
import Foundation

extension SMSGateServer {
    /// - Parameter proper: the correct answer to the request
    func answer(wrongly kind: Fault.Kind, _ call: Call, _ proper: () -> HTTPResponse) async throws
        -> HTTPResponse
    {
        switch kind {
        case .status(let code):
            return .error(code, "the stand-in was told to answer \(code)")
        case .empty(let code):
            return .empty(code)
        case .page(let code):
            return .answer(code, "text/html", Data("<html><title>Welcome</title></html>".utf8))
        case .json(let text):
            return .answer(200, "application/json", Data(text.utf8))
        case .otherID:
            if case .send = call.endpoint { return .json(202, MessageState.ofAnother) }
            return .json(200, MessageState.ofAnother)
        case .delay(let seconds):
            try await Task.sleep(for: .seconds(seconds))
            return proper()
        case .hang:
            try await Task.sleep(for: .seconds(Fault.longestWait))
            return .cut
        case .cut:
            return .cut
        case .garbage:
            return HTTPResponse(version: HTTPVersion("SSH-2.0-x"), statusCode: .ok)
        case .half:
            return try await .half(of: proper())
        case .redirect(let url):
            return HTTPResponse(statusCode: .temporaryRedirect, headers: HTTPHeaders([.location: url]))
        case .endless(let piece, let pause):
            return .endless(piece: piece, pause: pause)
        case .queueFull, .databaseDown:
            return proper()
        }
    }
}
