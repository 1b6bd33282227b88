import FoundationEssentials
import HealingDomain

/// Carries out what was decided about fixes for a person's pull request: a commit on their branch, or suggestions where
/// that is not possible. May be repeated after a crash at any point: the host looks first for the approval's mark.
///
/// Callers hold the approval's turn. Throws only what a retry may mend.
struct DeliverProposal: Sendable {
    let keeper: CardKeeper
    let log: DecisionLog
    let settlement: Settlement
    let codeHost: any CodeHost
    let chat: any TeamChat
    let gitHubLogin: @Sendable (PersonID) async -> String?
    let digest: @Sendable (String) -> String

    func approved(_ approval: Approval, _ records: [HealingRecord]) async throws(Fault) {
        let actor = approval.decidedBy ?? Actor.bot
        let decided = try await self.settlement.approved(
            records, of: approval, by: actor, detail: "approved for \(approval.headSHA.short)")
        do {
            try await self.carryOut(approval, decided)
        } catch {
            if error.isRetryable {
                try await self.tellDelay(error, approval, decided)
                throw error
            }
            try await self.failed(decided, error, approval)
        }
    }

    /// Nothing is done on GitHub: the pull request is somebody's. One fix that is turned down teaches; of several nobody
    /// said which was wrong.
    func rejected(_ approval: Approval, _ records: [HealingRecord]) async throws(Fault) {
        let actor = approval.decidedBy ?? Actor.bot
        let reason = approval.reason ?? "no reason given"
        for record in records {
            try await self.log.once(.rejected, record, key: approval.id, by: actor, detail: reason)
        }
        if records.count == 1 { return try await self.settlement.rejected(records, by: actor, reason: reason) }
        let saved = try await self.keeper.save(records) { record in
            record.state = .rejected
            record.decidedBy = actor
            record.reason = reason
        }
        try await self.keeper.show(saved)
    }

    private func carryOut(_ approval: Approval, _ records: [HealingRecord]) async throws(Fault) {
        guard let lead = records.first, let proposal = lead.proposal, let pullRequest = lead.pullRequest,
            let changes = ProposedChange.combined(records.compactMap { $0.candidate?.change }), !changes.isEmpty,
            self.digest(ProposedChange.digestText(changes)) == approval.diffHash
        else {
            return try await self.lapsed(records, "the fixes are not what was shown any more", approval)
        }
        guard approval.kind == .push, proposal.obstacle == nil else {
            let reason = proposal.obstacle ?? "its branch is not mine to push to"
            return try await self.suggest(approval, records, on: pullRequest, since: reason)
        }
        let commit = BranchCommit(
            pullRequest: pullRequest, head: approval.headSHA, changes: changes, message: ProposalText.message(records),
            trailers: await self.trailers(approval), mark: approval.id)
        switch try await self.codeHost.pushCommit(commit) {
        case .pushed(let head): try await self.settlePush(of: records, as: head, approval)
        case .moved(let head): try await self.lapsed(records, Self.moved(approval, head), approval)
        case .closed(let isMerged): try await self.lapsed(records, Self.closed(isMerged), approval)
        case .refused(let reason):
            let noted = try await self.keeper.save(records) { $0.proposal?.obstacle = reason }
            try await self.suggest(approval, noted, on: pullRequest, since: reason)
        }
    }

    private func suggest(
        _ approval: Approval, _ records: [HealingRecord], on pullRequest: PullRequestReference, since reason: String
    ) async throws(Fault) {
        let items = records.compactMap { record in
            record.candidate.flatMap { candidate in
                candidate.change.map {
                    SuggestedReview.Item(
                        finding: record.finding, change: $0, origin: "from a \(candidate.source.inWords)")
                }
            }
        }
        let review = SuggestedReview(
            pullRequest: pullRequest, head: approval.headSHA, items: items, reason: reason,
            approvedBy: await self.approvers(approval).map(\.name).joined(separator: ", "), mark: approval.id)
        switch try await self.codeHost.suggest(review) {
        case .posted(let url, let suggestions, let patches):
            let result = Proposal.Result.review(url: url, suggestions: suggestions, patches: patches)
            try await self.settle(
                records, as: .suggested, result, head: nil, .suggested, approval,
                detail: "left as a review (\(url)), since \(reason)")
        case .moved(let head): try await self.lapsed(records, Self.moved(approval, head), approval)
        case .closed(let isMerged): try await self.lapsed(records, Self.closed(isMerged), approval)
        }
    }

    // MARK: Settling

