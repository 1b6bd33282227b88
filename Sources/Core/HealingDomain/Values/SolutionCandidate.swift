/// Where a solution came from, in the order they are asked.
package enum SolutionSource: String, Sendable, Codable, CaseIterable {
    case thread, pastFix, model

    /// The name in the audit record; embedded stores keep the same three.
    package var auditName: String {
        switch self {
        case .thread: "slack"
        case .pastFix: "opensearch"
        case .model: "sagemaker"
        }
    }
}

/// One possible answer to a finding: an edit, or only guidance in words, and the evidence for it.
package struct SolutionCandidate: Sendable, Hashable, Codable {
    package var source: SolutionSource
    package var evidence: Evidence
    /// `nil` where the source only has words.
    package var change: ProposedChange?
    /// What people (or the model) said; untrusted text.
    package var guidance: String?
    /// The template that was replayed, with its level; `nil` for a model's edit.
    package var template: TemplateUse?
    /// How well the source fits this finding, 0 to 1.
    package var matchQuality: Double
    /// The belief a model states about its own answer, 0 to 1; `nil` elsewhere.
    package var statedConfidence: Double?
    /// Who saved the thread behind it as a proven fix, where somebody did.
    package var proven: ProvenMark?

    package init(
        source: SolutionSource, evidence: Evidence, change: ProposedChange?, guidance: String? = nil,
        template: TemplateUse? = nil, matchQuality: Double, statedConfidence: Double? = nil,
        proven: ProvenMark? = nil
    ) {
        self.source = source
        self.evidence = evidence
        self.change = change
        self.guidance = guidance
        self.template = template
        self.matchQuality = matchQuality
        self.statedConfidence = statedConfidence
        self.proven = proven
    }
}

/// Which template was replayed, how general it is, and its record so far.
package struct TemplateUse: Sendable, Hashable, Codable {
    /// A digest of language, rule and template text.
    package var id: String
    /// `exact`, … `general`: FixReplay's ladder.
    package var level: String
    /// The template in words and code, readable by a person.
    package var summary: String
    package var record: TrackRecord

    package init(id: String, level: String, summary: String, record: TrackRecord) {
        self.id = id
        self.level = level
        self.summary = summary
        self.record = record
    }
}

/// What a person can look at to check a candidate.
package enum Evidence: Sendable, Hashable, Codable {
    /// A team thread: quoted words, and whether merged code stands behind them.
    case thread(
        reference: MessageReference, isPrivate: Bool, permalink: String?, quote: String, author: String,
        hasMergedCode: Bool)
    case pastFix(id: String, pullRequestURL: String?, approvedBy: String?)
    case model(name: String)

    package var hasMergedCode: Bool {
        switch self {
        case .thread(_, _, _, _, _, let hasMergedCode): hasMergedCode
        case .pastFix: true
        case .model: false
        }
    }
}

/// An answer that was looked at and dropped, with the reason, for `why`.
package struct DroppedCandidate: Sendable, Hashable, Codable {
    package var source: SolutionSource
    package var reason: String
    /// The thread that `reason` quotes, where it is a private channel's: only its readers may be told the reason.
    package var privateThread: MessageReference?
    /// `true` where the source could not be asked at all: it was down.
    package var wasNotAsked: Bool?

    package init(
        source: SolutionSource, reason: String, privateThread: MessageReference? = nil, wasNotAsked: Bool? = nil
    ) {
        self.source = source
        self.reason = reason
        self.privateThread = privateThread
        self.wasNotAsked = wasNotAsked
    }
}
