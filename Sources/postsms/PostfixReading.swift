import Check

extension PostfixSettings {
    /// Reads all settings with postconf.
    ///
    /// - Parameter folder: the folder of main.cf, nil for the default one
    /// - Returns: the settings, or postconf's error
    static func read(folder: String?) -> Result<PostfixSettings, PostconfError> {
        func postconf(_ arguments: String...) throws(PostconfError) -> String {
            let command = ["postconf"] + (folder.map { ["-c", $0] } ?? []) + arguments
            guard let result = ChildProcess.run(command) else {
                throw PostconfError("there is no postconf", isMissing: true)
            }
            guard result.status == 0 else { throw PostconfError(result.lastError) }
            return result.output
        }
        do throws(PostconfError) {
            return .success(
                PostfixSettings(
                    folder: folder, parameters: try postconf("-x"), written: try postconf(),
                    services: try postconf("-M"), overrides: try postconf("-P", "-x"),
                    writtenOverrides: try postconf("-P")))
        } catch {
            return .failure(error)
        }
    }

    /// Whether master(8) runs, which it shows by a lock on its pid file.
    var isRunning: Bool {
        let master = "\(self["daemon_directory"])/master"
        return ChildProcess.run([master, "-c", self["config_directory"], "-t"])?.status == 1
    }
}

/// The reason why the settings of Postfix cannot be read.
struct PostconfError: Error {
    let description: String
    /// Whether Postfix is not installed.
    let isMissing: Bool

    init(_ description: String, isMissing: Bool = false) {
        self.description = description
        self.isMissing = isMissing
    }
}
