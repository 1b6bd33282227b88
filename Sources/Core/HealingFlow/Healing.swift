package import HealingDomain

/// What changed between two commits of one branch.
package struct CodeChange: Sendable, Hashable {
    package var repository: RepositoryName
    package var branch: String
    package var base: CommitSHA
    package var head: CommitSHA
    /// GitHub login of whoever made it.
    package var author: String
    /// Who asked for it to be healed in Slack; `nil` for a push.
    package var requestedBy: PersonID?

    package init(
        repository: RepositoryName, branch: String, base: CommitSHA, head: CommitSHA, author: String,
        requestedBy: PersonID? = nil
    ) {
        self.repository = repository
        self.branch = branch
        self.base = base
        self.head = head
        self.author = author
        self.requestedBy = requestedBy
    }
}

/// What was found in a change, with the files that it was found in.
package struct Detection: Sendable {
    package var change: CodeChange
    /// On changed lines only.
    package var findings: [Finding]
    package var files: [String: SourceFile]
    /// How often each rule fires in each file as it stands: what a rescan is compared with.
    package var ruleCounts: [String: [RuleID: Int]]
    package var problems: [ScanReport.Problem]
    package var milliseconds: Int
}

/// One finding on its way through the flow.
package struct Healing: Sendable {
    package var record: HealingRecord
    package let file: SourceFile
    /// How often each rule fires in the file as it stands.
    package let ruleCounts: [RuleID: Int]
    package let change: CodeChange
    /// The best answer so far, with what was decided on it.
    package var best: Considered?
    package var startedAt: ContinuousClock.Instant

    package struct Considered: Sendable {
        package var candidate: Candidate
        package var verdict: Verdict
    }

    /// Keeps the better answer and notes why the other was dropped.
    mutating func consider(_ candidate: Candidate, _ verdict: Verdict) {
        let considered = Considered(candidate: candidate, verdict: verdict)
        guard let best = self.best else {
            self.best = considered
            return
        }
        let isBetter = verdict.rank > best.verdict.rank
        let loser = isBetter ? best : considered
        self.record.dropped.append(
            DroppedCandidate(source: loser.candidate.solution.source, reason: loser.verdict.summary))
        if isBetter { self.best = considered }
    }
}

/// A candidate with what is needed to check it again.
package struct Candidate: Sendable {
    package var solution: SolutionCandidate
    /// Replays the same template on a text: what the idempotence gate asks; `nil` where there is no template.
    package var replay: (@Sendable (String) -> String?)?

    package init(solution: SolutionCandidate, replay: (@Sendable (String) -> String?)? = nil) {
        self.solution = solution
        self.replay = replay
    }
}

/// What the gates and the score made of one candidate.
package struct Verdict: Sendable, Hashable {
    package var gates: GateReport
    /// `nil` is "not scored".
    package var confidence: Confidence?
    package var decision: Decision

    /// Orders verdicts: a pull request beats a draft beats a message; an edit that failed a gate is worth less than words.
    var rank: Double {
        let tier: Double =
            switch self.decision {
            case .openPullRequest: 3
            case .draftPullRequest: 2
            case .notify: self.gates.failures.isEmpty ? 1 : 0
            }
        return tier + (self.confidence?.value ?? 0) / 2
    }

    /// Why it was not taken, in words.
    var summary: String {
        if let failure = self.gates.failures.first { return "\(failure.gate.rawValue): \(failure.detail)" }
        guard let confidence = self.confidence else { return "not scored" }
        return "another answer was surer than \(confidence.percent) %"
    }
}
