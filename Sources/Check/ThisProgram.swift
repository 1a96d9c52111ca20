/// This program, for commands.
package struct ThisProgram: Sendable {
    /// Where it is.
    package let path: String
    /// What was given on the command line for the configuration.
    package let options: [String]
    /// What a role says of arguments that it does not take, nil if it takes them.
    package let refusal: @Sendable (_ role: String, _ arguments: [String]) -> String?

    package init(
        path: String, options: [String],
        refusal: @escaping @Sendable (_ role: String, _ arguments: [String]) -> String? = { _, _ in nil }
    ) {
        self.path = path
        self.options = options
        self.refusal = refusal
    }

    func command(_ role: String, _ subcommand: String, _ argument: String) -> String {
        shellCommand([path, role, subcommand] + options + [argument])
    }

    /// `argv=` for a service, with the program and the configuration that it has, or those of this run.
    func argv(_ role: String, like service: MasterService?) -> String {
        let file = options.first == "--config" ? Array(options.prefix(2)) : []
        return (["argv=\(service?.argv.first ?? path)", role] + (service?.configurationOptions ?? file))
            .joined(separator: " ")
    }
}
