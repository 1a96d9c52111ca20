import ArgumentParser

/// All faults at one time.
struct Faults: Sendable, ExpressibleByArgument {
    private var faults: [Fault] = []

    init() {}

    /// nil if `text` does not follow `Fault.grammar`.
    init?(argument text: String) {
        for part in text.split(separator: ";", omittingEmptySubsequences: false) {
            guard let fault = Fault(part) else { return nil }
            faults.append(fault)
        }
    }

    /// The fault for a request to `endpoint`, whose remaining number goes down by one; nil: no fault.
    mutating func next(for endpoint: Endpoint) -> Fault? {
        let index = faults.firstIndex { $0.scope.holds(endpoint) && $0.remaining != 0 }
        guard let index else { return nil }
        if let remaining = faults[index].remaining { faults[index].remaining = remaining - 1 }
        return faults[index]
    }
}
