/// A list of clients' addresses, such as mynetworks, in main.cf or in an `-o` option of a service: whether it holds
/// everybody.
struct ClientList {
    let parameter: String
    /// nil: for all services
    var service: MasterService?
    let settings: PostfixSettings
    let machine: Machine

    /// - Parameters:
    ///   - name: the beginning of each finding
    ///   - consequence: what strangers can do
    ///   - least: the value in place of an empty one
    func findings(_ name: String, consequence: String, least: String = "") -> [Finding] {
        let entries = words(of: service.map { settings[parameter, $0] } ?? settings[parameter])
        let open = entries.filter { holdsEverybody($0) }
        let inFiles = open.filter { !edit(table: $0).isEmpty }
        let here = open.filter { !inFiles.contains($0) }
        let removed =
            here.isEmpty
            ? []
            : [
                Finding.error(
                    "\(name) holds \(here.joined(separator: ", ")): \(consequence)", fix: remove(here, least))
            ]
        return removed
            + inFiles.map {
                .error("\(name): \($0) matches every address: \(consequence)", fix: edit(table: $0))
            }
            + entries.compactMap(failure).map { table, why in
                .error(
                    "\(name): \(table) look-up fails: \(why): clients are asked to try again",
                    fix: edit(table: table))
            }
    }

    private func remove(_ entries: [String], _ least: String) -> String {
        let own = service.flatMap { settings.written(parameter, $0) }
        let kept = settings.kept(of: own ?? settings.written(parameter), without: entries.contains)
        if own != nil, let service {
            return settings.set(parameter, kept.joined(separator: ","), for: service)
        }
        return settings.set(parameter, kept.isEmpty ? least : kept.joined(separator: " "))
    }

    /// How deep files may be in each other: one that names itself has no end.
    private static let deepest = 8

    private func holdsEverybody(_ entry: String, depth: Int = 0) -> Bool {
        if entry.hasPrefix("!") { return false }
        if entry.hasPrefix("/") {
            guard depth < Self.deepest else { return false }
            return linesWithoutRemarks(machine.content(entry) ?? "").contains {
                words(of: $0).contains { holdsEverybody($0, depth: depth + 1) }
            }
        }
        guard isTable(entry) else { return isWide(entry) }
        return Stranger.addresses.contains { group in
            group.allSatisfy { if case .found = machine.lookUp(entry, $0) { true } else { false } }
        }
    }

    private func failure(_ entry: String) -> (table: String, why: String)? {
        guard isTable(entry), let address = Stranger.addresses.first?.first,
            case .failed(let why) = machine.lookUp(entry, address)
        else { return nil }
        return (entry, why)
    }
}

/// Wider networks than these do not belong to one owner, but for loopback and the private ones (RFC 1918, RFC 6598, RFC
/// 4193, RFC 4291).
private let widestIPv4Prefix = 16
private let widestIPv6Prefix = 16
private let privateIPv4Networks: [(first: UInt8, second: ClosedRange<UInt8>, prefix: Int)] = [
    (10, 0...255, 8), (127, 0...255, 8), (100, 64...127, 10), (172, 16...31, 12),
]

private func isWide(_ network: String) -> Bool {
    if network.hasPrefix("!") { return false }
    let halves = network.split(separator: "/", maxSplits: 1)
    guard halves.count == 2, let prefix = Int(halves[1]), let address = halves.first else { return false }
    if address.contains(":") {
        let first = address.lowercased().drop { $0 == "[" }
        let isPrivate =
            (prefix >= 7 && ["fc", "fd"].contains(first.prefix(2)))
            || (prefix >= 10 && ["fe8", "fe9", "fea", "feb"].contains(first.prefix(3)))
        return !isPrivate && prefix < widestIPv6Prefix
    }
    let bytes = address.split(separator: ".").map { UInt8($0) ?? 0 } + [0, 0]
    let own = privateIPv4Networks.first { $0.first == bytes[0] && $0.second.contains(bytes[1]) }
    return prefix < own?.prefix ?? widestIPv4Prefix
}

/// `type:name`, and not an IPv6 address such as dead::/16.
private func isTable(_ entry: String) -> Bool {
    let name = entry.prefix { $0 != ":" }
    let rest = entry.dropFirst(name.count + 1)
    return !name.isEmpty && name.allSatisfy(\.isLetter) && !rest.isEmpty && !rest.hasPrefix(":")
}
