package import Configuration
package import Mail
package import SMS
package import SMSGate

/// An SMS that is ready to send, and how it was made.
package struct PreparedSMS: Sendable {
    /// Has no device until one is chosen.
    package private(set) var request: MessageRequest
    package let credentials: Credentials
    /// How SMSGate's answers become outcomes.
    package let policy: StatusPolicy
    /// When the mail arrived, in seconds since 1970-01-01 00:00 UTC.
    package let arrival: Int
    /// The parts of the mail that the text comes from, empty if there were no parts.
    package let parts: [MessageText.Part]
    package let text: SMSText
    /// Changes to the text of the mail and their reasons, shown by `--explain`.
    package let notes: [String]

    init(
        request: MessageRequest, credentials: Credentials, policy: StatusPolicy, arrival: Int,
        parts: [MessageText.Part], text: SMSText, notes: [String]
    ) {
        self.request = request
        self.credentials = credentials
        self.policy = policy
        self.arrival = arrival
        self.parts = parts
        self.text = text
        self.notes = notes
    }

    /// Chooses the device and sends.
    consuming func deliver(over smsgate: SMSGateAPI) throws(Outcome) -> Outcome {
        request.options.deviceID = try device(for: self, smsgate)
        return submitOnce(self, to: smsgate)
    }
}
