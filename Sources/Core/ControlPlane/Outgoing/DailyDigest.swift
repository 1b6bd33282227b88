import FoundationEssentials
package import HealingDomain

/// One message a channel and day: what waits for a decision, what was held back, what was merged. Findings that were held
/// back get their buttons in its thread.
///
/// Whether a day's digest was made is in the outbox, so that it is made once, whenever the process starts or dies.
package struct DailyDigest: Sendable {
    private let announcer: ChannelAnnouncer
    private let audit: any AuditTrail

    private static let listed = 10

    package init(announcer: ChannelAnnouncer, audit: any AuditTrail) {
        self.announcer = announcer
        self.audit = audit
    }

    static func key(_ channel: ChannelID, day: String) -> String { "digest:\(channel):\(day)" }

    /// Makes the digests whose hour has come. Call it every minute or so.
    package func postDue() async throws(Fault) {
        for channel in try await self.channels() { try await self.postDue(in: channel) }
    }

    private func channels() async throws(Fault) -> [ChannelID] {
        var channels = Set(try await self.announcer.team.preferences().map(\.channel))
        channels.formUnion(try await self.announcer.team.subscriptions().map(\.channel))
        if let channel = self.announcer.settings.channel { channels.insert(channel) }
        return channels.sorted()
    }

    private func postDue(in channel: ChannelID) async throws(Fault) {
        let noise = try await self.announcer.noise(of: channel)
        guard let due = noise.digest(at: self.announcer.now()) else { return }
        let group = HeldBack.shown(in: channel, day: due.day)
        let key = Self.key(channel, day: due.day)
        if try await self.announcer.outbox.place(of: key) == nil {
            let held = try await self.takeHeld(in: channel, until: due.until, as: group)
            let wantsAll = noise.preferences.digestHour != nil
            let waiting = wantsAll ? try await self.waiting(in: channel, until: due.until) : []
            let merged = wantsAll ? try await self.merged(in: channel, until: due.until) : []
            guard held.count + waiting.count + merged.count > 0 else {
                return try await self.announcer.outbox.mark(key, at: self.announcer.now())
            }
            let message = self.message(day: due.day, held: held, waiting: waiting, merged: merged)
            try await self.announcer.put(OutgoingMessage(key: key, channel: channel, content: message))
        }
        try await self.showHeld(group)
        try await self.announcer.dispatcher.deliver(key)
    }

    /// Moves what was held back until then into the group of this digest; what a crash moved before is there already.
    private func takeHeld(in channel: ChannelID, until: Date, as group: String) async throws(Fault) -> [HealingRecord] {
        let waiting = try await self.announcer.records.records(group: HeldBack.waiting(in: channel))
        for record in waiting where (record.announcedAt ?? until) <= until {
            try await self.announcer.records.update(record.finding.fingerprint) { $0.group = group }
        }
        return try await self.announcer.records.records(group: group)
    }

    private func showHeld(_ group: String) async throws(Fault) {
        guard try await self.announcer.outbox.place(of: HealingRecord.cardKey(group: group)) == nil,
            let record = try await self.announcer.records.records(group: group).first
        else { return }
        _ = try await self.announcer.announce(record, approval: nil)
    }

    private func waiting(in channel: ChannelID, until: Date) async throws(Fault) -> [HealingRecord] {
        let pending = try await self.announcer.approvals.pending().filter { $0.createdAt <= until }
        return try await self.records(of: pending.map(\.finding), in: channel)
    }

    private func merged(in channel: ChannelID, until: Date) async throws(Fault) -> [HealingRecord] {
        let entries = try await self.audit.entries(
            AuditFilter(since: until.addingTimeInterval(-86_400), until: until, step: DecisionStep.merged.rawValue))
        return try await self.records(of: entries.compactMap(\.finding), in: channel)
    }

    private func records(of findings: [Fingerprint], in channel: ChannelID) async throws(Fault) -> [HealingRecord] {
        var found: [HealingRecord] = []
        for finding in Set(findings) {
            guard let record = try await self.announcer.records.record(of: finding), record.card?.channel == channel
            else { continue }
            found.append(record)
        }
        return found.sorted(by: HealingRecord.precedes)
    }

    // MARK: Words

    /// Names nobody, and quotes no thread.
    private func message(
        day: String, held: [HealingRecord], waiting: [HealingRecord], merged: [HealingRecord]
    ) -> ChannelMessage {
        let summary = [
            "\(waiting.count) waiting for a decision", "\(held.count) held back",
            "\(merged.count) merged since yesterday",
        ].joined(separator: ", ")
        var blocks: [MessageBlock] = [.header("Daily digest · \(day)"), .section("\(summary).")]
        blocks += self.list("Held back: decide them in the thread", held)
        blocks += self.list("Waiting for a decision", waiting)
        blocks += self.list("Merged", merged)
        return ChannelMessage(fallback: "Daily digest of \(day): \(summary).", blocks: blocks)
    }

    private func list(_ title: String, _ records: [HealingRecord]) -> [MessageBlock] {
        guard !records.isEmpty else { return [] }
        var lines: [StyledText] = ["\(.bold(title))"]
        lines += records.prefix(Self.listed).map { record in
            let finding = record.finding
            let link: StyledText = record.pullRequest.map { ", \(SourceLink.pullRequest($0))" } ?? ""
            return """
                • \(finding.severity.rawValue) \(finding.issueType.inWords) in \
                \(SourceLink(webAddress: self.announcer.settings.webAddress).line(of: finding))\(link)
                """
        }
        if records.count > Self.listed { lines.append("… and \(records.count - Self.listed) more.") }
        return lines.inSections
    }
}
