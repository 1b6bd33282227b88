import FoundationEssentials
import HealingDomain
import Logging

/// Tells what could not be said: in the audit and the log. `status` and `doctor` count it.
struct OutboxTrouble: Sendable {
    let records: any HealingRecordStore
    let audit: any AuditTrail
    let now: @Sendable () -> Date
    let logger: Logger

    /// A message that was there is gone; it is posted anew.
    func gone(_ entry: OutboxEntry, _ fault: Fault) async {
        await self.tell("message.gone", entry, "a message is gone and is posted anew: \(fault.detail)")
    }

    func givenUp(_ entry: OutboxEntry, _ fault: Fault) async {
        let advice = fault.advice.map { " \($0)" } ?? ""
        await self.tell(
            "message.given_up", entry,
            "a message for \(entry.message.channel) was given up after \(entry.attempts) "
                + "\(entry.attempts == 1 ? "try" : "tries"): \(fault.detail).\(advice)")
    }

    private func tell(_ step: String, _ entry: OutboxEntry, _ detail: String) async {
        self.logger.error("\(detail)", metadata: ["channel": "\(entry.message.channel)", "step": "\(step)"])
        do throws(Fault) {
            let record = try await self.record(of: entry)
            try await self.audit.append(
                AuditEntry(
                    fixID: record?.fixID ?? "-", timestamp: self.now(), step: step,
                    repository: record?.finding.repository, filePath: record?.finding.path,
                    issueType: record?.finding.issueType, severity: record?.finding.severity,
                    pullRequestURL: record?.pullRequest?.url, detail: detail, finding: record?.finding.fingerprint,
                    rule: record?.finding.rule))
        } catch {
            self.logger.error("writing to the audit", metadata: ["fault": "\(error)"])
        }
    }

    private func record(of entry: OutboxEntry) async throws(Fault) -> HealingRecord? {
        guard let finding = entry.message.content.metadata[FindingCard.metadataKey] else { return nil }
        return try await self.records.record(of: Fingerprint(finding))
    }
}
