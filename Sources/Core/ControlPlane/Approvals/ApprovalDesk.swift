import FoundationEssentials
package import HealingDomain
import Logging

/// The approval contract: who may decide, once, about exactly what was shown, and what then happens.
///
/// A click is answered whatever comes of it: by the card, by the dialog, or by words to the clicker alone.
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
    let settings: ControlPlaneSettings
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
            keeper: keeper, log: log, settlement: settlement, codeHost: parts.codeHost, chat: parts.chat,
            holder: parts.newID(),
            deliver: DeliverProposal(
                keeper: keeper, log: log, settlement: settlement, codeHost: parts.codeHost, chat: parts.chat,
                gitHubLogin: parts.gitHubLogin, digest: parts.digest))
        self.ask = AskApproval(
            approvals: parts.approvals, settings: parts.settings, newID: parts.newID, now: parts.now)
        self.answers = PrivateAnswers(chat: parts.chat, logger: parts.logger)
        self.settings = parts.settings
        self.now = parts.now
        self.logger = parts.logger
    }

    /// Approve was pressed: with the last approval that was needed, exactly what was shown is carried out, at most once.
    package func approve(_ click: CardAction) async throws(Fault) {
        let clicker = Clicker(click)
        try await self.deciding(click.value, clicker, as: .approved) { (question) async throws(Fault) in
            try await self.vote(clicker, on: question)
        }
    }

    /// The rejection's dialog was sent: closes the pull request and learns why.
    package func reject(_ submission: ModalSubmission) async throws(Fault) {
        let subject = RejectionDialog.Subject(submission.privateMetadata)
        let clicker = Clicker(person: submission.person, channel: subject.channel, responseURL: nil)
        let reason = RejectionDialog.reason(from: submission.values)
        try await self.deciding(subject.approval, clicker, as: .rejected) { (question) async throws(Fault) in
            let result = try await self.approvals.decide(
                id: question.approval.id, as: .rejected, by: clicker.person.rawValue, reason: reason, at: self.now())
            guard let result else { return try await self.answers.tell(Refusal.unknownButton.text, to: clicker) }
            try await self.finish(result.approval, decidedNow: result.decidedNow, clicker)
        }
    }

    // MARK: Deciding

    /// In the question's turn: goes on with what this person's same decision began, else decides what is still open.
    private func deciding(
        _ id: String, _ clicker: Clicker, as state: Approval.State,
        _ decide: (Question) async throws(Fault) -> Void
    ) async throws(Fault) {
        guard let known = try await self.approvals.approval(id: id) else {
            return try await self.answerUnknown(clicker)
        }
        try await self.turns.exclusively(known.turn) { () async throws(Fault) in
            if try await self.resumed(id, by: clicker, as: state) { return }
            switch try await self.access(of: clicker.person, to: id) {
            case .refused(let refusal, let approval): try await self.refuse(clicker, refusal, approval)
            case .open(let question): try await decide(question)
            }
        }
    }

    private func vote(_ clicker: Clicker, on question: Question) async throws(Fault) {
        let needed = question.policy.approvals
        let ballot = try await self.approvals.vote(
            id: question.approval.id, by: clicker.person, needed: needed,
            withdrawn: try await self.lapsedVoters(of: question, besides: clicker.person), at: self.now())
        guard let ballot else { return try await self.answerUnknown(clicker) }
        switch ballot.outcome {
        case .decided, .closed:
            try await self.finish(ballot.approval, decidedNow: ballot.outcome == .decided, clicker)
        case .counted, .repeated:
            let records = try await self.keeper.records(of: ballot.approval)
            for record in records {
                try await self.log.once(
                    .voted, record, key: "\(ballot.approval.id) \(clicker.person)", by: clicker.person.rawValue,
                    detail: "\(ballot.approval.votes.count) of \(needed)")
            }
            try await self.keeper.show(records)
            guard ballot.outcome == .repeated else { return }
            try await self.answers.tell(Refusal.alreadyVoted(ballot.approval, needed: needed).text, to: clicker)
        }
    }

    /// Those whose earlier approval no longer counts, since they may no longer decide.
    private func lapsedVoters(of question: Question, besides clicker: PersonID) async throws(Fault) -> Set<PersonID> {
        var lapsed: Set<PersonID> = []
        for voter in question.approval.votes.map(\.person) where voter != clicker {
            if try await self.check.refusal(of: voter, deciding: question) != nil { lapsed.insert(voter) }
        }
        return lapsed
    }

    private func finish(_ approval: Approval, decidedNow: Bool, _ clicker: Clicker) async throws(Fault) {
        if decidedNow || approval.state == .expired { try await self.executor.carryOut(approval) }
        if !decidedNow { try await self.refuse(clicker, .decided(approval), approval) }
    }

    /// The same click once more, after its execution was cut short: goes on where that ended.
    private func resumed(_ id: String, by clicker: Clicker, as state: Approval.State) async throws(Fault) -> Bool {
        guard let approval = try await self.approvals.approval(id: id), approval.state == state,
            approval.decidedBy == clicker.person.rawValue, approval.executedAt == nil
        else { return false }
        try await self.executor.carryOut(approval)
        return true
    }

    // MARK: Whether somebody may

    enum Access: Sendable {
        case open(Question)
        /// With the approval as it stands, where there is one.
        case refused(Refusal, Approval?)
    }

    /// Asked now: whether the question is open, whether the person may decide it, and whether the pull request is still
    /// what was shown. To be called in the question's turn, since a question that no longer stands is settled.
    func access(of person: PersonID, to id: String) async throws(Fault) -> Access {
        guard let approval = try await self.approvals.approval(id: id) else { return .refused(.unknownButton, nil) }
        let records = try await self.keeper.records(of: approval)
        let question = Question(approval, records: records, settings: self.settings)
        if let refusal = try await self.check.refusal(of: person, deciding: question) {
            return .refused(refusal, approval)
        }
        guard approval.state == .pending else { return .refused(.decided(approval), approval) }
        if try await self.isCurrent(approval) { return .open(question) }
        guard let lapsed = try await self.approvals.approval(id: id) else { return .refused(.unknownButton, nil) }
        return .refused(.decided(lapsed), lapsed)
    }

    /// Whether the pull request is still what was shown. Where it is not, the approval is settled accordingly; where
    /// the host does not answer, the execution will find out, since it names the commit.
    private func isCurrent(_ approval: Approval) async throws(Fault) -> Bool {
        let state: PullRequestState
        do {
            state = try await self.codeHost.pullRequest(approval.pullRequest, in: approval.repository)
        } catch {
            return true
        }
        if state.isMerged {
            try await self.settle(
                approval, as: approval.stateWhenMerged, by: Actor.somebodyOnGitHub, reason: "merged on GitHub")
        } else if !state.isOpen {
            try await self.settle(
                approval, as: approval.stateWhenClosed, by: Actor.somebodyOnGitHub, reason: "closed on GitHub")
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

    // MARK: Answering

    /// Tells the clicker alone why not, and mends a card that still has buttons.
    func refuse(_ clicker: Clicker, _ refusal: Refusal, _ approval: Approval?) async throws(Fault) {
        guard let approval else { return try await self.answerUnknown(clicker) }
        await self.note(refusal, of: clicker, approval)
        try await self.answers.tell(refusal.text, to: clicker)
    }

    /// What is kept of a refusal: a line in the audit, or a card that says what is so.
    func note(_ refusal: Refusal, of clicker: Clicker, _ approval: Approval) async {
        do {
            let records = try await self.keeper.records(of: approval)
            if case .decided = refusal {
                await self.keeper.showMeanwhile(records)
                try await self.mend(clicker.message, approval, records)
            } else if let record = records.first {
                try await self.log.append(.refused, record, by: clicker.person.rawValue, detail: refusal.name)
            }
        } catch {
            self.logger.warning("a refusal was not noted", metadata: ["fault": "\(error)"])
        }
    }

    /// A button of a question that is not in the store: of a purged one, or of a card whose finding was asked about anew.
    func answerUnknown(_ clicker: Clicker) async throws(Fault) {
        if let message = clicker.message, let record = try await self.keeper.records.record(card: message) {
            await self.keeper.showMeanwhile([record])
        }
        try await self.answers.tell(Refusal.unknownButton.text, to: clicker)
    }

    /// A card that was left behind, since its finding has another one by now, says what is so and loses its buttons.
    private func mend(
        _ message: MessageReference?, _ approval: Approval, _ records: [HealingRecord]
    ) async throws(Fault) {
        guard let message, let record = records.first, !records.contains(where: { $0.card == message }) else { return }
        // Where the card shows others too, it is drawn anew without this one.
        let others = try await self.keeper.records.records(card: message)
        guard others.isEmpty else { return await self.keeper.showMeanwhile(Array(others.prefix(1))) }
        let card = FindingCard(
            record: record, approval: approval, settings: self.settings, audience: Audience(channel: message.channel))
        try await self.answers.chat.update(message, to: card.message)
    }
}

extension Approval {
    /// Everything about one pull request happens one after the other.
    var turn: String { Self.turn(self.repository, self.pullRequest) }
    static func turn(_ repository: RepositoryName, _ number: Int) -> String { "\(repository)#\(number)" }
}
