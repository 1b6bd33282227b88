import ControlPlane
import FoundationEssentials
import HealingDomain
import HealingTesting
import Testing

/// The clock starts at 12:00 UTC on a day whose digest is due at 15:00 in Berlin, 14:00 UTC.
struct DailyDigestTests {
    private let preferences = ChannelPreferences(
        channel: "C1", cardsPerHour: 1, digestHour: 15, timeZone: "Europe/Berlin")

    private func bench() async throws -> Workbench {
        let members = (1...4).map { number -> (HealingRecord, Approval) in
            let candidate = number == 2 ? CardSamples.privateThread : CardSamples.thread
            var record = CardSamples.record(.proposed, candidate: candidate, pullRequest: .sample(number: number))
            record.finding.fingerprint = .numbered(number)
            record.finding.path = "db/orders_\(number).py"
            record.finding.severity = .high
            record.approvalID = "approval-\(number)"
            var approval = CardSamples.approval(.pending)
            approval.id = "approval-\(number)"
            approval.finding = .numbered(number)
            approval.pullRequest = number
            approval.severity = .high
            return (record, approval)
        }
        let bench = Workbench(
            records: members.map(\.0), approvals: members.map(\.1), settings: ControlPlaneSettings(channel: "C1"))
        try await bench.team.save(self.preferences)
        for (record, approval) in members { _ = try await bench.announcer.announce(record, approval: approval) }
        return bench
    }

    private func digest(_ bench: Workbench) -> DailyDigest {
        DailyDigest(announcer: bench.announcer, audit: bench.audit)
    }

    @Test func `one message a day tells what waits, what was held back and what was merged`() async throws {
        let bench = try await self.bench()
        try await self.digest(bench).postDue()
        #expect(await bench.chat.posts.count == 1)
        try await bench.audit.append(
            AuditEntry(
                fixID: "fix", timestamp: .sample.addingTimeInterval(60), step: "pull_request.merged", fixApplied: true,
                detail: "merged", finding: .numbered(1)))
        bench.clock.advance(by: 2 * 3600 - 1)
        try await self.digest(bench).postDue()
        #expect(await bench.chat.posts.count == 1)

        bench.clock.advance(by: 1)
        for _ in 1...3 { try await self.digest(bench).postDue() }

        let posts = await bench.chat.posts
        #expect(posts.map(\.thread) == [nil, nil, posts[1].reference.timestamp])
        try expectGolden(
            posts.dropFirst().map { MessageText.of($0.message) }.joined(separator: "\n===== in its thread\n"), "digest")
        #expect(try await bench.records.record(of: .numbered(3))?.card == posts[2].reference)
    }

    @Test func `no thread of a private channel is quoted in a digest`() async throws {
        let bench = try await self.bench()
        bench.clock.advance(by: 2 * 3600)
        try await self.digest(bench).postDue()
        let text = await bench.chat.posts.map { MessageText.of($0.message) }.joined()
        #expect(text.contains("db/orders_2.py"))
        for secret in ["secret plan", "secret guidance", "Mole", "CPRIVATE"] { #expect(!text.contains(secret)) }
    }

    @Test func `a finding of the digest is decided there, and its notes go to the same thread`() async throws {
        let bench = try await self.bench()
        bench.clock.advance(by: 2 * 3600)
        try await self.digest(bench).postDue()
        let merged = try #require(try await bench.records.update(.numbered(3)) { $0.state = .merged })
        _ = try await bench.announcer.announce(merged, approval: nil)
        try await bench.announcer.note("Merged as abc.", on: merged)
        let posts = await bench.chat.posts
        #expect(posts.count == 4)
        #expect(MessageText.of(posts[2].message).contains("merged"))
        #expect(posts[3].thread == posts[1].reference.timestamp)
    }

    @Test func `what is found after the hour waits for the next day, and each day is told once`() async throws {
        let bench = try await self.bench()
        bench.clock.advance(by: 3 * 3600)
        try await self.digest(bench).postDue()
        let late = HealingRecord.sample(finding: .sample(severity: .low, fingerprint: .numbered(8)), approvalID: nil)
        try await bench.records.save(late)
        try await bench.outbox.put(
            OutgoingMessage(key: "x", channel: "C1", content: ChannelMessage("x")), marker: "x", at: bench.clock.current
        )
        _ = try await bench.announcer.announce(late, approval: nil)
        try await self.digest(bench).postDue()
        let before = await bench.chat.posts.count
        bench.clock.advance(by: 23 * 3600)
        for _ in 1...2 { try await self.digest(bench).postDue() }
        let fresh = await bench.chat.posts.dropFirst(before)
        #expect(fresh.filter { MessageText.of($0.message).contains("Daily digest · 2026-01-21") }.count == 1)
        #expect(try await bench.records.record(of: .numbered(8))?.group == "held:C1:2026-01-21")
    }

    @Test func `a day with nothing to tell stays silent, whatever happens later that day`() async throws {
        let bench = Workbench(records: [], approvals: [])
        bench.clock.advance(by: 3600)
        try await self.digest(bench).postDue()
        #expect(await bench.chat.posts.isEmpty)
        #expect(try await bench.outbox.place(of: "digest:C1:2026-01-20") != nil)
    }

    @Test func `quiet hours put the digest off`() async throws {
        let bench = try await self.bench()
        var preferences = self.preferences
        preferences.quietHours = QuietHours(from: 14, to: 17)
        try await bench.team.save(preferences)
        bench.clock.advance(by: 3 * 3600)
        try await self.digest(bench).postDue()
        #expect(await bench.chat.posts.count == 1)
        bench.clock.advance(by: 3600)
        try await self.digest(bench).postDue()
        #expect(await bench.chat.posts.count == 3)
    }

    @Test(arguments: 1...14)
    func `a digest is made once and whole, wherever the process dies`(callsLeft: Int) async throws {
        let bench = try await self.bench()
        bench.clock.advance(by: 2 * 3600)
        let outbox = MortalOutbox(bench.outbox, callsLeft: callsLeft)
        try? await DailyDigest(announcer: bench.announcer(over: outbox), audit: bench.audit).postDue()
        bench.clock.advance(by: 600)
        try await self.digest(bench).postDue()
        try await bench.dispatcher.deliverDue()
        let posts = await bench.chat.posts
        #expect(posts.map(\.thread) == [nil, nil, posts[1].reference.timestamp])
        #expect(try await bench.records.records(group: "held:C1:2026-01-20").count == 3)
    }
}