    private func settlePush(
        of records: [HealingRecord], as head: CommitSHA, _ approval: Approval
    ) async throws(Fault) {
        try await self.settle(
            records, as: .pushed, .commit(head), head: head, .pushed, approval, detail: "pushed as \(head.short)")
    }

    private func settle(
        _ records: [HealingRecord], as state: HealingRecord.State, _ result: Proposal.Result, head: CommitSHA?,
        _ step: DecisionStep, _ approval: Approval, detail: String
    ) async throws(Fault) {
        let saved = try await self.keeper.save(records) { record in
            guard record.state == .approved else { return }
            record.state = state
            record.reason = nil
            record.proposal?.result = result
            if let head { record.pullRequest?.headSHA = head }
        }
        let shown = try await self.keeper.show(saved)
        let actor = approval.decidedBy ?? Actor.bot
        try await self.tell(
            shown, step, by: actor, key: approval.id, detail: detail, fixApplied: state == .pushed,
            ProposalText.done(result, shown.first))
    }

    private func lapsed(_ records: [HealingRecord], _ reason: String, _ approval: Approval) async throws(Fault) {
        let undone = records.filter { $0.state == .approved }
        try await self.settlement.lapsed(undone, as: .superseded, reason: reason)
        try await self.tell(
            undone, .superseded, by: Actor.bot, key: approval.id, detail: reason,
            "I did nothing: \(reason). Ask again, and I look at it as it is now.")
    }

    private func failed(_ records: [HealingRecord], _ fault: Fault, _ approval: Approval) async throws(Fault) {
        let saved = try await self.keeper.save(records) { record in
            record.state = .failed
            record.reason = fault.detail
        }
        let advice = fault.advice ?? "The diff on the card can be applied by hand; or ask again."
        try await self.tell(
            try await self.keeper.show(saved), .failed, by: Actor.bot, key: approval.id, detail: fault.description,
            "GitHub did not take it: \(fault.detail). \(advice)")
    }

    private func tellDelay(_ fault: Fault, _ approval: Approval, _ records: [HealingRecord]) async throws(Fault) {
        try await self.tell(
            records, .delayed, by: Actor.bot, key: approval.id, detail: fault.description,
            "GitHub did not take it yet (\(fault.detail)). I keep trying; nobody needs to do anything.")
    }

    /// Each finding's audit has the step; the one thread is told once.
    private func tell(
        _ records: [HealingRecord], _ step: DecisionStep, by actor: String, key: String, detail: String,
        fixApplied: Bool = false, _ text: StyledText
    ) async throws(Fault) {
        for (index, record) in records.enumerated() {
            try await self.log.once(step, record, key: key, by: actor, detail: detail, fixApplied: fixApplied) {
                () async throws(Fault) in
                if index == 0 { try await self.keeper.note(text, on: record) }
            }
        }
    }

    private static func moved(_ approval: Approval, _ head: CommitSHA) -> String {
        "the branch moved to \(head.short) after \(approval.headSHA.short) was shown"
    }

    private static func closed(_ isMerged: Bool) -> String {
        "the pull request was \(isMerged ? "merged" : "closed") before I could"
    }

    // MARK: Words

    private struct Approver {
        var name: String
        var login: String?
    }

    /// All who voted for it, the earliest first.
    private func approvers(_ approval: Approval) async -> [Approver] {
        let voters = approval.votes.map(\.person)
        var approvers: [Approver] = []
        for id in voters.isEmpty ? [PersonID(approval.decidedBy ?? Actor.bot)] : voters {
            let name = (try? await self.chat.person(id))?.name ?? Actor.bare(id.rawValue)
            approvers.append(Approver(name: name.onOneLine(limit: 80), login: await self.gitHubLogin(id)))
        }
        return approvers
    }

    /// Names are other people's words: they end no line and mention nobody on GitHub.
    private func trailers(_ approval: Approval) async -> [String] {
        var (authors, approvals): ([String], [String]) = ([], [])
        for approver in await self.approvers(approval) {
            let name = approver.name.filter { $0 != "<" && $0 != ">" }
            if let login = approver.login, login.isLogin {
                authors.append("Co-authored-by: \(name) <\(login)@users.noreply.github.com>")
            }
            approvals.append("Approved-in-Slack-by: \(name.withoutMentions)")
        }
        return authors + approvals
    }
}

extension String {
    /// Whether GitHub could have given this as a login.
    fileprivate var isLogin: Bool {
        !self.isEmpty && self.utf8.count <= 39
            && self.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    }
}
