import HealingDomain

/// What Approve asks before it counts, where the team wants that.
struct ApproveConfirmation {
    let record: HealingRecord
    let approval: Approval
    let settings: ControlPlaneSettings

    var dialog: Button.Confirmation? {
        var approval = self.approval
        approval.severity = max(approval.severity, self.record.finding.severity)
        let policy = self.settings.policy(of: approval.repository)
        guard policy.confirmation.holds(for: approval) else { return nil }
        let needed = policy.inForce(asked: approval.policy).approvals
        let several = needed > 1 ? " It takes \(needed) people." : ""
        return Button.Confirmation(
            title: "Approve this \(approval.severity.rawValue) fix?", text: self.consequence + several,
            confirm: needed > 1 ? "Approve" : self.verb, deny: "Not yet")
    }

    private var consequence: String {
        let approval = self.approval
        let pullRequest = "\(approval.repository)#\(approval.pullRequest)"
        let commit = approval.headSHA.short
        return switch approval.kind {
        case .merge: "I will merge \(pullRequest) into \(self.record.finding.branch), at the commit \(commit)."
        case .push: "I will commit the fix to the branch of \(pullRequest), on top of \(commit)."
        case .suggest: "I will leave suggestions in a review of \(pullRequest), at the commit \(commit)."
        }
    }

    private var verb: String {
        switch self.approval.kind {
        case .merge: "Merge"
        case .push: "Commit"
        case .suggest: "Suggest"
        }
    }
}
