/// A role that the program can run in.
protocol Role: Sendable {
    static var usage: Usage { get }

    init(arguments: Arguments) throws(Arguments.Refusal)

    func run() throws
}
