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

    func callAsFunction(_ record: HealingRecord) async throws(Fault) -> HealingRecord {
        let start = self.clock.now
        var record = record
        var approval: Approval?
        if let id = record.approvalID { approval = try await self.approvals.approval(id: id) }
        if let card = try await self.announcer.announce(record, approval: approval) {
            record.card = card
            try await self.records.save(record)
        }
        try await self.record(
            .announce, of: record, milliseconds: (self.clock.now - start).milliseconds,
            detail: record.card == nil ? "no channel is configured" : "card in the channel")
        return record
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
