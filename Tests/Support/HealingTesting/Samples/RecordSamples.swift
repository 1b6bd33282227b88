package import FoundationEssentials
package import HealingDomain

extension Delivery {
    package static func sample(
        source: Source = .github, id: String = "delivery-1", event: String = "push", body: Data = Data("{}".utf8),
        receivedAt: Date = .sample
    ) -> Self {
        Self(source: source, id: id, event: event, body: body, receivedAt: receivedAt)
    }
}

extension SolutionCandidate {
    package static func sample(
        source: SolutionSource = .thread, evidence: Evidence = .sampleThread(), change: ProposedChange? = .sample(),
        guidance: String? = nil, template: TemplateUse? = .sample(), matchQuality: Double = 1,
        statedConfidence: Double? = nil
    ) -> Self {
        Self(
            source: source, evidence: evidence, change: change, guidance: guidance, template: template,
            matchQuality: matchQuality, statedConfidence: statedConfidence)
    }
}

extension Evidence {
    package static func sampleThread(
        reference: MessageReference = .sample, isPrivate: Bool = false, permalink: String? = nil,
        quote: String = "use yaml.safe_load", author: String = "Ada", hasMergedCode: Bool = true
    ) -> Self {
        .thread(
            reference: reference, isPrivate: isPrivate, permalink: permalink, quote: quote, author: author,
            hasMergedCode: hasMergedCode)
    }
}

extension TemplateUse {
    package static func sample(
        id: String = "template-1", level: String = "exact", summary: String = "yaml.load(…) becomes yaml.safe_load(…)",
        record: TrackRecord = TrackRecord(approved: 14)
    ) -> Self {
        Self(id: id, level: level, summary: summary, record: record)
    }
}

extension HealingRecord {
    package static func sample(
        fixID: String = "fix-2026-01-20-abc123", finding: Finding = .sample(), author: String? = "mallory",
        candidate: SolutionCandidate? = .sample(), dropped: [DroppedCandidate] = [],
        gates: GateReport = GateReport(results: [GateResult(gate: .applies, verdict: .passed, detail: "applies")]),
        confidence: Confidence? = Confidence(value: 0.9, factors: []), decision: Decision? = .openPullRequest,
        pullRequest: PullRequestReference? = .sample(), approvalID: String? = "approval-1",
        card: MessageReference? = nil, state: State = .proposed, decidedBy: String? = nil, reason: String? = nil,
        createdAt: Date = .sample, updatedAt: Date = .sample
    ) -> Self {
        Self(
            fixID: fixID, finding: finding, author: author, candidate: candidate, dropped: dropped, gates: gates,
            confidence: confidence, decision: decision, pullRequest: pullRequest, approvalID: approvalID, card: card,
            state: state, decidedBy: decidedBy, reason: reason, createdAt: createdAt, updatedAt: updatedAt)
    }
}

extension PullRequestReference {
    package static func sample(
        repository: RepositoryName = .sample, number: Int = 7, headSHA: CommitSHA = .numbered(7),
        branch: String = "codehealer/fix-2026-01-20-abc123", isDraft: Bool = false
    ) -> Self {
        Self(
            repository: repository, number: number, url: "https://github.test/\(repository)/pull/\(number)",
            headSHA: headSHA, branch: branch, isDraft: isDraft)
    }
}

extension PullRequestReport {
    package static func sample(
        pullRequest: PullRequestReference = .sample(number: 12, branch: "feature/search"), fileCount: Int = 14,
        scannedCount: Int = 9, proposed: [HealingRecord] = [], isKnown: Bool = false, told: [HealingRecord] = [],
        left: [Left] = [], problems: [ScanReport.Problem] = []
    ) -> Self {
        Self(
            pullRequest: pullRequest, fileCount: fileCount, scannedCount: scannedCount, proposed: proposed,
            isKnown: isKnown, told: told, left: left, problems: problems)
    }
}

extension Approval {
    /// Pending, and good for a day.
    package static func sample(
        id: String = "approval-1", kind: Kind = .merge, finding: Fingerprint = .sample,
        repository: RepositoryName = .sample, pullRequest: Int = 7, headSHA: CommitSHA = .numbered(7),
        diffHash: String = String(repeating: "d", count: 64),
        severity: Severity = .high, author: String? = "mallory", requester: PersonID? = nil,
        policy: ApprovalPolicy = ApprovalPolicy(), votes: [Vote] = [], createdAt: Date = .sample,
        expiresAt: Date = .sample.addingTimeInterval(Date.day), state: State = .pending, decidedBy: String? = nil,
        decidedAt: Date? = nil, reason: String? = nil, executedAt: Date? = nil
    ) -> Self {
        Self(
            id: id, kind: kind, finding: finding, repository: repository, pullRequest: pullRequest, headSHA: headSHA,
            diffHash: diffHash, severity: severity, author: author, requester: requester, policy: policy, votes: votes,
            createdAt: createdAt, expiresAt: expiresAt,
            state: state, decidedBy: decidedBy, decidedAt: decidedAt, reason: reason, executedAt: executedAt)
    }
}

extension AuditEntry {
    package static func sample(
        fixID: String = "fix-2026-01-20-abc123", timestamp: Date = .sample, step: String = "detect",
        repository: RepositoryName? = .sample, filePath: String? = "app/settings.py",
        issueType: IssueType? = "INSECURE_DESERIALIZATION", severity: Severity? = .high, confidenceScore: Int? = 90,
        source: String? = "slack", pullRequestURL: String? = nil, fixApplied: Bool = false,
        user: String = "codehealer", executionTimeMilliseconds: Int? = 12, detail: String = "found",
        finding: Fingerprint? = .sample, rule: RuleID? = "python.unsafe-yaml-load"
    ) -> Self {
        Self(
            fixID: fixID, timestamp: timestamp, step: step, repository: repository, filePath: filePath,
            issueType: issueType, severity: severity, confidenceScore: confidenceScore, source: source,
            pullRequestURL: pullRequestURL, fixApplied: fixApplied, user: user,
            executionTimeMilliseconds: executionTimeMilliseconds, detail: detail, finding: finding, rule: rule)
    }
}
