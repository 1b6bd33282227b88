package import FoundationEssentials
package import HealingDomain

package actor InMemoryOutbox: Outbox {
    private struct Row {
        var entry: OutboxEntry
        var shown = 0
        var isBuried = false
        var changedAt: Date
        var isWaiting: Bool { self.shown < self.entry.version && !self.isBuried }
    }

    private var rows: [Row] = []

    package init() {}

    package func put(_ message: OutgoingMessage, marker: String, at moment: Date) async throws(Fault) {
        guard let index = self.rows.firstIndex(where: { $0.entry.message.key == message.key }) else {
            let entry = OutboxEntry(
                message: message, marker: marker, version: 1, reference: message.isReply ? nil : message.root,
                isOutcomeUnknown: false, attempts: 0, createdAt: moment, dueAt: moment, problem: nil)
            return self.rows.append(Row(entry: entry, changedAt: moment))
        }
        var row = self.rows[index]
        if !row.isWaiting { row.entry.dueAt = moment }
        if row.isBuried { row.entry.attempts = 0 }
        row.isBuried = false
        row.entry.message = message
        row.entry.version += 1
        row.entry.reference = row.entry.reference ?? (message.isReply ? nil : message.root)
        row.changedAt = moment
        self.rows[index] = row
    }

    package func mark(_ key: String, at moment: Date) async throws(Fault) {
        guard !self.rows.contains(where: { $0.entry.message.key == key }) else { return }
        let nothing = OutgoingMessage(key: key, channel: "", content: ChannelMessage(fallback: "", blocks: []))
        let entry = OutboxEntry(
            message: nothing, marker: "", version: 0, reference: nil, isOutcomeUnknown: false, attempts: 0,
            createdAt: moment, dueAt: moment, problem: nil)
        self.rows.append(Row(entry: entry, changedAt: moment))
    }

    package func place(of key: String) async throws(Fault) -> OutboxPlace? {
        self.rows.first { $0.entry.message.key == key }
            .map { OutboxPlace(reference: $0.entry.reference, createdAt: $0.entry.createdAt) }
    }

    package func dueLanes(at moment: Date, limit: Int) async throws(Fault) -> [String] {
        let due = self.heads.filter { $0.entry.dueAt <= moment }.sorted { $0.entry.dueAt < $1.entry.dueAt }
        return due.prefix(max(0, limit)).map(\.entry.message.lane)
    }

    package func nextDue() async throws(Fault) -> Date? { self.heads.map(\.entry.dueAt).min() }

    package func begin(lane: String, at moment: Date, seconds: Double) async throws(Fault) -> OutboxEntry? {
        guard let index = self.rows.firstIndex(where: { $0.entry.message.lane == lane && $0.isWaiting }),
            self.rows[index].entry.dueAt <= moment
        else { return nil }
        var entry = self.rows[index].entry
        entry.attempts += 1
        entry.dueAt = moment.addingTimeInterval(seconds)
        self.rows[index].entry = entry
        self.rows[index].entry.isOutcomeUnknown = true
        if entry.message.isReply {
            let root = self.rows.first { $0.entry.message.key == lane }?.entry.reference
            entry.message.root = root ?? entry.message.root
        }
        return entry
    }

    package func finish(_ key: String, version: Int, at reference: MessageReference) async throws(Fault) {
        self.change(key) { row in
            row.shown = max(row.shown, version)
            row.entry.reference = reference
            row.entry.isOutcomeUnknown = false
            row.entry.attempts = 0
            row.entry.dueAt = Date(timeIntervalSince1970: 0)
            row.entry.problem = nil
        }
    }

    package func postpone(
        _ key: String, until date: Date, isOutcomeUnknown: Bool, problem: String
    ) async throws(Fault) {
        self.change(key) { row in
            row.entry.dueAt = date
            row.entry.isOutcomeUnknown = isOutcomeUnknown
            row.entry.problem = problem
        }
    }

    package func forgetPlace(_ key: String) async throws(Fault) {
        self.change(key) { row in
            row.entry.reference = nil
            row.entry.isOutcomeUnknown = false
            row.entry.dueAt = Date(timeIntervalSince1970: 0)
        }
    }

    package func bury(_ key: String, problem: String) async throws(Fault) {
        self.change(key) { row in
            row.isBuried = true
            row.entry.isOutcomeUnknown = false
            row.entry.problem = problem
        }
    }

    package func revive(channel: ChannelID?, at moment: Date) async throws(Fault) {
        for index in self.rows.indices {
            let row = self.rows[index]
            if row.isBuried, channel == nil || channel == row.entry.message.channel {
                self.rows[index].isBuried = false
                self.rows[index].entry.attempts = 0
                self.rows[index].entry.dueAt = moment
            }
            if channel == nil, row.entry.isOutcomeUnknown { self.rows[index].entry.dueAt = moment }
        }
    }

    package func depth() async throws(Fault) -> OutboxDepth {
        let buried = self.rows.filter(\.isBuried)
        return OutboxDepth(
            waiting: self.rows.count(where: \.isWaiting), buried: buried.count, problem: buried.last?.entry.problem)
    }

    package func count(in channel: ChannelID, since date: Date) async throws(Fault) -> Int {
        self.rows.count { row in
            row.entry.message.channel == channel && !row.entry.message.isReply && row.entry.createdAt >= date
        }
    }

    package func prune(before date: Date) async throws(Fault) {
        self.rows.removeAll { $0.changedAt < date && !$0.isWaiting }
    }

    private var heads: [Row] {
        var lanes: Set<String> = []
        return self.rows.filter { $0.isWaiting && lanes.insert($0.entry.message.lane).inserted }
    }

    private func change(_ key: String, _ change: (inout Row) -> Void) {
        guard let index = self.rows.firstIndex(where: { $0.entry.message.key == key }) else { return }
        change(&self.rows[index])
    }
}
