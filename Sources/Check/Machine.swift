/// The file at a path, with symbolic links followed.
package struct FileStatus: Equatable, Sendable {
    package enum Kind: Sendable {
        case file, folder, socket, other
    }

    package var kind: Kind
    package var owner: UInt32
    package var group: UInt32
    /// Permission bits, with set-id and sticky.
    package var mode: UInt32
    /// The path without symbolic links; empty: there are none in it.
    package var realPath: String

    package init(kind: Kind, owner: UInt32 = 0, group: UInt32 = 0, mode: UInt32, realPath: String = "") {
        self.kind = kind
        self.owner = owner
        self.group = group
        self.mode = mode
        self.realPath = realPath
    }
}

/// A user of the machine.
package struct SystemUser: Equatable, Sendable {
    package let name: String
    package let id: UInt32
    /// The group that this user's processes run with.
    package let group: UInt32
    package let groupName: String

    package init(name: String, id: UInt32, group: UInt32, groupName: String) {
        self.name = name
        self.id = id
        self.group = group
        self.groupName = groupName
    }
}

/// The answer of `postmap -q`.
package enum TableAnswer: Equatable, Sendable {
    case found(String)
    case notFound
    /// The look-up failed; postmap's words.
    case failed(String)
}

/// The output and exit status of a program.
package struct ProgramResult: Equatable, Sendable {
    package let status: Int32
    package let output: String
    package let errors: String

    package init(status: Int32, output: String = "", errors: String = "") {
        self.status = status
        self.output = output
        self.errors = errors
    }
}

/// The machine as the checks see it: they read, and change nothing.
package struct Machine {
    /// nil: the file does not exist.
    package var file: (_ path: String) -> FileStatus?
    /// The text of a file, nil if it is unreadable.
    package var content: (_ path: String) -> String?
    /// The names in a folder, empty if it is unreadable.
    package var names: (_ folder: String) -> [String]
    package var user: (_ name: String) -> SystemUser?
    package var groupNumber: (_ name: String) -> UInt32?
    /// `postmap -q key table`
    package var lookUp: (_ table: String, _ key: String) -> TableAnswer
    /// Runs a program to its end; nil: it does not start.
    package var run: (_ command: [String]) -> ProgramResult?
    /// Connects to a milter as Postfix does, through a UNIX-domain socket.
    package var greetMilter: (_ socket: String) -> MilterAnswer
    /// Connects to ports one after the other, then holds all dialogues at the same time; one conversation for each call.
    package var converse: (_ calls: [PortCall]) -> [PortConversation]

    package init(
        file: @escaping (String) -> FileStatus?, content: @escaping (String) -> String?,
        names: @escaping (_ folder: String) -> [String],
        user: @escaping (String) -> SystemUser?, groupNumber: @escaping (String) -> UInt32?,
        lookUp: @escaping (String, String) -> TableAnswer,
        run: @escaping ([String]) -> ProgramResult?,
        greetMilter: @escaping (_ socket: String) -> MilterAnswer,
        converse: @escaping (_ calls: [PortCall]) -> [PortConversation]
    ) {
        self.file = file
        self.content = content
        self.names = names
        self.user = user
        self.groupNumber = groupNumber
        self.lookUp = lookUp
        self.run = run
        self.greetMilter = greetMilter
        self.converse = converse
    }
}

extension Machine {
    /// TCP ports on which a program of this machine listens, at any address (proc_net(5)).
    var listeningPorts: [Int] {
        ["/proc/net/tcp", "/proc/net/tcp6"].flatMap { file in
            (content(file) ?? "").split(separator: "\n").compactMap { line in
                // Number, local address and port, remote address and port, state: 0A is LISTEN.
                let fields = line.split(separator: " ")
                guard fields.count > 3, fields[3] == "0A" else { return nil }
                return fields[1].split(separator: ":").last.flatMap { Int($0, radix: 16) }
            }
        }
    }
}
