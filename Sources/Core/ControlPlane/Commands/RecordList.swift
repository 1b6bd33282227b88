import HealingDomain

/// Several findings, one line each.
struct RecordList: Sendable {
    let settings: ControlPlaneSettings

    func lines(_ records: [HealingRecord], limit: Int = 15) -> StyledText {
        let shown = records.prefix(limit).map(self.line)
        let more: [StyledText] = records.count > limit ? ["… and \(records.count - limit) more"] : []
        return (shown + more).joined(separator: "\n")
    }

    func line(_ record: HealingRecord) -> StyledText {
        let finding = record.finding
        let link = SourceLink(webAddress: self.settings.webAddress).line(of: finding)
        let pullRequest: StyledText = record.pullRequest.map { " · \(SourceLink.pullRequest($0))" } ?? ""
        return """
            • \(finding.severity.rawValue) \(finding.issueType.inWords), \(link): \
            \(record.state.inWords)\(pullRequest) · \(.code(finding.fingerprint.short))
            """
    }
}

extension HealingRecord.State {
    var inWords: String {
        switch self {
        case .detected: "being looked at"
        case .proposed: "waiting for a decision"
        case .notified: "needs a person"
        case .approved: "approved, merging"
        case .merged: "merged"
        case .rejected: "rejected"
        case .superseded: "superseded"
        case .expired: "expired"
        case .failed: "not merged"
        case .reverted: "reverted"
        case .pushed: "pushed to the pull request"
        case .suggested: "suggested on the pull request"
        }
    }
}
