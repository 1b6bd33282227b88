import ControlPlane
import FoundationEssentials
import HealingDomain
import HealingTesting
import Testing

struct ChannelAnnouncerTests {
    private static let away = Fault(doing: "posting", detail: "503", isRetryable: true)

    /// A bench whose store holds the record, as the flow leaves it.
    private func bench(_ record: HealingRecord = .sample()) -> Workbench { Workbench(records: [record]) }

    @Test func `a card is posted once, without looking for it, and then edited in place`() async throws {
        let bench = self.bench()
        var record = HealingRecord.sample()
        record.card = try await bench.announcer.announce(record, approval: .sample())
        record.state = .merged
        let again = try await bench.announcer.announce(record, approval: nil)
        #expect(again == record.card)
        let posts = await bench.chat.posts
        #expect(posts.count == 1 && posts.first?.edits == 1)
        #expect(await bench.chat.searches == 0)
        #expect(try await bench.record()?.card == record.card)
        #expect(try await bench.record()?.announcedAt == .sample)
    }

    @Test func `a card whose place never reached the record is edited all the same`() async throws {
        let bench = self.bench()
        let first = try await bench.announcer.announce(.sample(), approval: .sample())
        let second = try await bench.announcer.announce(.sample(), approval: .sample())
        #expect(first == second)
        #expect(await bench.chat.posts.count == 1)
        #expect(await bench.chat.searches == 0)
    }

    @Test func `a card from before the outbox is edited where it is`() async throws {
        let bench = self.bench()
        let old = try await bench.chat.post(ChannelMessage("old"), to: "C1", thread: nil)
        #expect(try await bench.announcer.announce(.sample(card: old), approval: .sample()) == old)
        try await bench.announcer.note("a note", on: .sample(card: old))
        #expect(await bench.chat.posts.map(\.thread) == [nil, old.timestamp])
    }

    @Test func `a finding that was merged and comes back has a new card`() async throws {
        let bench = self.bench()
        let first = try await bench.announcer.announce(.sample(), approval: nil)
        let later = HealingRecord.sample(createdAt: .sample.addingTimeInterval(5))
        let second = try await bench.announcer.announce(later, approval: nil)
        #expect(first != second)
    }

    @Test func `a card that somebody deleted is posted anew, and that is told`() async throws {
        let bench = self.bench()
        let gone = MessageReference(channel: "C1", timestamp: "1.000001")
        let card = try await bench.announcer.announce(.sample(card: gone), approval: .sample())
        #expect(card != nil && card != gone)
        #expect(await bench.steps() == ["message.gone"])
    }

    @Test func `while Slack is away the card waits, and is then said once, as things stand by then`() async throws {
        let bench = self.bench()
        await bench.chat.fail(with: Self.away)
        #expect(try await bench.announcer.announce(.sample(), approval: .sample()) == nil)
        var merged = HealingRecord.sample(state: .merged, decidedBy: "U2")
        merged.announcedAt = .sample
        try await bench.records.save(merged)
        #expect(try await bench.announcer.announce(merged, approval: nil) == nil)
        try await bench.announcer.note("a note", on: merged)
        await bench.chat.fail(with: nil)
        #expect(await bench.chat.posts.isEmpty)

        bench.clock.advance(by: 2)
        try await bench.dispatcher.deliverDue()

        let posts = await bench.chat.posts
        #expect(posts.map(\.thread) == [nil, posts.first?.reference.timestamp])
        #expect(posts.first.map { MessageText.of($0.message).contains("Merged.") } == true)
        #expect(posts.first?.edits == 0)
        #expect(try await bench.record()?.card == posts.first?.reference)
    }

    @Test func `without a channel nothing is posted`() async throws {
        let bench = Workbench(settings: ControlPlaneSettings())
        #expect(try await bench.announcer.announce(.sample(), approval: nil) == nil)
        try await bench.announcer.note("x", on: .sample())
        try await bench.announcer.report("x")
        #expect(await bench.chat.posts.isEmpty)
        #expect(try await bench.outbox.depth().waiting == 0)
    }

    @Test func `notes go to the card's thread and reports to the channel, each once`() async throws {
        let bench = self.bench()
        var record = HealingRecord.sample()
        record.card = try await bench.announcer.announce(record, approval: nil)
        for _ in 1...2 {
            try await bench.announcer.note("a note", on: record)
            try await bench.announcer.report("a report")
        }
        let posts = await bench.chat.posts
        #expect(posts.map(\.thread) == [nil, record.card?.timestamp, nil])
    }

    @Test func `a channel that is closed is told and keeps no other waiting`() async throws {
        let bench = self.bench()
        await bench.chat.fail(
            with: Fault(doing: "posting in C1", detail: "Slack answered is_archived", kind: .channelClosed))
        #expect(try await bench.announcer.announce(.sample(), approval: nil) == nil)
        #expect(await bench.steps() == ["message.given_up"])
        #expect(
            try await bench.outbox.depth()
                == OutboxDepth(
                    waiting: 0, buried: 1, problem: "posting in C1: Slack answered is_archived"))

        await bench.chat.fail(with: nil)
        try await bench.dispatcher.channelOpened("C1")
        #expect(await bench.chat.posts.count == 1)
        #expect(try await bench.record()?.card != nil)
    }
}
