import ControlPlane
import FoundationEssentials
import HealingDomain
import HealingTesting
import Testing

/// What a channel hears, and what waits. The clock stands at 12:00 UTC.
struct ChannelNoiseTests {
    private func bench(
        _ preferences: ChannelPreferences, severity: Severity = .high, count: Int = 3,
        settings: ControlPlaneSettings = ControlPlaneSettings(channel: "C1")
    ) async throws -> Workbench {
        let records = (1...count).map { number in
            HealingRecord.sample(
                finding: .sample(severity: severity, path: "a\(number).py", fingerprint: .numbered(number)))
        }
        let bench = Workbench(records: records, settings: settings)
        try await bench.team.save(preferences)
        return bench
    }

    private func announceAll(_ bench: Workbench) async throws {
        for record in await bench.records.all.sorted(by: HealingRecord.precedes) {
            _ = try await bench.announcer.announce(record, approval: nil)
        }
    }

    @Test func `beyond the cap findings wait, and an hour later there is room again`() async throws {
        let bench = try await self.bench(ChannelPreferences(channel: "C1", cardsPerHour: 2, digestHour: 9))
        try await self.announceAll(bench)
        #expect(await bench.chat.posts.count == 2)
        #expect(try await bench.records.records(group: "held:C1").count == 1)
        bench.clock.advance(by: 3601)
        let next = HealingRecord.sample(finding: .sample(severity: .high, fingerprint: .numbered(9)))
        try await bench.records.save(next)
        #expect(try await bench.announcer.announce(next, approval: nil) != nil)
    }

    @Test func `CRITICAL is never held back for there being many`() async throws {
        let bench = try await self.bench(ChannelPreferences(channel: "C1", cardsPerHour: 1), severity: .critical)
        try await self.announceAll(bench)
        #expect(await bench.chat.posts.count == 3)
    }

    @Test(arguments: [
        (11, 13, "UTC", true), (13, 11, "UTC", false), (22, 7, "Asia/Tokyo", false), (20, 7, "Asia/Tokyo", true),
    ])
    func `quiet hours count in the channel's time zone`(from: Int, to: Int, zone: String, isQuiet: Bool) async throws {
        let bench = try await self.bench(
            ChannelPreferences(channel: "C1", quietHours: QuietHours(from: from, to: to), timeZone: zone), count: 1)
        try await self.announceAll(bench)
        #expect(await bench.chat.posts.isEmpty == isQuiet)
    }

    @Test(arguments: [true, false])
    func `CRITICAL passes quiet hours where the setting says so`(passes: Bool) async throws {
        let bench = try await self.bench(
            ChannelPreferences(channel: "C1", quietHours: QuietHours(from: 0, to: 23)), severity: .critical, count: 1,
            settings: ControlPlaneSettings(channel: "C1", criticalIgnoresQuietHours: passes))
        try await self.announceAll(bench)
        #expect(await bench.chat.posts.isEmpty == !passes)
    }

    @Test func `a finding that waits is edited nowhere, and is not taken for unfinished`() async throws {
        let bench = try await self.bench(
            ChannelPreferences(channel: "C1", quietHours: QuietHours(from: 0, to: 23)), count: 1)
        try await self.announceAll(bench)
        try await self.announceAll(bench)
        try await bench.announcer.note("a note", on: try #require(await bench.records.all.first))
        #expect(await bench.chat.posts.isEmpty)
        #expect(await bench.records.all.first?.announcedAt == .sample)
    }

    @Test func `subscribed channels get the card, the first, and a pointer, the others`() async throws {
        let bench = try await self.bench(ChannelPreferences(channel: "C2"), count: 1)
        for channel: ChannelID in ["C2", "C3"] {
            try await bench.team.save(
                Subscription(repository: .sample, minimumSeverity: .low, channel: channel, by: "U1", at: .sample))
        }
        try await bench.team.save(
            Subscription(repository: .sample, minimumSeverity: .critical, channel: "C4", by: "U1", at: .sample))
        try await self.announceAll(bench)
        try await self.announceAll(bench)
        let posts = await bench.chat.posts
        #expect(posts.map(\.reference.channel) == ["C2", "C3"])
        #expect(await bench.records.all.first?.card?.channel == "C2")
        let pointer = posts.last.map { MessageText.of($0.message.blocks) } ?? ""
        #expect(pointer.contains("Its card is in <#C2>") && !pointer.contains("yaml.safe_load"))
    }
}
