import FoundationEssentials
import HealingDomain

/// Carries out what was decided. Everything here may be repeated after a crash at any point: each step looks first
/// whether it was done, and the approval counts as executed only when all were.
///
/// Callers hold the approval's turn. Throws only what a retry may mend.
struct DecisionExecutor: Sendable {
    let keeper: CardKeeper
    let log: DecisionLog
    let settlement: Settlement
    let codeHost: any CodeHost
    let chat: any TeamChat
    /// Names this process, among those that share the store.
    let holder: String
    let deliver: DeliverProposal

    /// Longer than an execution takes; after a process died within one, another goes on when this is over.
    private static let claimSeconds: Double = 60

    /// Where another process is at it, that is a fault a retry mends.
    func carryOut(_ approval: Approval) async throws(Fault) {
        guard approval.executedAt == nil, approval.state != .pending else { return }
        let approvals = self.keeper.approvals
        let moment = self.keeper.now()
        let isMine = try await approvals.claimExecution(
            id: approval.id, holder: self.holder, until: moment.addingTimeInterval(Self.claimSeconds), at: moment)
        guard isMine else {
            throw Fault(
                doing: "carrying out approval \(approval.id)", detail: "another process is at it", isRetryable: true,
                retryAfterSeconds: 5)
        }
        do {
            try await self.execute(approval)
        } catch {
            try? await approvals.releaseExecution(id: approval.id, holder: self.holder)
            throw error
        }
        try await approvals.releaseExecution(id: approval.id, holder: self.holder)
    }

    private func execute(_ approval: Approval) async throws(Fault) {
        let records = try await self.keeper.records(of: approval)
        switch approval.state {
        case .pending: return
        case .approved where approval.kind != .merge: try await self.deliver.approved(approval, records)
        case .rejected where approval.kind != .merge: try await self.deliver.rejected(approval, records)
        case .approved: try await self.merge(approval, records)
        case .rejected: try await self.close(approval, records)
        case .expired: try await self.lapse(approval, records, .expired, .expired)
        case .superseded: try await self.lapse(approval, records, .superseded, .superseded)
        }
        try await self.keeper.approvals.markExecuted(id: approval.id, at: self.keeper.now())
    }

    // MARK: Approved

    private enum MergeOutcome {
        case merged(head: CommitSHA, as: CommitSHA?)
        case moved(to: CommitSHA)
        case refused(Fault)
    }

    private func merge(_ approval: Approval, _ records: [HealingRecord]) async throws(Fault) {
        let actor = approval.decidedBy ?? Actor.bot
        let decided = try await self.settlement.approved(
            records, of: approval, by: actor, detail: "approved \(approval.headSHA.short)")
        switch try await self.attemptMerge(approval, decided) {
        case .merged(let head, let mergeSHA):
            try await self.settlement.merged(decided, by: actor, head: head, mergeSHA: mergeSHA)
        case .moved(let head):
            let reason = "the branch moved to \(head.short) after \(approval.headSHA.short) was shown"
            try await self.settlement.lapsed(decided, as: .superseded, reason: reason)
            for record in decided {
                try await self.log.once(.superseded, record, key: approval.id, by: Actor.bot, detail: reason) {
                    () async throws(Fault) in
                    try await self.keeper.note("I did not merge: \(reason). Please review it on GitHub.", on: record)
                }
            }
        case .refused(let fault):
            try await self.settlement.failed(decided, fault, key: approval.id)
        }
    }

    private func attemptMerge(_ approval: Approval, _ records: [HealingRecord]) async throws(Fault) -> MergeOutcome {
        do {
            let state = try await self.codeHost.pullRequest(approval.pullRequest, in: approval.repository)
            if let settled = Self.settled(state, approval) { return settled }
            if state.reference.isDraft { try await self.codeHost.markReady(state.reference) }
            let message = await self.mergeMessage(approval)
            let commit = try await self.codeHost.merge(state.reference, at: approval.headSHA, message: message)
            return .merged(head: approval.headSHA, as: commit)
        } catch {
            if error.isRetryable {
                try await self.tellDelay(error, approval, records)
                throw error
            }
            return await self.afterRefusal(error, approval)
        }
    }

