import FoundationEssentials
import HealingDomain
import Logging

/// Keeps records and the cards that show them in step.
struct CardKeeper: Sendable {
    let records: any HealingRecordStore
    let approvals: any ApprovalStore
    let announcer: any Announcer
    let now: @Sendable () -> Date
    let logger: Logger

    /// The findings an approval decides: those of its pull request that no other approval has taken over.
    func records(of approval: Approval) async throws(Fault) -> [HealingRecord] {
        let all = try await self.records.records(repository: approval.repository, pullRequest: approval.pullRequest)
        return all.filter { $0.approvalID == nil || $0.approvalID == approval.id }
    }

    func save(
        _ records: [HealingRecord], _ change: (inout HealingRecord) -> Void
    ) async throws(Fault) -> [HealingRecord] {
        var saved: [HealingRecord] = []
        for record in records {
            var changed = record
            change(&changed)
            if changed != record {
                changed.updatedAt = self.now()
                try await self.records.save(changed)
            }
            saved.append(changed)
        }
        return saved
    }

    /// Shows the records as they are. Slack's being away is thrown; a card that cannot be shown at all is logged.
    @discardableResult
    func show(_ records: [HealingRecord]) async throws(Fault) -> [HealingRecord] {
        var shown: [HealingRecord] = []
        for record in records {
            // The findings of a proposal have one card, which the first one's state shows for all.
            if record.proposal != nil, let card = record.card, shown.contains(where: { $0.card == card }) {
                shown.append(record)
                continue
            }
            do {
                shown.append(try await self.show(record))
            } catch {
                if error.isRetryable { throw error }
                self.logger.error("a card could not be shown", metadata: self.metadata(record, error))
                shown.append(record)
            }
        }
        return shown
    }

    /// Another process may change the record while its card is edited, and the older text may arrive last: so it is
    /// read again afterwards, and shown again where it changed.
    private func show(_ record: HealingRecord) async throws(Fault) -> HealingRecord {
        var record = record
        for _ in 1...Self.attempts {
            let approval = try await self.approval(of: record)
            let card = try await self.announcer.announce(record, approval: approval)
            record = try await self.save([record]) { $0.card = card ?? $0.card }.first ?? record
            let fresh = try await self.records.record(of: record.finding.fingerprint) ?? record
            let freshApproval = try await self.approval(of: fresh)
            if fresh == record, freshApproval?.state == approval?.state { break }
            record = fresh
        }
        return record
    }

    private static let attempts = 3

    /// Shows them if possible: they will be shown again when what is being done is done.
    func showMeanwhile(_ records: [HealingRecord]) async {
        do {
            try await self.show(records)
        } catch {
            self.logger.warning("a card will be shown later", metadata: ["fault": "\(error)"])
        }
    }

    func note(_ text: StyledText, on record: HealingRecord) async throws(Fault) {
        do {
            try await self.announcer.note(text, on: record)
        } catch {
            if error.isRetryable { throw error }
            self.logger.error("a note could not be posted", metadata: self.metadata(record, error))
        }
    }

    private func approval(of record: HealingRecord) async throws(Fault) -> Approval? {
        guard let id = record.approvalID else { return nil }
        return try await self.approvals.approval(id: id)
    }

    private func metadata(_ record: HealingRecord, _ fault: Fault) -> Logger.Metadata {
        ["finding": "\(record.finding.fingerprint.short)", "fault": "\(fault)"]
    }
}
