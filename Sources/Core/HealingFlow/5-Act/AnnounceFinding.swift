package import FoundationEssentials
package import HealingDomain
package import Logging

/// Puts the finding's card into the channel.
package struct AnnounceFinding: Sendable {
    let announcer: any Announcer
    let records: any HealingRecordStore
    let approvals: any ApprovalStore
    let record: RecordStep
    let now: @Sendable () -> Date
    let logger: Logger
    let clock = ContinuousClock()

    package init(
        announcer: any Announcer, records: any HealingRecordStore, approvals: any ApprovalStore, record: RecordStep,
        now: @escaping @Sendable () -> Date, logger: Logger
    ) {
        self.announcer = announcer
        self.records = records
        self.approvals = approvals
        self.record = record
        self.now = now
        self.logger = logger
    }

    /// Shows records that share a card, or the one that has its own.
    func callAsFunction(_ records: [HealingRecord]) async throws(Fault) -> [HealingRecord] {
        guard let first = records.first else { return [] }
        let start = self.clock.now
        var approval: Approval?
        if let id = first.approvalID { approval = try await self.approvals.approval(id: id) }
        let card = try await self.announcer.announce(first, approval: approval)
        let milliseconds = (self.clock.now - start).milliseconds
        var shown: [HealingRecord] = []
        for record in records { shown.append(try await self.noted(record, card, milliseconds)) }
        return shown
    }

    private func noted(
        _ record: HealingRecord, _ card: MessageReference?, _ milliseconds: Int
    ) async throws(Fault) -> HealingRecord {
        let moment = self.now()
        // Only what is new here: a fast click may have changed the record meanwhile.
        let stored = try await self.records.update(record.finding.fingerprint) { stored in
            stored.card = card ?? stored.card
            stored.announcedAt = stored.announcedAt ?? moment
        }
        let shown = stored ?? record
        try await self.record(
            .announce, of: shown, milliseconds: milliseconds,
            detail: shown.card == nil ? "no card in a channel yet" : "card in the channel")
        return shown
    }

    /// Files that could not be scanned are told, once a push, and never in the way of the findings.
    func problems(_ problems: [ScanReport.Problem], of change: CodeChange) async {
        guard let first = problems.first else { return }
        let more = problems.count > 1 ? " and \(problems.count - 1) more" : ""
        let text: StyledText =
            "Not scanned in \(change.repository.rawValue)@\(change.head.short): \(.code(first.path)) (\(first.reason))\(more)."
        do throws(Fault) {
            try await self.announcer.report(text)
        } catch {
            self.logger.warning("telling what was not scanned", metadata: ["error": "\(error)"])
        }
    }
}