    /// The host refused: because somebody was faster, or because the branch moved, or for its own reason.
    private func afterRefusal(_ fault: Fault, _ approval: Approval) async -> MergeOutcome {
        do {
            let state = try await self.codeHost.pullRequest(approval.pullRequest, in: approval.repository)
            return Self.settled(state, approval) ?? .refused(fault)
        } catch {
            return .refused(fault)
        }
    }

    private static func settled(_ state: PullRequestState, _ approval: Approval) -> MergeOutcome? {
        if state.isMerged { return .merged(head: state.reference.headSHA, as: state.mergeSHA) }
        guard state.isOpen else {
            return .refused(
                Fault(
                    doing: "merging \(approval.repository)#\(approval.pullRequest)",
                    detail: "it was closed on GitHub before it could be merged",
                    advice: "Reopen it and merge it there if it is still wanted."))
        }
        return state.reference.headSHA == approval.headSHA ? nil : .moved(to: state.reference.headSHA)
    }

    /// Names are other people's words: they end no line and mention nobody on GitHub.
    private func mergeMessage(_ approval: Approval) async -> String {
        let actor = approval.decidedBy ?? Actor.bot
        let people = approval.votes.isEmpty ? [PersonID(actor)] : approval.votes.map(\.person)
        var names: [String] = []
        for id in people {
            let name = (try? await self.chat.person(id))?.name ?? Actor.bare(id.rawValue)
            names.append(name.onOneLine(limit: 80).withoutMentions)
        }
        return "Approved in Slack by \(names.joined(separator: ", ")) (approval \(approval.id))."
    }

    private func tellDelay(_ fault: Fault, _ approval: Approval, _ records: [HealingRecord]) async throws(Fault) {
        for record in records {
            try await self.log.once(.delayed, record, key: approval.id, by: Actor.bot, detail: fault.description) {
                () async throws(Fault) in
                try await self.keeper.note(
                    "GitHub did not take the merge yet (\(fault.detail)). I keep trying; nobody needs to do anything.",
                    on: record)
            }
        }
    }

    // MARK: Rejected

    private func close(_ approval: Approval, _ records: [HealingRecord]) async throws(Fault) {
        let actor = approval.decidedBy ?? Actor.bot
        let reason = approval.reason ?? "no reason given"
        for record in records {
            try await self.log.once(.rejected, record, key: approval.id, by: actor, detail: reason)
        }
        do {
            let state = try await self.codeHost.pullRequest(approval.pullRequest, in: approval.repository)
            if state.isMerged {
                return try await self.settlement.merged(
                    records, by: Actor.somebodyOnGitHub, head: state.reference.headSHA, mergeSHA: state.mergeSHA)
            }
            try await self.settlement.rejected(records, by: actor, reason: reason)
            if state.isOpen {
                try await self.codeHost.close(
                    state.reference, comment: "Rejected in Slack: \(reason.withoutMentions)")
            }
            try await self.tellClosed(
                approval, records, by: actor,
                state.isOpen ? "Closed the pull request." : "The pull request was closed on GitHub.")
        } catch {
            if error.isRetryable { throw error }
            try await self.settlement.rejected(records, by: actor, reason: reason)
            let text: StyledText = "I could not close the pull request (\(error.detail)). Please close it by hand."
            try await self.tellClosed(approval, records, by: actor, text)
        }
    }

    private func tellClosed(
        _ approval: Approval, _ records: [HealingRecord], by actor: String, _ text: StyledText
    ) async throws(Fault) {
        for record in records {
            try await self.log.once(.closed, record, key: approval.id, by: actor, detail: text.plain) {
                () async throws(Fault) in try await self.keeper.note(text, on: record)
            }
        }
    }

    // MARK: Neither

    private func lapse(
        _ approval: Approval, _ records: [HealingRecord], _ state: HealingRecord.State, _ step: DecisionStep
    ) async throws(Fault) {
        // What was decided otherwise meanwhile, or is being proposed anew, stays as it is.
        let records = records.filter { $0.state == .proposed || $0.state == state }
        try await self.settlement.lapsed(records, as: state, reason: approval.reason)
        for record in records {
            let detail = approval.reason ?? "nobody decided in time"
            try await self.log.once(step, record, key: approval.id, by: approval.decidedBy ?? Actor.bot, detail: detail)
        }
    }
}

extension String {
    /// Text for GitHub in which `@name` notifies nobody.
    var withoutMentions: String { self.replacing("@", with: "@\u{200B}") }
}
