import Files

/// A credentials map that is kept open, with an index of it.
struct IndexedMap: ~Copyable {
    /// As long as the file at the map's path is in this state, it is the one that is open, and the index is right.
    let state: FileState
    private let file: OpenFile
    private let index: CredentialsIndex?

    /// nil for a map that has just changed: a second change might not show.
    ///
    /// - Parameter now: seconds since 1970
    init?(path: String, now: Int) throws(ConfigurationError) {
        let file = try OpenFile(path, isSecret: true)
        guard let state = FileState(descriptor: file.descriptor), state.isSettled(at: now) else { return nil }
        index = try CredentialsIndex(size: file.size) { add throws(ConfigurationError) in
            try file.readLines(limit: CredentialsFile.fileLimit, add)
        }
        self.state = state
        self.file = file
    }

    /// All entries of the user; nil for a map that is better looked through.
    func entries(of name: [UInt8]) throws(ConfigurationError) -> [CredentialsEntry]? {
        try index?.entries(of: name) { offset throws(ConfigurationError) in try file.readLine(from: offset) }
    }
}
