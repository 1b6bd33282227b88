import ControlPlane
import FoundationEssentials
import HealingDomain
import HealingTesting
import Logging
import Synchronization
import Testing

/// An outbox that dies: from a chosen call on, nothing it is asked for happens, as after `kill -9`.
final class MortalOutbox: Outbox {
    let base: InMemoryOutbox
    private let callsLeft: Mutex<Int>

    init(_ base: InMemoryOutbox, callsLeft: Int) {
        self.base = base
        self.callsLeft = Mutex(callsLeft)
    }

    private func live() throws(Fault) {
        let isAlive = self.callsLeft.withLock { left in
            left -= 1
            return left >= 0
        }
        if !isAlive { throw Fault(doing: "living", detail: "killed") }
    }

    func put(_ message: OutgoingMessage, marker: String, at moment: Date) async throws(Fault) {
        try self.live()
        try await self.base.put(message, marker: marker, at: moment)
    }
    func mark(_ key: String, at moment: Date) async throws(Fault) {
        try self.live()
        try await self.base.mark(key, at: moment)
    }
    func place(of key: String) async throws(Fault) -> OutboxPlace? {
        try self.live()
        return try await self.base.place(of: key)
    }
    func dueLanes(at moment: Date, limit: Int) async throws(Fault) -> [String] {
        try self.live()
        return try await self.base.dueLanes(at: moment, limit: limit)
    }
    func nextDue() async throws(Fault) -> Date? { try await self.base.nextDue() }
    func begin(lane: String, at moment: Date, seconds: Double) async throws(Fault) -> OutboxEntry? {
        try self.live()
        return try await self.base.begin(lane: lane, at: moment, seconds: seconds)
    }
    func finish(_ key: String, version: Int, at reference: MessageReference) async throws(Fault) {
        try self.live()
        try await self.base.finish(key, version: version, at: reference)
    }
    func postpone(_ key: String, until date: Date, isOutcomeUnknown: Bool, problem: String) async throws(Fault) {
        try self.live()
        try await self.base.postpone(key, until: date, isOutcomeUnknown: isOutcomeUnknown, problem: problem)
    }
    func forgetPlace(_ key: String) async throws(Fault) {
        try self.live()
        try await self.base.forgetPlace(key)
    }
    func bury(_ key: String, problem: String) async throws(Fault) {
        try self.live()
        try await self.base.bury(key, problem: problem)
    }
    func revive(channel: ChannelID?, at moment: Date) async throws(Fault) {
        try self.live()
        try await self.base.revive(channel: channel, at: moment)
    }
    func depth() async throws(Fault) -> OutboxDepth { try await self.base.depth() }
    func count(in channel: ChannelID, since date: Date) async throws(Fault) -> Int {
        try await self.base.count(in: channel, since: date)
    }
    func prune(before date: Date) async throws(Fault) { try await self.base.prune(before: date) }
}

/// However often the process dies and whatever Slack answers: no card is lost, none is there twice, and each says what
/// is so in the end.
struct OutboxCrashTests {
    private struct World {
        let bench = Workbench(
            records: (1...4).map { HealingRecord.sample(finding: .sample(fingerprint: .numbered($0))) })

        /// One life of a process: announces what was decided and says what waits, until it dies.
        func live(callsLeft: Int, states: [HealingRecord.State]) async {
            let outbox = MortalOutbox(self.bench.outbox, callsLeft: callsLeft)
            let dispatcher = OutboxDispatcher(
                outbox: outbox, chat: self.bench.chat, records: self.bench.records, audit: self.bench.audit,
                policy: OutboxDispatcher.Policy(maximumAttempts: 1000), now: self.bench.clock.now, random: { 0 },
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            let announcer = ChannelAnnouncer(
                dispatcher: dispatcher, records: self.bench.records, approvals: self.bench.approvals,
                team: self.bench.team, settings: self.bench.settings,
                now: self.bench.clock.now, newID: self.bench.newMarker)
            do {
                try await outbox.revive(channel: nil, at: self.bench.clock.current)
                for (index, state) in states.enumerated() {
                    let stored = try await self.bench.records.update(.numbered(index + 1)) { $0.state = state }
                    guard let stored else { continue }
                    _ = try await announcer.announce(stored, approval: nil)
                    try await announcer.note("about \(index)", on: stored)
                }
                try await dispatcher.deliverDue()
            } catch {}
        }
    }

    @Test(arguments: 0..<40)
    func `no card is lost or doubled, wherever the process dies and whatever Slack does`(seed: Int) async throws {
        var random = SplitMix64(seed: UInt64(seed) &+ 7)
        let world = World()
        let states: [HealingRecord.State] = [.proposed, .merged, .rejected, .notified]
        for _ in 0..<12 {
            await world.bench.chat.misbehave(
                (0..<6).map { _ in RecordingTeamChat.Mishap.allCases.randomElement(using: &random) ?? .none })
            let now = (0..<4).map { _ in states.randomElement(using: &random) ?? .proposed }
            await world.live(callsLeft: Int.random(in: 1...30, using: &random), states: now)
            world.bench.clock.advance(by: Double.random(in: 0...1200, using: &random))
        }
        await world.bench.chat.misbehave([])
        world.bench.clock.advance(by: 1000)
        let last: [HealingRecord.State] = [.merged, .rejected, .proposed, .notified]
        await world.live(callsLeft: 100_000, states: last)

        let posts = await world.bench.chat.posts
        for number in 1...4 {
            let record = try #require(try await world.bench.records.record(of: .numbered(number)))
            let own = posts.filter { $0.message.metadata["finding"] == record.finding.fingerprint.rawValue }
            #expect(own.count == 1, "card \(number)")
            #expect(own.first?.reference == record.card, "card \(number)")
            let text = own.first.map { MessageText.of($0.message) } ?? ""
            #expect(text.contains("Merged.") == (record.state == .merged), "card \(number)")
            #expect(text.contains("Rejected by") == (record.state == .rejected), "card \(number)")
            let notes = posts.filter { $0.thread == record.card?.timestamp }
            #expect(notes.count == 1, "notes of card \(number)")
        }
        #expect(try await world.bench.outbox.depth().waiting == 0)
    }

    @Test func `a process that dies before it posts loses nothing, and looks once`() async throws {
        let world = World()
        // revive, place, put, begin: dead before the post is noted, and the post itself refused.
        await world.bench.chat.misbehave([.lostBefore])
        await world.live(callsLeft: 4, states: [.proposed])
        #expect(await world.bench.chat.posts.isEmpty)
        await world.live(callsLeft: 1000, states: [.proposed])
        let cards = await world.bench.chat.posts.filter { $0.thread == nil }
        #expect(cards.count == 1)
        #expect(await world.bench.chat.searches == 1)
    }

    @Test func `a process that dies after it posted finds its card again`() async throws {
        let world = World()
        // revive, place, put, begin: the post happened, its answer was lost, and nobody lived to note that.
        await world.bench.chat.misbehave([.lostAfter])
        await world.live(callsLeft: 4, states: [.proposed])
        let before = await world.bench.chat.posts
        #expect(before.count == 1)
        await world.live(callsLeft: 1000, states: [.proposed])
        let cards = await world.bench.chat.posts.filter { $0.thread == nil }
        #expect(cards.map(\.reference) == before.map(\.reference))
        #expect(await world.bench.chat.searches == 1)
        #expect(try await world.bench.records.record(of: .numbered(1))?.card == before.first?.reference)
    }
}
