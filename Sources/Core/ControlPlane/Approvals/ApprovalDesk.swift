import FoundationEssentials
package import HealingDomain
import Logging

/// The approval contract: who may decide, once, about exactly what was shown, and what then happens.
///
/// A click is answered whatever comes of it: by the card, or by words to the clicker alone.
package struct ApprovalDesk: Sendable {
    let approvals: any ApprovalStore
    let codeHost: any CodeHost
    let check: ApproverCheck
    let keeper: CardKeeper
    let log: DecisionLog
    let settlement: Settlement
    let executor: DecisionExecutor
    let ask: AskApproval
    let answers: PrivateAnswers
    let turns = KeyedMutex()
    let now: @Sendable () -> Date
    let logger: Logger

    package init(_ parts: ControlPlane.Dependencies) {
        let keeper = CardKeeper(
            records: parts.records, approvals: parts.approvals, announcer: parts.announcer, now: parts.now,
            logger: parts.logger)
        let log = DecisionLog(audit: parts.audit, now: parts.now)
        let settlement = Settlement(keeper: keeper, log: log, codeHost: parts.codeHost, learner: parts.learner)
        self.approvals = parts.approvals
        self.codeHost = parts.codeHost
        self.check = ApproverCheck(
            membership: Membership(chat: parts.chat, settings: parts.settings), gitHubLogin: parts.gitHubLogin)
        self.keeper = keeper
        self.log = log
        self.settlement = settlement
        self.executor = DecisionExecutor(
            keeper: keeper, log: log, settlement: settlement, codeHost: parts.codeHost, chat: parts.chat)
        self.ask = AskApproval(approvals: parts.approvals, newID: parts.newID, now: parts.now)
        self.answers = PrivateAnswers(chat: parts.chat, logger: parts.logger)
        self.now = parts.now
        self.logger = parts.logger
    }

    /// Approve was pressed: merges exactly the commit that was shown, at most once.
    package func approve(_ click: CardAction) async throws(Fault) {
        try await self.decide(Clicker(click), id: click.value, as: .approved, reason: nil)
    }

    /// Reject was pressed: opens the dialog, whose trigger lives three seconds.
    package func askReason(_ click: CardAction) async throws(Fault) {
        let clicker = Clicker(click)
        guard let known = try await self.approvals.approval(id: click.value) else {
            return try await self.answers.tell(Refusal.unknownButton.text, to: clicker)
        }
        try await self.turns.exclusively(known.turn) { () async throws(Fault) in
            guard let approval = try await self.open(known.id, for: clicker) else { return }
            try await self.openDialog(for: approval, click, clicker)
        }
    }

    private func openDialog(
        for approval: Approval, _ click: CardAction, _ clicker: Clicker
    ) async throws(Fault) {
        guard let trigger = click.triggerID else { return try await self.refuse(clicker, .dialogClosed, approval) }
        let records = try await self.keeper.records(of: approval)
        do {
            let record = records.first { $0.finding.fingerprint == approval.finding } ?? records.first
            try await self.answers.chat.open(RejectionDialog.modal(for: approval, record), triggerID: trigger)
        } catch {
            self.logger.warning("the rejection dialog did not open", metadata: ["fault": "\(error)"])
            try await self.refuse(clicker, .dialogClosed, approval)
        }
    }

    /// The dialog was sent: closes the pull request and learns why.
    package func reject(_ submission: ModalSubmission) async throws(Fault) {
        let id = submission.privateMetadata
        let card = try await self.card(ofApproval: id)
        let clicker = Clicker(person: submission.person, channel: card?.channel, responseURL: nil)
        let reason = RejectionDialog.reason(from: submission.values)
        try await self.decide(clicker, id: id, as: .rejected, reason: reason)
    }

    // MARK: Deciding

    private func decide(
        _ clicker: Clicker, id: String, as state: Approval.State, reason: String?
    ) async throws(Fault) {
        guard let known = try await self.approvals.approval(id: id) else {
            return try await self.answers.tell(Refusal.unknownButton.text, to: clicker)
        }
        try await self.turns.exclusively(known.turn) { () async throws(Fault) in
            if try await self.resumed(id, by: clicker, as: state) { return }
            guard let approval = try await self.open(id, for: clicker) else { return }
            guard try await self.isCurrent(approval) else {
                guard let lapsed = try await self.approvals.approval(id: id) else { return }
                return try await self.refuse(clicker, .decided(lapsed), approval)
            }
            let result = try await self.approvals.decide(
                id: id, as: state, by: clicker.person.rawValue, reason: reason, at: self.now())
            guard let result else { return try await self.answers.tell(Refusal.unknownButton.text, to: clicker) }
            if result.decidedNow || result.approval.state == .expired {
                try await self.executor.carryOut(result.approval)
            }
            if !result.decidedNow { try await self.refuse(clicker, .decided(result.approval), result.approval) }
        }
    }

    /// The same click once more, after its execution was cut short: goes on where that ended.
    private func resumed(_ id: String, by clicker: Clicker, as state: Approval.State) async throws(Fault) -> Bool {
        guard let approval = try await self.approvals.approval(id: id), approval.state == state,
            approval.decidedBy == clicker.person.rawValue, approval.executedAt == nil
        else { return false }
        try await self.executor.carryOut(approval)
        return true
    }

    /// The approval, where it is open and the person may decide it; else they were told why not.
    private func open(_ id: String, for clicker: Clicker) async throws(Fault) -> Approval? {
        guard let approval = try await self.approvals.approval(id: id) else {
            try await self.answers.tell(Refusal.unknownButton.text, to: clicker)
            return nil
        }
        var question = approval
        // A pull request of several findings is as grave as the gravest.
        question.severity =
            try await self.keeper.records(of: approval).map(\.finding.severity).reduce(approval.severity, max)
        if let refusal = try await self.check.refusal(of: clicker.person, deciding: question) {
            try await self.refuse(clicker, refusal, approval)
            return nil
        }
        guard approval.state == .pending else {
            try await self.refuse(clicker, .decided(approval), approval)
            return nil
        }
        return approval
    }

    /// Whether the pull request is still what was shown. Where it is not, the approval is settled accordingly; where
    /// the host does not answer, the merge itself will find out, since it names the commit.
    private func isCurrent(_ approval: Approval) async throws(Fault) -> Bool {
        let state: PullRequestState
        do {
            state = try await self.codeHost.pullRequest(approval.pullRequest, in: approval.repository)
        } catch {
            return true
        }
        if state.isMerged {
            try await self.settle(approval, as: .approved, by: Actor.somebodyOnGitHub, reason: "merged on GitHub")
        } else if !state.isOpen {
            try await self.settle(approval, as: .rejected, by: Actor.somebodyOnGitHub, reason: "closed on GitHub")
        } else if state.reference.headSHA != approval.headSHA {
            let reason = "the branch moved to \(state.reference.headSHA.short) after this was shown"
            try await self.settle(approval, as: .superseded, by: Actor.bot, reason: reason)
        } else {
            return true
        }
        return false
    }

    /// Decides for somebody who did not click, and carries it out if that won.
    func settle(
        _ approval: Approval, as state: Approval.State, by actor: String, reason: String?
    ) async throws(Fault) {
        let result = try await self.approvals.decide(
            id: approval.id, as: state, by: actor, reason: reason, at: self.now())
        guard let result else { return }
        try await self.executor.carryOut(result.approval)
    }

    private func refuse(_ clicker: Clicker, _ refusal: Refusal, _ approval: Approval) async throws(Fault) {
        let records = try await self.keeper.records(of: approval)
        if case .decided = refusal {
            // The clicked card was stale: make it say what is so.
            await self.keeper.showMeanwhile(records)
        } else if let record = records.first {
            try await self.log.append(.refused, record, by: clicker.person.rawValue, detail: refusal.name)
        }
        try await self.answers.tell(refusal.text, to: clicker)
    }

    private func card(ofApproval id: String) async throws(Fault) -> MessageReference? {
        guard let approval = try await self.approvals.approval(id: id) else { return nil }
        return try await self.keeper.records(of: approval).lazy.compactMap(\.card).first
    }
}

extension Approval {
    /// Everything about one pull request happens one after the other.
    var turn: String { Self.turn(self.repository, self.pullRequest) }
    static func turn(_ repository: RepositoryName, _ number: Int) -> String { "\(repository)#\(number)" }
}
