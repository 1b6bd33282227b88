package import HealingDomain

/// What a person asked for, understood.
package enum Instruction: Sendable, Hashable {
    /// `nil` asks about the thread's card, or the channel's latest.
    case why(Subject?)
    case fix(Subject)
    case search(String)
    case status
    case stats(StatsPeriod)
    /// The thread it is said in.
    case save
    /// `nil` is the channel it is said in.
    case mine(ChannelID?)
    case forget(ForgetTarget)
    case subscribe(RepositoryName, branch: String?, minimumSeverity: Severity)
    case unsubscribe(RepositoryName)
    case subscriptions
    case mute(MuteWish)
    /// `nil` asks what is muted.
    case unmute(MuteWish?)
    case link(LinkWish)
    case help(Verb?)

    package var verb: Verb {
        switch self {
        case .why: .why
        case .fix: .fix
        case .search: .search
        case .status: .status
        case .stats: .stats
        case .save: .save
        case .mine: .mine
        case .forget: .forget
        case .subscribe: .subscribe
        case .unsubscribe: .unsubscribe
        case .subscriptions: .subscriptions
        case .mute: .mute
        case .unmute: .unmute
        case .link: .link
        case .help: .help
        }
    }
}

/// What an instruction is about.
package enum Subject: Sendable, Hashable {
    /// The repository is `nil` where only a number was typed.
    case pullRequest(repository: RepositoryName?, number: Int)
    /// The first digits of a fingerprint, or of a commit.
    case finding(prefix: String)
    /// A `fix_id` of the audit.
    case fix(id: String)
    case place(path: String, line: Int?, repository: RepositoryName? = nil)
    case commit(String, repository: RepositoryName)
    /// A security alert of GitHub's, which has a number of its own.
    case alert(repository: RepositoryName, number: Int)
    case message(MessageReference)
    case link(String)
    case words(String)
}

package enum ForgetTarget: Sendable, Hashable {
    case thread(MessageReference)
    /// The one it is said in.
    case thisThread
    case person(PersonID)
    case asker
}

package struct MuteWish: Sendable, Hashable {
    package var target: Mute.Target
    package var repository: RepositoryName?
    package var reason: String?

    package init(target: Mute.Target, repository: RepositoryName? = nil, reason: String? = nil) {
        self.target = target
        self.repository = repository
        self.reason = reason
    }
}

package enum LinkWish: Sendable, Hashable {
    case show
    case login(String)
    /// Here is the gist that proves it.
    case proof(url: String)
    case remove
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
