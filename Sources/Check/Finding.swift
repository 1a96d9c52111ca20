/// A result of checking one point of the setup.
package struct Finding: Equatable, Sendable {
    package enum Level: String, Sendable {
        case ok
        /// It works, but not as well or as safely as it could.
        case warning
        /// Mail is lost, refused or delayed, or someone has access they should not have.
        case error
    }

    package let level: Level
    package let text: String
    /// The shell commands that fix it, ready to run; empty if all is well.
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
    /// Each problem once, with its fixes in every place.
    var merged: [Finding] {
        reduce(into: []) { told, finding in
            if let known = told.firstIndex(where: { $0.level == finding.level && $0.text == finding.text }) {
                told[known].fix += finding.fix.filter { !told[known].fix.contains($0) }
            } else {
                told.append(finding)
            }
        }
    }

    /// These findings, or an `ok` if there are no findings.
    func or(ok text: String) -> [Finding] {
        isEmpty ? [.ok(text)] : self
    }
}
