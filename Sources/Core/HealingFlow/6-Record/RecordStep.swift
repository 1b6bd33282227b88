package import FoundationEssentials
package import HealingDomain
import Metrics

/// Writes a step to the audit, and its time to the metrics.
package struct RecordStep: Sendable {
    let audit: any AuditTrail
    let records: any HealingRecordStore
    let now: @Sendable () -> Date
    let clock = ContinuousClock()

    package init(audit: any AuditTrail, records: any HealingRecordStore, now: @escaping @Sendable () -> Date) {
        self.audit = audit
        self.records = records
        self.now = now
    }

    func callAsFunction(
        _ step: HealingStep, of record: HealingRecord, milliseconds: Int, fixApplied: Bool = false,
        by user: String = "codehealer", detail: String
    ) async throws(Fault) {
        Timer(label: "codehealer_step_seconds", dimensions: [("step", step.rawValue)]).recordMilliseconds(milliseconds)
        let finding = record.finding
        try await self.audit.append(
            AuditEntry(
                fixID: record.fixID, timestamp: self.now(), step: step.rawValue, repository: finding.repository,
                filePath: finding.path, issueType: finding.issueType, severity: finding.severity,
                confidenceScore: record.confidence?.percent, source: record.candidate?.source.auditName,
                pullRequestURL: record.pullRequest?.url, fixApplied: fixApplied, user: user,
                executionTimeMilliseconds: milliseconds, detail: detail, finding: finding.fingerprint,
                rule: finding.rule))
    }

    /// Writes what was found, gated and decided, and keeps it in the record, so that `why` can answer and a restart
    /// continues from here.
    func decision(of healing: Healing) async throws(Fault) -> Healing {
        var healing = healing
        healing.record.candidate = healing.best?.candidate.solution
        healing.record.gates = healing.best?.verdict.gates ?? GateReport()
        healing.record.confidence = healing.best?.verdict.confidence
        healing.record.decision = healing.best?.verdict.decision ?? .notify
        healing.record.updatedAt = self.now()
        try await self.records.save(healing.record)
        let milliseconds = (self.clock.now - healing.startedAt).milliseconds
        try await self(.find, of: healing.record, milliseconds: milliseconds, detail: Self.found(healing.record))
        try await self(.gate, of: healing.record, milliseconds: 0, detail: Self.gated(healing.record.gates))
        try await self(.decide, of: healing.record, milliseconds: 0, detail: Self.decided(healing.record))
        return healing
    }

    private static func found(_ record: HealingRecord) -> String {
        guard let candidate = record.candidate else {
            return record.dropped.isEmpty
                ? "nothing found"
                : "nothing found: "
                    + record.dropped.map { "\($0.source.rawValue): \($0.reason)" }.joined(separator: "; ")
        }
        switch candidate.evidence {
        case .thread(let reference, _, let permalink, _, _, let merged):
            return "thread \(permalink ?? reference.timestamp.rawValue)\(merged ? " with merged code" : "")"
        case .pastFix(let id, let url, _): return "past fix \(id)\(url.map { " (\($0))" } ?? "")"
        case .model(let name): return "model \(name)"
        }
    }

    private static func gated(_ report: GateReport) -> String {
        if report.results.isEmpty { return "no edit to check" }
        return report.results.map { "\($0.gate.rawValue) \($0.verdict.rawValue)" }.joined(separator: ", ")
    }

    private static func decided(_ record: HealingRecord) -> String {
        let score = record.confidence.map { "\($0.percent) %" } ?? "not scored"
        return "\(record.decision?.rawValue ?? Decision.notify.rawValue) at \(score)"
    }
}
