package import FoundationEssentials

/// One conversation of a channel, read as a document: who said what, the problem, the solution, the code in it.
/// Everything in it is untrusted text, with secrets already redacted.
package struct ThreadDocument: Sendable, Hashable, Codable {
    /// The thread's first message.
    package var reference: MessageReference
    package var channelName: String
    /// A hit from a private channel is shown only there or to its members.
    package var isPrivate: Bool
    package var permalink: String?
    package var messages: [ThreadMessage]
    /// Who is mentioned, by the names that stand in the texts, in the order of the ids.
    package var mentions: [Mention]?
    /// What was asked: the opening message, shortened to prose.
    package var problem: String
    /// What ended it, where somebody solved it.
    package var solution: String?
    package var snippets: [CodeSnippet]
    /// Before and after code, from the text itself, a diff in it, or a merged pull request it links to.
    package var pairs: [FixPair]
    /// Links to pull requests and commits.
    package var links: [String]
    /// Error messages and stack frames, as exact terms.
    package var errorTerms: [String]
    /// By which sign the thread counts as solved; `nil` where it does not.
    package var resolution: Resolution?
    package var lastActivity: Date

    package struct Mention: Sendable, Hashable, Codable {
        package var person: PersonID
        package var name: String

        package init(person: PersonID, name: String) {
            self.person = person
            self.name = name
        }
    }

    package enum Resolution: String, Sendable, Codable {
        case mergedPullRequest, provenFix, checkMark, thanks, confirmation
    }

    package init(
        reference: MessageReference, channelName: String, isPrivate: Bool, permalink: String? = nil,
        messages: [ThreadMessage], mentions: [Mention]? = nil, problem: String, solution: String? = nil,
        snippets: [CodeSnippet] = [], pairs: [FixPair] = [], links: [String] = [], errorTerms: [String] = [],
        resolution: Resolution? = nil, lastActivity: Date
    ) {
        self.reference = reference
        self.channelName = channelName
        self.isPrivate = isPrivate
        self.permalink = permalink
        self.messages = messages
        self.mentions = mentions
        self.problem = problem
        self.solution = solution
        self.snippets = snippets
        self.pairs = pairs
        self.links = links
        self.errorTerms = errorTerms
        self.resolution = resolution
        self.lastActivity = lastActivity
    }

    /// Who wrote in it or is mentioned.
    package var people: Set<PersonID> {
        Set(self.messages.map(\.author)).union((self.mentions ?? []).map(\.person))
    }
}

package struct ThreadMessage: Sendable, Hashable, Codable {
    package var timestamp: MessageTimestamp
    package var author: PersonID
    package var authorName: String
    package var text: String

    package init(timestamp: MessageTimestamp, author: PersonID, authorName: String, text: String) {
        self.timestamp = timestamp
        self.author = author
        self.authorName = authorName
        self.text = text
    }
}

package struct CodeSnippet: Sendable, Hashable, Codable {
    package var language: Language
    package var code: String

    package init(language: Language, code: String) {
        self.language = language
        self.code = code
    }
}

/// Code before and after a fix, with where the pair comes from.
package struct FixPair: Sendable, Hashable, Codable {
    package var language: Language
    package var before: String
    package var after: String
    package var origin: Origin

    package enum Origin: Sendable, Hashable, Codable {
        /// Two code blocks, or a diff, written in the thread.
        case conversation
        /// The merged diff of a pull request that the thread links to.
        case mergedPullRequest(url: String)
    }

    package init(language: Language, before: String, after: String, origin: Origin) {
        self.language = language
        self.before = before
        self.after = after
        self.origin = origin
    }

    package var isMerged: Bool {
        if case .mergedPullRequest = self.origin { true } else { false }
    }
}
