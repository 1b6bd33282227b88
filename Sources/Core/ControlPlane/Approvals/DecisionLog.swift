import FoundationEssentials
import HealingDomain

/// The steps of a decision, as the audit names them.
package enum DecisionStep: String, Sendable, CaseIterable {
    case refused = "approval.refused"
    /// One of several approvals that a question needs.
    case voted = "approval.voted"
    case approved = "approval.approved"
    case rejected = "approval.rejected"
    case expired = "approval.expired"
    case superseded = "approval.superseded"
    case askedAgain = "approval.asked_again"
    case merged = "pull_request.merged"
    case pushed = "pull_request.pushed"
    case suggested = "pull_request.suggested"
    case closed = "pull_request.closed"
    case delayed = "execution.delayed"
    case failed = "execution.failed"
    case learned = "lesson.learned"
}

/// Writes decisions to the audit, and reads there what was already done, so that a repeated delivery does it once.
struct DecisionLog: Sendable {
    let audit: any AuditTrail
    let now: @Sendable () -> Date

    func append(
        _ step: DecisionStep, _ record: HealingRecord, by actor: String, detail: String, fixApplied: Bool = false
    ) async throws(Fault) {
        let finding = record.finding
        try await self.audit.append(
            AuditEntry(
                fixID: record.fixID, timestamp: self.now(), step: step.rawValue, repository: finding.repository,
                filePath: finding.path, issueType: finding.issueType, severity: finding.severity,
                confidenceScore: record.confidence?.percent, source: record.candidate?.source.auditName,
                pullRequestURL: record.pullRequest?.url, fixApplied: fixApplied, user: Actor.bare(actor),
                detail: detail, finding: finding.fingerprint, rule: finding.rule))
    }

    /// Does `body` and notes the step, unless the step was noted for this `key` before. The key ends the detail.
    func once(
        _ step: DecisionStep, _ record: HealingRecord, key: String, by actor: String, detail: String,
        fixApplied: Bool = false, _ body: () async throws(Fault) -> Void = {}
    ) async throws(Fault) {
        let mark = " [\(key)]"
        let done = try await self.audit.entries(
            AuditFilter(finding: record.finding.fingerprint, fixID: record.fixID, step: step.rawValue))
        guard !done.contains(where: { $0.detail.hasSuffix(mark) }) else { return }
        try await body()
        try await self.append(step, record, by: actor, detail: detail + mark, fixApplied: fixApplied)
    }
}

extension AuditEntry {
    /// The detail as a person reads it, without the key that `once` ended it with.
    var detailInWords: String {
        guard self.detail.hasSuffix("]"), let mark = self.detail.lastIndex(of: "[") else { return self.detail }
        return String(self.detail[..<mark]).onOneLine(limit: 240)
    }
}
