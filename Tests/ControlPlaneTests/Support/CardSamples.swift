import ControlPlane
import FoundationEssentials
import HealingDomain
import HealingTesting

/// One card for each way a finding can stand.
enum CardSamples {
    static let settings = ControlPlaneSettings(channel: "C1", senior: "U9")

    static let finding = Finding.sample(
        rule: "python.sql-string-format", issueType: "SQL_INJECTION", cwe: "CWE-89", severity: .critical,
        message: "User input is formatted into SQL, so a caller can run any query.\nBind it as a parameter.",
        path: "db/my orders.py", range: SourceRange(startLine: 42, endLine: 43),
        snippet: "cursor.execute(\n    f\"SELECT * FROM orders WHERE id = {order_id}\")")

    static let thread = SolutionCandidate.sample(
        evidence: .sampleThread(
            reference: MessageReference(channel: "C2", timestamp: "1768900000.000100"),
            permalink: "https://acme.slack.test/archives/C2/p1768900000000100",
            quote: "bind the value, never format it:\ncursor.execute(sql, (order_id,))"),
        change: ProposedChange(
            path: "db/my orders.py", original: "a = f\"{x}\"\nb\n", updated: "a = bind(x)\nb\n"))

    static var threadReference: MessageReference? {
        guard case .thread(let reference, _, _, _, _, _) = Self.thread.evidence else { return nil }
        return reference
    }

    static let confidence = Confidence(
        value: 0.917,
        factors: [
            Confidence.Factor(name: "record", value: 0.93, explanation: "applied 14 times, 0 reverted"),
            Confidence.Factor(name: "match", value: 0.99, explanation: "same rule, same language"),
        ])

    static func record(
        _ state: HealingRecord.State, candidate: SolutionCandidate? = Self.thread,
        decision: Decision? = .openPullRequest,
        confidence: Confidence? = Self.confidence, pullRequest: PullRequestReference? = .sample(),
        decidedBy: String? = nil, reason: String? = nil
    ) -> HealingRecord {
        .sample(
            finding: Self.finding, candidate: candidate,
            dropped: [DroppedCandidate(source: .pastFix, reason: "it changed 31 lines, 20 are allowed")],
            gates: GateReport(results: [
                GateResult(gate: .applies, verdict: .passed, detail: "one place"),
                GateResult(gate: .parses, verdict: .passed, detail: "python"),
                GateResult(gate: .rescan, verdict: .skipped, detail: "no scanner on this machine"),
            ]),
            confidence: confidence, decision: decision, pullRequest: pullRequest, state: state, decidedBy: decidedBy,
            reason: reason)
    }

    static func approval(_ state: Approval.State, by person: String? = nil, reason: String? = nil) -> Approval {
        .sample(
            severity: .critical, state: state, decidedBy: person,
            decidedAt: state == .pending ? nil : .sample.addingTimeInterval(Date.hour), reason: reason)
    }

    /// Name, record, approval.
    static let all: [(String, HealingRecord, Approval?)] = [
        ("detected", Self.record(.detected, candidate: nil, decision: nil, confidence: nil, pullRequest: nil), nil),
        ("proposed", Self.record(.proposed), Self.approval(.pending)),
        (
            "draft",
            Self.record(.proposed, decision: .draftPullRequest, pullRequest: .sample(isDraft: true)),
            Self.approval(.pending)
        ),
        ("model", Self.record(.proposed, candidate: Self.model), Self.approval(.pending)),
        ("past-fix", Self.record(.proposed, candidate: Self.pastFix), Self.approval(.pending)),
        ("private-thread", Self.record(.proposed, candidate: Self.privateThread), Self.approval(.pending)),
        (
            "told-with-edit",
            Self.record(.notified, candidate: Self.model, decision: .notify, confidence: nil, pullRequest: nil), nil
        ),
        ("told-failed-check", Self.failedCheck, nil),
        (
            "told-nothing",
            Self.record(.notified, candidate: nil, decision: .notify, confidence: nil, pullRequest: nil), nil
        ),
        ("approved", Self.record(.approved, decidedBy: "U1"), Self.approval(.approved, by: "U1")),
        ("merged", Self.record(.merged, decidedBy: "U1"), Self.approval(.approved, by: "U1")),
        ("merged-on-github", Self.record(.merged, decidedBy: "github:octocat"), nil),
        (
            "rejected", Self.record(.rejected, decidedBy: "U2", reason: "Wrong fix: it drops the timeout."),
            Self.approval(.rejected, by: "U2")
        ),
        (
            "superseded", Self.record(.superseded, reason: "octocat pushed aaaaaa8 to the branch"),
            Self.approval(.superseded, by: "github:octocat")
        ),
        ("expired", Self.record(.expired), Self.approval(.expired)),
        (
            "failed", Self.record(.failed, decidedBy: "U1", reason: "a required check is red"),
            Self.approval(.approved, by: "U1")
        ),
        ("reverted", Self.record(.reverted, reason: "it broke the nightly import"), nil),
    ]

    private static var failedCheck: HealingRecord {
        var record = Self.record(.notified, decision: .notify, pullRequest: nil)
        record.gates = GateReport(results: [
            GateResult(gate: .rescan, verdict: .failed, detail: "the finding is still there")
        ])
        return record
    }

    static let model = SolutionCandidate.sample(
        source: .model, evidence: .model(name: "llama-3.1-8b-instruct"), guidance: "Bind the value as a parameter.",
        template: nil, statedConfidence: 0.7)

    static let pastFix = SolutionCandidate.sample(
        source: .pastFix,
        evidence: .pastFix(
            id: "fix-2026-01-02-beef01", pullRequestURL: "https://github.test/acme/shop/pull/3", approvedBy: "U2"))

    static let privateThread = SolutionCandidate.sample(
        evidence: .sampleThread(
            reference: MessageReference(channel: "CPRIVATE", timestamp: "1768900000.000100"), isPrivate: true,
            permalink: "https://acme.slack.test/archives/CPRIVATE/p1", quote: "the secret plan", author: "Mole"),
        guidance: "the secret guidance")
}
