package import HealingDomain

/// What a person asked for, understood.
package enum Instruction: Sendable, Hashable {
    /// `nil` asks about the thread's card, or the channel's latest.
    case why(Subject?)
    case fix(Subject)
    case search(String)
    case status
    case help(Verb?)
}

/// What an instruction is about.
package enum Subject: Sendable, Hashable {
    /// The repository is `nil` where only a number was typed.
    case pullRequest(repository: RepositoryName?, number: Int)
    /// The first digits of a fingerprint.
    case finding(prefix: String)
    /// A `fix_id` of the audit.
    case fix(id: String)
    case place(path: String, line: Int?)
    case message(MessageReference)
    case link(String)
    case words(String)
}

/// The words that start an instruction.
package enum Verb: String, Sendable, CaseIterable {
    case why, fix, search, status, help

    /// The form that help shows.
    package var usage: String {
        switch self {
        case .why: "why [pull request | finding | link | file:line | words]"
        case .fix: "fix <pull request | finding>"
        case .search: "search <words>"
        case .status: "status"
        case .help: "help [command]"
        }
    }

    package var summary: String {
        switch self {
        case .why:
            "what was found, where the fix comes from, how sure I am and who decided; alone: the latest card here"
        case .fix: "look at a pull request and propose fixes for its branch, or ask again about a finding"
        case .search: "what this team already said about something"
        case .status: "whether everything is connected, and what waits for an answer"
        case .help: "this list, or one command explained"
        }
    }

    package var examples: [String] {
        switch self {
        case .why: ["why", "why #12", "why acme/shop#12", "why a1b2c3d4", "why db/orders.py:42", "why yaml load"]
        case .fix: ["fix acme/shop#12", "fix #12", "fix a1b2c3d4"]
        case .search: ["search requests verify false"]
        case .status: ["status"]
        case .help: ["help", "help why"]
        }
    }
}

/// Words that are no instruction, with the nearest thing that is one.
package struct CommandMistake: Error, Sendable, Hashable {
    /// What is wrong with them, as a sentence.
    package var problem: String
    /// A valid form, without the slash command or the mention before it.
    package var nearest: String

    package init(problem: String, nearest: String) {
        self.problem = problem
        self.nearest = nearest
    }
}
