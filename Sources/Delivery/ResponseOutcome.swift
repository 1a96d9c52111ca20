package import Configuration
package import SMSGate

extension StatusPolicy {
    /// - Parameters:
    ///   - response: SMSGate's answer
    ///   - id: the id that the request carried; 409 says that SMSGate has it, from an earlier try
    package func outcome(of response: Response, to id: MessageID) -> Outcome {
        let said = Self.said(response)
        switch response.status {
        case 200...299 where response.isReadable, 409:
            return .accepted(id)
        case 401, 403:
            return .authenticationFailed.with(detail: said)
        case 400...499:
            return clientError(response.status).with(detail: said)
        case 500...599:
            return serverError(response.status).with(detail: said)
        default:
            // A redirect is never followed: the password would go along. And a success in words that are not those of
            // the API is not SMSGate's.
            return .localConfigurationError("smsgate_url: unexpected answer").with(detail: said)
        }
    }

    /// The outcome where a final one could be wrong.
    func outcomeThatIsTemporary(of response: Response) -> Outcome {
        Outcome.serverFailure.with(detail: Self.said(response))
    }

    private static func said(_ response: Response) -> String {
        switch response.status {
        case 200...299 where !response.isReadable:
            "SMSGate answered \(response.status), with something that is not of its API"
        default:
            "SMSGate answered \(response.status)" + (response.message.map { ": \($0)" } ?? "")
        }
    }

    private func clientError(_ status: Int) -> Outcome {
        switch (self, status) {
        case (.precise, 400), (.precise, 404), (.precise, 405), (.precise, 413), (.precise, 415),
            (.precise, 422):
            .deliveryFailed
        default:
            .temporaryFailure
        }
    }

    private func serverError(_ status: Int) -> Outcome {
        switch (self, status) {
        case (.bridge, _), (.precise, 501), (.precise, 505): .deliveryFailed
        default: .serverFailure
        }
    }
}
