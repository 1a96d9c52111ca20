import Testing

/// A fault to plant.
struct Fault: Sendable, CustomTestStringConvertible {
    /// Shell commands that cause it. `$D` is the instance's folder, `$E` its configuration, `$PLAIN` and
    /// `$TLS` its two ports in postconf's notation, `$GATE` SMSGate's URL.
    let plant: String
    /// The expected findings of check, each the beginning of a line, in order.
    let findings: [String]
    var arguments: [String] = []
    /// Input for a command that asks.
    var input = ""
    /// Whether Postfix has to read its settings again to have the fault.
    var reloads = false
    /// Whether the printed commands fix it; otherwise they only show more, or there are none.
    var isMended = true

    init(
        _ plant: String, _ findings: String..., arguments: [String] = [], input: String = "",
        reloads: Bool = false, isMended: Bool = true
    ) {
        self.plant = plant
        self.findings = findings
        self.arguments = arguments
        self.input = input
        self.reloads = reloads
        self.isMended = isMended
    }

    var testDescription: String { plant }
}

/// Part of a setup.
enum Area: CaseIterable {
    case configuration, credentials, transport, route, auth, restrictions, ports, milter, certificate,
        postfix, gate, dialogue, access

    var faults: [Fault] {
        switch self {
        case .configuration: configurationFaults
        case .credentials: credentialsFaults
        case .transport: transportFaults
        case .route: routeFaults
        case .auth: authFaults
        case .restrictions: restrictionFaults
        case .ports: portFaults
        case .milter: milterFaults
        case .certificate: certificateFaults
        case .postfix: postfixFaults
        case .gate: gateFaults
        case .dialogue: dialogueFaults
        case .access: accessFaults
        }
    }
}
