import FoundationEssentials
import HealingDomain

/// Finds the records that a subject means.
struct RecordLookup: Sendable {
    let records: any HealingRecordStore
    let audit: any AuditTrail
    let settings: ControlPlaneSettings

    /// How many of the newest records are looked through where the store has no index for the question.
    private static let depth = 500

    /// The best match first; empty where nothing matches.
    func records(_ subject: Subject, for command: Command) async throws(Fault) -> [HealingRecord] {
        switch subject {
        case .pullRequest(let repository?, let number):
            return try await self.records.records(repository: repository, pullRequest: number)
        case .pullRequest(nil, let number):
            return try await self.recent { $0.pullRequest?.number == number }
        case .finding(let prefix):
            if let record = try await self.records.record(fingerprintPrefix: prefix) { return [record] }
            return prefix.count < 7 ? [] : try await self.recent { $0.isOf(commit: prefix) }
        case .fix(let id):
            return try await self.records(ofFix: id)
        case .place(let path, let line, let repository):
            return try await self.recent { $0.finding.isAt(path, line: line, in: repository) }
        case .commit(let digits, let repository):
            return try await self.recent { $0.finding.isOf(repository) && $0.isOf(commit: digits) }
        case .alert(let repository, _):
            return try await self.recent { $0.finding.isOf(repository) }
        case .message(let reference):
            let shown = try await self.records.records(card: reference)
            if !shown.isEmpty { return shown }
            return try await self.recent { $0.candidate?.evidence.thread == reference }
        case .link(let link):
            return try await self.recent { $0.pullRequest?.url == link }
        case .words(let words):
            return try await self.matching(words, for: command)
        }
    }

    /// The card of the thread, else the latest of the channel, else (in a direct message) of the team's channel.
    /// A shortcut means the very message it was used on: its card, or a finding healed from that thread.
    func latest(for command: Command) async throws(Fault) -> HealingRecord? {
        if command.door == .shortcut, let message = command.thread {
            let reference = MessageReference(channel: command.channel, timestamp: message)
            return try await self.records(.message(reference), for: command).first
        }
        if let record = try await self.threadRecord(for: command) { return record }
        if let record = try await self.records.recent(channel: command.channel, limit: 1).first { return record }
        guard let channel = self.settings.channel else { return nil }
        return try await self.records.recent(channel: channel, limit: 1).first
    }

    private func threadRecord(for command: Command) async throws(Fault) -> HealingRecord? {
        guard let thread = command.thread else { return nil }
        return try await self.records.record(card: MessageReference(channel: command.channel, timestamp: thread))
    }

    private func recent(_ isWanted: (HealingRecord) -> Bool) async throws(Fault) -> [HealingRecord] {
        try await self.records.recent(channel: nil, limit: Self.depth).filter(isWanted)
    }

    private func records(ofFix id: String) async throws(Fault) -> [HealingRecord] {
        let entries = try await self.audit.entries(AuditFilter(fixID: id, limit: 20))
        guard let finding = entries.lazy.compactMap(\.finding).first else { return [] }
        return try await self.records.record(of: finding).map { [$0] } ?? []
    }

    /// The records that hold most of the words; inside a card's thread, words that match nothing mean that card.
    private func matching(_ words: String, for command: Command) async throws(Fault) -> [HealingRecord] {
        let wanted = Set(words.lowercased().split { !$0.isLetter && !$0.isNumber }.filter { $0.count > 2 })
        let scored = try await self.recent { _ in true }.map { record in
            (record: record, score: wanted.count { record.searchText.contains($0) })
        }
        let best = scored.map(\.score).max() ?? 0
        guard best > 0, best * 2 >= wanted.count else {
            return try await self.threadRecord(for: command).map { [$0] } ?? []
        }
        return scored.filter { $0.score == best }.map(\.record)
    }
}

extension Finding {
    /// Whether a path and a line mean this finding: typed without a repository, the path whole or its end; from a link,
    /// the path after the branch's name, which may hold slashes of its own.
    func isAt(_ path: String, line: Int?, in repository: RepositoryName?) -> Bool {
        let isPath =
            if let repository {
                self.isOf(repository) && (self.path == path || path.hasSuffix("/" + self.path))
            } else {
                self.path == path || self.path.hasSuffix("/" + path)
            }
        return isPath && (line.map { self.range.lines.contains($0) } ?? true)
    }

    /// GitHub's names of repositories differ only by more than the case of their letters.
    func isOf(_ repository: RepositoryName) -> Bool {
        self.repository.rawValue.lowercased() == repository.rawValue.lowercased()
    }
}

extension HealingRecord {
    /// Whether the digits start the commit it was found in, or the one that proposes the fix.
    fileprivate func isOf(commit digits: String) -> Bool {
        self.finding.commit.rawValue.hasPrefix(digits) || self.pullRequest?.headSHA.rawValue.hasPrefix(digits) == true
    }

    fileprivate var searchText: String {
        let finding = self.finding
        return [
            finding.rule.rawValue, finding.issueType.inWords, finding.message, finding.path, finding.cwe ?? "",
            finding.repository.rawValue,
        ].joined(separator: " ").lowercased()
    }
}

extension Evidence {
    var thread: MessageReference? {
        if case .thread(let reference, _, _, _, _, _) = self { reference } else { nil }
    }
}
