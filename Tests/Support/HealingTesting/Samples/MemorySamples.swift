package import FoundationEssentials
package import HealingDomain

extension MessageReference {
    package static let sample = MessageReference(channel: "C1", timestamp: "1768900000.000100")
}

extension Channel {
    package static func sample(id: ChannelID = "C1", name: String = "backend", isPrivate: Bool = false) -> Self {
        Self(id: id, name: name, isPrivate: isPrivate)
    }
}

extension Person {
    package static func sample(
        id: PersonID = "U1", name: String = "Ada", teamID: String? = "T1", isBot: Bool = false,
        isRestricted: Bool = false, isDeleted: Bool = false, isStranger: Bool = false, isAdmin: Bool = false
    ) -> Self {
        Self(
            id: id, name: name, teamID: teamID, isBot: isBot, isRestricted: isRestricted, isDeleted: isDeleted,
            isStranger: isStranger, isAdmin: isAdmin)
    }
}

extension RawMessage {
    package static func sample(
        timestamp: MessageTimestamp = "1768900000.000100", thread: MessageTimestamp? = "1768900000.000100",
        author: PersonID? = "U1", authorName: String = "Ada", text: String = "yaml.load complains, what now?",
        isBot: Bool = false, subtype: String? = nil, replyCount: Int = 0, reactions: [String: [PersonID]] = [:],
        permalink: String? = nil
    ) -> Self {
        Self(
            timestamp: timestamp, thread: thread, author: author, authorName: authorName, text: text, isBot: isBot,
            subtype: subtype, replyCount: replyCount, reactions: reactions, permalink: permalink)
    }
}

extension ThreadDocument {
    /// A solved question about `yaml.load`, with the pair that heals `Finding.sample`.
    package static func sample(
        reference: MessageReference = .sample, channelName: String = "backend", isPrivate: Bool = false,
        permalink: String? = "https://acme.slack.test/archives/C1/p1768900000000100",
        problem: String = "Semgrep flags yaml.load in our settings reader, how do we heal that?",
        solution: String? = "Use yaml.safe_load, it never builds objects.",
        snippets: [CodeSnippet] = [CodeSnippet(language: .python, code: "cfg = yaml.safe_load(f)")],
        pairs: [FixPair] = [
            FixPair(
                language: .python, before: "cfg = yaml.load(f)", after: "cfg = yaml.safe_load(f)", origin: .conversation
            )
        ],
        links: [String] = [], errorTerms: [String] = [], resolution: Resolution? = .thanks,
        lastActivity: Date = .sample
    ) -> Self {
        var messages = [
            ThreadMessage(timestamp: reference.timestamp, author: "U1", authorName: "Ada", text: problem)
        ]
        if let solution {
            messages.append(
                ThreadMessage(timestamp: "1768900100.000200", author: "U2", authorName: "Grace", text: solution))
        }
        return Self(
            reference: reference, channelName: channelName, isPrivate: isPrivate, permalink: permalink,
            messages: messages, problem: problem, solution: solution, snippets: snippets, pairs: pairs, links: links,
            errorTerms: errorTerms, resolution: resolution, lastActivity: lastActivity)
    }
}

extension PastFix {
    package static func sample(
        id: String = "fix-2026-01-20-abc123", rule: RuleID = "python.unsafe-yaml-load",
        issueType: IssueType = "INSECURE_DESERIALIZATION", severity: Severity = .high,
        repository: RepositoryName = .sample, path: String = "app/settings.py", language: Language = .python,
        before: String = "cfg = yaml.load(f)", after: String = "cfg = yaml.safe_load(f)",
        pullRequestURL: String? = "https://github.test/acme/shop/pull/7", approvedBy: String? = "U1",
        source: SolutionSource = .thread, confidence: Double? = 0.9, timestamp: Date = .sample
    ) -> Self {
        Self(
            id: id, rule: rule, issueType: issueType, severity: severity, repository: repository, path: path,
            language: language, before: before, after: after, pullRequestURL: pullRequestURL, approvedBy: approvedBy,
            source: source, confidence: confidence, timestamp: timestamp)
    }
}

extension StoredTemplate {
    package static func sample(
        id: String = "template-1", rule: RuleID = "python.unsafe-yaml-load", language: Language = .python,
        level: String = "exact", body: String = "{}", fixID: String = "fix-2026-01-20-abc123",
        record: TrackRecord = TrackRecord(), createdAt: Date = .sample
    ) -> Self {
        Self(
            id: id, rule: rule, language: language, level: level, body: body, fixID: fixID, record: record,
            createdAt: createdAt)
    }
}

extension MiningCheckpoint {
    package static func sample(
        channel: ChannelID = "C1", channelName: String = "backend", cursor: String? = "page-2", threads: Int = 10,
        isComplete: Bool = false, updatedAt: Date = .sample
    ) -> Self {
        Self(
            channel: channel, channelName: channelName, cursor: cursor, threads: threads, isComplete: isComplete,
            updatedAt: updatedAt)
    }
}
