package import HealingDomain

package actor InMemoryHealingRecordStore: HealingRecordStore {
    private var records: [Fingerprint: HealingRecord] = [:]

    package init(_ records: [HealingRecord] = []) {
        for record in records { self.records[record.finding.fingerprint] = record }
    }

    package var all: [HealingRecord] { Array(self.records.values) }

    package func save(_ record: HealingRecord) async throws(Fault) {
        try await ProcessLife.pass()
        self.records[record.finding.fingerprint] = record
        try await ProcessLife.pass()
    }

    @discardableResult
    package func update(
        _ finding: Fingerprint, _ change: @escaping @Sendable (inout HealingRecord) -> Void
    ) async throws(Fault) -> HealingRecord? {
        guard var record = self.records[finding] else { return nil }
        change(&record)
        self.records[finding] = record
        return record
    }

    package func records(group: String) async throws(Fault) -> [HealingRecord] {
        self.records.values.filter { $0.group == group }.sorted(by: HealingRecord.precedes)
    }

    package func records(card: MessageReference) async throws(Fault) -> [HealingRecord] {
        self.records.values.filter { $0.card == card }.sorted(by: HealingRecord.precedes)
    }

    package func record(of finding: Fingerprint) async throws(Fault) -> HealingRecord? {
        try await ProcessLife.pass()
        return self.records[finding]
    }

    package func record(fingerprintPrefix: String) async throws(Fault) -> HealingRecord? {
        let found = self.records.filter { !fingerprintPrefix.isEmpty && $0.key.rawValue.hasPrefix(fingerprintPrefix) }
        return found.count == 1 ? found.first?.value : nil
    }

    package func records(repository: RepositoryName, pullRequest: Int) async throws(Fault) -> [HealingRecord] {
        try await ProcessLife.pass()
        return self.records.values
            .filter { $0.pullRequest?.repository == repository && $0.pullRequest?.number == pullRequest }
            .sorted { ($0.createdAt, $0.finding.fingerprint) < ($1.createdAt, $1.finding.fingerprint) }
    }

    package func record(card: MessageReference) async throws(Fault) -> HealingRecord? {
        self.records.values.filter { $0.card == card }.max { $0.updatedAt < $1.updatedAt }
    }

    package func rejected(rule: RuleID, in repository: RepositoryName) async throws(Fault) -> [HealingRecord] {
        self.records.values
            .filter { $0.state == .rejected && $0.finding.rule == rule && $0.finding.repository == repository }
            .sorted {
                ($0.updatedAt, $0.finding.fingerprint.rawValue) > ($1.updatedAt, $1.finding.fingerprint.rawValue)
            }
    }

    package func recent(channel: ChannelID?, limit: Int) async throws(Fault) -> [HealingRecord] {
        let newest = self.records.values.filter { channel == nil || $0.card?.channel == channel }
            .sorted { ($0.updatedAt, $0.finding.fingerprint) > ($1.updatedAt, $1.finding.fingerprint) }
        return Array(newest.prefix(max(0, limit)))
    }
}
