/// What stands at a path, with symbolic links followed.
package struct FileStatus: Equatable, Sendable {
    package enum Kind: Sendable {
        case file, folder, socket, other
    }

    package var kind: Kind
    package var owner: UInt32
    package var group: UInt32
    /// Permission bits, with set-id and sticky.
    package var mode: UInt32
    /// The same for two paths that lead to the same thing.
    package var identity: String

    package init(kind: Kind, owner: UInt32 = 0, group: UInt32 = 0, mode: UInt32, identity: String = "") {
        self.kind = kind
        self.owner = owner
        self.group = group
        self.mode = mode
        self.identity = identity
    }
}

/// A user of the machine.
package struct SystemUser: Equatable, Sendable {
    package let name: String
    package let id: UInt32
    /// The group that a process of this user runs with.
    package let group: UInt32
    package let groupName: String

    package init(name: String, id: UInt32, group: UInt32, groupName: String) {
        self.name = name
        self.id = id
        self.group = group
        self.groupName = groupName
    }
}

/// What `postmap -q` says.
package enum TableAnswer: Equatable, Sendable {
    case found(String)
    case notFound
    /// The table cannot be asked; postmap's words.
    case failed(String)
}

/// What a program printed and how it ended.
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

/// The machine as the judgements see it: they ask, and change nothing.
package struct Machine {
    /// nil: there is nothing.
    package var file: (_ path: String) -> FileStatus?
    /// The text of a file, nil if it cannot be read.
    package var content: (_ path: String) -> String?
    package var user: (_ name: String) -> SystemUser?
    package var groupNumber: (_ name: String) -> UInt32?
    /// `postmap -q key table`
    package var lookUp: (_ table: String, _ key: String) -> TableAnswer
    /// Runs a program to its end; nil: it cannot be started.
    package var run: (_ command: [String]) -> ProgramResult?
    /// Speaks to a milter as Postfix does, through a unix-domain socket.
    package var greetMilter: (_ socket: String) -> MilterAnswer

    package init(
        file: @escaping (String) -> FileStatus?, content: @escaping (String) -> String?,
        user: @escaping (String) -> SystemUser?, groupNumber: @escaping (String) -> UInt32?,
        lookUp: @escaping (String, String) -> TableAnswer,
        run: @escaping ([String]) -> ProgramResult?,
        greetMilter: @escaping (_ socket: String) -> MilterAnswer
    ) {
        self.file = file
        self.content = content
        self.user = user
        self.groupNumber = groupNumber
        self.lookUp = lookUp
        self.run = run
        self.greetMilter = greetMilter
    }
}
