package import FoundationEssentials
package import HealingDomain

/// Takes out what the team muted: noted in the audit, neither healed nor told.
package struct DropMuted: Sendable {
    /// The step by which the audit notes a finding that the team muted.
    package static let auditStep = "muted"

    let team: any TeamSettingsStore
    let audit: any AuditTrail
    let now: @Sendable () -> Date

    package init(team: any TeamSettingsStore, audit: any AuditTrail, now: @escaping @Sendable () -> Date) {
        self.team = team
        self.audit = audit
        self.now = now
    }

    func callAsFunction(_ detection: Detection) async throws(Fault) -> Detection {
        let mutes = try await self.team.mutes()
        guard !mutes.isEmpty else { return detection }
        var rest = detection
        rest.findings = []
        for finding in detection.findings {
            if let mute = mutes.first(where: { $0.covers(finding) }) {
                try await self.note(finding, mute, of: detection)
            } else {
                rest.findings.append(finding)
            }
        }
        return rest
    }

    /// Once a commit, however often its push is handled.
    private func note(_ finding: Finding, _ mute: Mute, of detection: Detection) async throws(Fault) {
        let mark = " [\(finding.commit)]"
        let step = Self.auditStep
        let known = try await self.audit.entries(AuditFilter(finding: finding.fingerprint, step: step, limit: 50))
        guard !known.contains(where: { $0.detail.hasSuffix(mark) }) else { return }
        let moment = self.now()
        try await self.audit.append(
            AuditEntry(
                fixID: OpenHealing.fixID(of: finding, at: moment), timestamp: moment, step: step,
                repository: finding.repository, filePath: finding.path, issueType: finding.issueType,
                severity: finding.severity, executionTimeMilliseconds: detection.milliseconds,
                detail: "\(finding.path):\(finding.range.startLine), muted by \(mute.by): \(mute.target.text)\(mark)",
                finding: finding.fingerprint, rule: finding.rule))
    }
}
