/// What was found at one point of a set-up.
package struct Finding: Equatable, Sendable {
    package enum Level: String, Sendable {
        case ok
        /// It works, but not as well or as safely as it could.
        case warning
        /// Mail is lost, refused or delayed, or somebody can do what he should not.
        case error
    }

    package let level: Level
    package let text: String
    /// The shell commands that mend it, to be run as they are; none if all is well.
    package let fix: [String]

    package static func ok(_ text: String) -> Finding {
        Finding(level: .ok, text: text, fix: [])
    }

    package static func warning(_ text: String, fix: String...) -> Finding {
        Finding(level: .warning, text: text, fix: fix)
    }

    package static func error(_ text: String, fix: String...) -> Finding {
        Finding(level: .error, text: text, fix: fix)
    }

    package static func error(_ text: String, fix: [String]) -> Finding {
        Finding(level: .error, text: text, fix: fix)
    }
}

extension [Finding] {
    /// These, or that all is well if they are none.
    func or(ok text: String) -> [Finding] {
        isEmpty ? [.ok(text)] : self
    }
}
