import ArgumentParser

/// All that goes wrong at one time.
struct Faults: Sendable, ExpressibleByArgument {
    private var faults: [Fault] = []

    init() {}

    /// nil if `text` is not of `Fault.grammar`.
    init?(argument text: String) {
        for part in text.split(separator: ";", omittingEmptySubsequences: false) {
            guard let fault = Fault(part) else { return nil }
            faults.append(fault)
        }
    }

    /// The fault that a request for `endpoint` meets, which is then one time less to come; nil: none.
    mutating func next(for endpoint: Endpoint) -> Fault? {
        let index = faults.firstIndex { $0.scope.holds(endpoint) && $0.remaining != 0 }
        guard let index else { return nil }
        if let remaining = faults[index].remaining { faults[index].remaining = remaining - 1 }
        return faults[index]
    }
}
