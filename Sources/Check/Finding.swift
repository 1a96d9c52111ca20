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
    package internal(set) var fix: [String]

    package static func ok(_ text: String) -> Finding {
        Finding(level: .ok, text: text, fix: [])
    }

    package static func warning(_ text: String, fix: String...) -> Finding {
        warning(text, fix: fix)
    }

    package static func warning(_ text: String, fix: [String]) -> Finding {
        Finding(level: .warning, text: text, fix: fix)
    }

    package static func error(_ text: String, fix: String...) -> Finding {
        error(text, fix: fix)
    }

    package static func error(_ text: String, fix: [String]) -> Finding {
        Finding(level: .error, text: text, fix: fix)
    }
}

extension [Finding] {
    /// Each fault once, with what mends it in every place.
    var merged: [Finding] {
        reduce(into: []) { told, finding in
            if let known = told.firstIndex(where: { $0.level == finding.level && $0.text == finding.text }) {
                told[known].fix += finding.fix.filter { !told[known].fix.contains($0) }
            } else {
                told.append(finding)
            }
        }
    }

    /// These, or that all is well if they are none.
    func or(ok text: String) -> [Finding] {
        isEmpty ? [.ok(text)] : self
    }
}
