import FoundationEssentials
import HealingDomain

/// The line of a card that says how things stand, and with whom.
struct CardStatus {
    let record: HealingRecord
    let approval: Approval?
    let settings: ControlPlaneSettings

    var line: StyledText {
        switch self.record.state {
        case .detected: "Looking for a fix."
        case .proposed: self.waiting
        case .notified: self.told
        case .approved: "Approved by \(self.decider)\(self.moment). Merging."
        case .merged: "Merged. Approved by \(self.decider)\(self.moment)."
        case .rejected: "Rejected by \(self.decider)\(self.moment)\(self.reason)."
        case .superseded: "Superseded\(self.reason). Nothing was merged; review the pull request on GitHub."
        case .expired: "Expired: nobody decided\(self.deadline). \(self.askAgain)"
        case .failed: "Not merged\(self.reason). \(self.askAgain)"
        case .pushed, .suggested:
            ProposalStatus(record: self.record, approval: self.approval, settings: self.settings).line
        case .reverted: "Reverted\(self.reason). This fix will not be offered again."
        }
    }

    /// Whether Approve and Reject mean anything now.
    var isOpen: Bool { self.record.state == .proposed && self.approval?.state == .pending }

    private var waiting: StyledText {
        guard self.isOpen, let approval = self.approval else { return "Waiting for a review on GitHub." }
        let until: StyledText = "\(self.votes(on: approval))Waiting for a decision until \(approval.expiresAt.inWords)."
        guard self.record.decision == .draftPullRequest, let senior = self.settings.senior else { return until }
        return "\(.person(senior)), please look: I am not sure enough to open this for merging. \(until)"
    }

    /// `1 of 2 approvals, by @ada.`, where more than one is needed.
    func votes(on approval: Approval) -> StyledText {
        let needed = self.settings.policy(of: approval.repository).inForce(asked: approval.policy).approvals
        guard needed > 1 else { return "" }
        guard !approval.votes.isEmpty else { return "Needs \(needed) approvals. " }
        return "\(.bold("\(approval.votes.count) of \(needed) approvals")), by \(approval.voters). "
    }

    private var told: StyledText {
        let why = self.whyOnlyTold
        guard let senior = self.settings.senior else { return "\(why) It needs a person." }
        return "\(why) \(.person(senior)), can you take this one?"
    }

    private var whyOnlyTold: StyledText {
        guard self.record.candidate?.change != nil else { return "No edit I trust." }
        guard let failure = self.record.gates.failures.first else { return "Not sure enough to open a pull request." }
        let detail = failure.detail.hasWords ? " (\(failure.detail.onOneLine(limit: 160)))" : ""
        return "The edit failed a check: \(failure.gate.rawValue)\(detail)."
    }

    private var decider: StyledText {
        if let approval = self.approval, approval.decidedBy == self.record.decidedBy { return approval.deciders }
        return Actor.inWords(self.record.decidedBy ?? self.approval?.decidedBy ?? "somebody")
    }

    private var moment: StyledText { self.approval?.decidedAt.map { ", \($0.inWords)" } ?? "" }
    private var deadline: StyledText { self.approval.map { " until \($0.expiresAt.inWords)" } ?? "" }

    private var reason: StyledText {
        guard let reason = self.record.reason, reason.hasWords else { return "" }
        let text = reason.onOneLine(limit: 300)
        return ": \(text.hasSuffix(".") ? String(text.dropLast()) : text)"
    }

    private var askAgain: StyledText {
        "\(.code("\(self.settings.command) fix \(self.record.finding.fingerprint.short)")) asks again."
    }
}
