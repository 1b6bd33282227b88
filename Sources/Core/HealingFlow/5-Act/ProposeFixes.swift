package import FoundationEssentials
package import HealingDomain

/// Asks the channel whether fixes may be put on a person's pull request: one question, one card, for all of them.
package struct ProposeFixes: Sendable {
    let codeHost: any CodeHost
    let records: any HealingRecordStore
    let approvals: any ApprovalStore
    let announcer: any Announcer
    let record: RecordStep
    let digest: @Sendable (String) -> String
    let ask: @Sendable (HealingRecord, String, Approval.Kind) async throws(Fault) -> Approval
    let now: @Sendable () -> Date

    /// - Parameters:
    ///   - digest: SHA-256 of a text, hexadecimal: what an approval binds to.
    ///   - ask: asks about the record's pull request, with the digest of the whole change; the same question again gives
    ///     the same approval.
    package init(
        codeHost: any CodeHost, records: any HealingRecordStore, approvals: any ApprovalStore, announcer: any Announcer,
        record: RecordStep, digest: @escaping @Sendable (String) -> String,
        ask: @escaping @Sendable (HealingRecord, String, Approval.Kind) async throws(Fault) -> Approval,
        now: @escaping @Sendable () -> Date
    ) {
        self.codeHost = codeHost
        self.records = records
        self.approvals = approvals
        self.announcer = announcer
        self.record = record
        self.digest = digest
        self.ask = ask
        self.now = now
    }

    /// `healings` are the gravest first, and their changes touch no line twice. `earlier` are the records as they were
    /// before: a card of theirs that still asks is taken back.
    func callAsFunction(
        _ healings: [Healing], on state: PullRequestState, requestedBy: String, replacing earlier: [HealingRecord]
    ) async throws(Fault) -> [HealingRecord] {
        guard var lead = healings.first?.record,
            let changes = ProposedChange.combined(healings.compactMap { $0.record.candidate?.change })
        else { return [] }
        let obstacle = try await self.codeHost.pushObstacle(to: state)
        lead.pullRequest = state.reference
        let approval = try await self.ask(
            lead, self.digest(ProposedChange.digestText(changes)), obstacle == nil ? .push : .suggest)
        let proposal = Proposal(
            items: healings.map(\.record.item), head: state.reference.headSHA, obstacle: obstacle,
            requestedBy: requestedBy)
        var proposed: [HealingRecord] = []
        for healing in healings {
            var record = healing.record
            // A retry finds the card that it has posted.
            if record.approvalID != approval.id { record.card = nil }
            record.pullRequest = state.reference
            record.approvalID = approval.id
            record.proposal = proposal
            record.state = .proposed
            proposed.append(try await self.saved(record))
            let what = obstacle == nil ? "a commit" : "suggestions"
            try await self.record(
                .act, of: record, milliseconds: 0, by: requestedBy,
                detail: "proposed \(what) for #\(state.reference.number) at \(state.reference.headSHA.short)")
        }
        try await self.takeBack(earlier, besides: approval)
        return try await self.announce(proposed, approval)
    }

    /// Posts the card of records that a crash kept from being shown, or says where it is.
    func announce(_ records: [HealingRecord], _ approval: Approval) async throws(Fault) -> [HealingRecord] {
        guard let lead = records.first else { return [] }
        let known = records.lazy.compactMap(\.card).first
        let card = if let known { known } else { try await self.announcer.announce(lead, approval: approval) }
        var shown: [HealingRecord] = []
        for var record in records {
            if record.card != card {
                record.card = card
                record = try await self.saved(record)
            }
            shown.append(record)
        }
        guard known == nil else { return shown }
        try await self.record(
            .announce, of: lead, milliseconds: 0,
            detail: card == nil ? "no card in a channel yet" : "card in the channel")
        return shown
    }

    private func takeBack(_ earlier: [HealingRecord], besides approval: Approval) async throws(Fault) {
        var seen: Set<String> = []
        for var record in earlier where record.proposal != nil && record.state == .proposed && record.card != nil {
            guard let id = record.approvalID, id != approval.id, seen.insert(id).inserted else { continue }
            record.state = .superseded
            record.reason = "asked again"
            _ = try await self.announcer.announce(record, approval: try await self.approvals.approval(id: id))
        }
    }

    private func saved(_ record: HealingRecord) async throws(Fault) -> HealingRecord {
        var record = record
        record.updatedAt = self.now()
        try await self.records.save(record)
        return record
    }
}

extension HealingRecord {
    fileprivate var item: Proposal.Item {
        let finding = self.finding
        return Proposal.Item(
            finding: finding.fingerprint, severity: finding.severity, issueType: finding.issueType, path: finding.path,
            lines: finding.range.lines, source: self.candidate?.source ?? .model, confidence: self.confidence?.percent)
    }
}
