import Configuration
import Files
import SMSGate

/// postsms.cf: whether it is valid, and who can read and change it.
func configurationPoints(
    configuration loaded: Result<Configuration, ConfigurationError>, _ text: ConfigurationText,
    reader: SystemUser?, _ machine: Machine
) -> [Finding] {
    switch loaded {
    case .failure(let problem):
        guard machine.file(text.path) != nil || machine.isDeadLink(text.path) else {
            return [
                .error(
                    "configuration: \(problem)",
                    fix: shellCommand("install", "-D", "-m", "644", "/dev/null", text.path))
            ]
        }
        let fix =
            machine.isDeadLink(text.path)
            ? shellCommand("ls", "-l", text.path)
            : problem.line.map(text.commentOut) ?? "${EDITOR:-vi} \(shellWord(text.path))"
        return [.error("configuration: \(problem)", fix: fix)]
    case .success(let configuration):
        guard text.text != nil || machine.file(text.path) != nil else {
            return [.ok("configuration: there is no \(text.path), so the defaults apply")]
        }
        let rule = FileRule(name: "configuration", path: text.path, reader: reader, missing: [])
        return machine.problems(with: rule).or(ok: "configuration: \(text.path)")
            + certificateFilePoints(configuration, text, reader, machine)
    }
}

private func certificateFilePoints(
    _ configuration: Configuration, _ text: ConfigurationText, _ reader: SystemUser?, _ machine: Machine
) -> [Finding] {
    guard let path = configuration.endpoint.caFile else { return [] }
    let rule = FileRule(
        name: "smsgate_ca_file", path: path, reader: reader, missing: [text.set("smsgate_ca_file", "")])
    return machine.problems(with: rule).or(ok: "smsgate_ca_file: \(path)")
}
