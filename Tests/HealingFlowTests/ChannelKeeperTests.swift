import FoundationEssentials
import HealingDomain
import HealingFlow
import HealingTesting
import Testing

struct ChannelKeeperTests {
    private let bench = MiningBench()

    @Test func `a channel that the bot left is forgotten at once, and nothing of it is read again`() async throws {
        try await self.bench.post(threads: 2)
        try await self.bench.read("C1")
        var channel = Channel.sample()
        channel.isMember = false
        await self.bench.history.add(channel)

        try await self.bench.keeper.left("C1")

        #expect(try await self.bench.memory.threadCount() == 0)
        try await self.bench.keeper.threadChanged(ThreadChange(channel: "C1", thread: MiningBench.timestamp(0)))
        self.bench.clock.advance(by: 5)
        await self.bench.worker.drain()
        #expect(try await self.bench.memory.threadCount() == 0)
        #expect(try await self.bench.memory.checkpoints().isEmpty)
    }

    @Test func `leaving and joining may be told in either order`() async throws {
        try await self.bench.post(threads: 2)
        try await self.bench.read("C1")
        await self.bench.history.put(MiningBench.thread(2, ["said while the bot was away", "yes"]))
        try await self.bench.keeper.joined("C1")
        try await self.bench.keeper.left("C1")
        await self.bench.worker.drain()
        #expect(try await self.bench.memory.threads(in: "C1").count == 3)
    }

    @Test(arguments: [
        Channel(id: "C1", name: "dm", isPrivate: true, isDirect: true),
        Channel(id: "C1", name: "partners", isPrivate: false, isSharedOutside: true),
        Channel(id: "C1", name: "old", isPrivate: false, isArchived: true),
        Channel(id: "C1", name: "others", isPrivate: false, isMember: false),
    ])
    func `a channel that may not be read is not, whoever asks`(channel: Channel) async throws {
        try await self.bench.post(threads: 1)
        try await self.bench.read("C1")
        await self.bench.history.add(channel)

        try await self.bench.keeper.changed(.channel("C1"))
        #expect(try await self.bench.memory.threadCount() == 0)
        guard case .refused(let seen, _) = try await self.bench.keeper.requestBackfill("C1") else {
            Issue.record("the backfill of \(channel.name) was queued")
            return
        }
        #expect(seen == channel)
        try await self.bench.keeper.joined("C1")
        await self.bench.worker.drain()
        #expect(try await self.bench.memory.threadCount() == 0)
    }

    @Test func `a shared channel is read where the settings say so`() async throws {
        let bench = self.bench.restarted(policy: MiningPolicy(readsSharedChannels: true))
        await bench.history.add(Channel(id: "C1", name: "partners", isPrivate: false, isSharedOutside: true))
        try await bench.post(threads: 1)
        try await bench.read("C1")
        #expect(try await bench.memory.threadCount() == 1)
    }

    @Test func `a channel that turned private without an event is private at the next look`() async throws {
        try await self.bench.post(threads: 1)
        try await self.bench.read("C1")
        await self.bench.history.add(.sample(name: "secret", isPrivate: true))

        try await self.bench.keeper.reconcile()

        let query = MemoryQuery(text: "yaml.load is flagged")
        #expect(try await self.bench.memory.threads(matching: query, access: .publicOnly, limit: 3).isEmpty)
        await self.bench.worker.drain()
        #expect(try await self.bench.keeper.progress().map(\.isPrivate) == [true])
        #expect(try await self.bench.keeper.progress().map(\.channelName) == ["secret"])
    }

    @Test func `under a new id the channel is read anew, and nothing stays under the old one`() async throws {
        try await self.bench.post(threads: 2)
        try await self.bench.read("C1")
        await self.bench.history.removeChannel("C1")
        await self.bench.history.add(.sample(id: "C9", isPrivate: true))
        try await self.bench.post(threads: 2, in: "C9")

        try await self.bench.keeper.changed(.moved(from: "C1", to: "C9"))
        await self.bench.worker.drain()

        #expect(try await self.bench.memory.threads(in: "C1").isEmpty)
        #expect(try await self.bench.memory.threads(in: "C9").count == 2)
        let query = MemoryQuery(text: "yaml.load is flagged")
        let old = MemoryAccess(privateChannels: ["C1"])
        #expect(try await self.bench.memory.threads(matching: query, access: old, limit: 3).isEmpty)
    }

    @Test func `a new name reaches the documents that have the old one`() async throws {
        try await self.bench.post(threads: 2)
        try await self.bench.read("C1")
        await self.bench.history.rename("U2", to: "Benjamin")

        try await self.bench.keeper.changed(.person(.sample(id: "U2", name: "Benjamin")))
        await self.bench.worker.drain()

        let document = try #require(try await self.bench.memory.thread(MiningBench.reference(0)))
        #expect(document.messages.map(\.authorName) == ["Ada", "Benjamin", "Ada"])
        try await self.bench.keeper.changed(.person(.sample(id: "U2", name: "Benjamin")))
        #expect(try await self.bench.agenda.tasks().isEmpty)
    }

    @Test func `the end of the app ends everything that was read, and what was asked`() async throws {
        try await self.bench.post(threads: 2)
        try await self.bench.read("C1")
        try await self.bench.keeper.joined("C2")
        try await self.bench.approvals.save(.sample())

        try await self.bench.keeper.changed(.uninstalled(reason: "the app was uninstalled from Slack"))

        #expect(try await self.bench.memory.threadCount() == 0)
        #expect(try await self.bench.memory.checkpoints().isEmpty)
        #expect(try await self.bench.agenda.tasks().isEmpty)
        #expect(try await self.bench.approvals.pending().isEmpty)
        let entry = try #require(try await self.bench.audit.entries(AuditFilter()).first)
        #expect(entry.step == "memory.purged")
        #expect(entry.detail.contains("2 documents gone"))
    }

    @Test func `what is erased while it is read is not stored`() async throws {
        try await self.bench.post(threads: 1)
        try await self.bench.keeper.joined("C1")
        await self.bench.history.beforeEachThread { [bench] in _ = try? await bench.keeper.purge(requestedBy: "U7") }

        await self.bench.worker.drain()

        #expect(try await self.bench.memory.threadCount() == 0)
        #expect(try await self.bench.memory.checkpoints().isEmpty)
    }

    @Test func `a forgotten thread and a forgotten person stay away from the next backfill`() async throws {
        try await self.bench.post(threads: 3)
        try await self.bench.read("C1")
        let reply = MessageReference(channel: "C1", timestamp: MessageTimestamp("\(MiningBench.start + 1_001).000100"))
        #expect(try await self.bench.keeper.forget(thread: reply, requestedBy: "U7").threads == 1)
        #expect(try await self.bench.keeper.forget(person: "U2", requestedBy: "U2").rewritten == 2)

        try await self.bench.keeper.changed(.history("C1"))
        await self.bench.worker.drain()

        let threads = try await self.bench.memory.threads(in: "C1")
        #expect(threads == [MiningBench.reference(0), MiningBench.reference(2)])
        let document = try #require(try await self.bench.memory.thread(MiningBench.reference(2)))
        #expect(document.messages.map(\.author) == ["U1", "U1"])
        let entries = try await self.bench.audit.entries(AuditFilter())
        #expect(Set(entries.map(\.user)) == ["U7", "erased-person"])
        #expect(entries.allSatisfy { !$0.detail.contains("U2") })
    }

    @Test func `asking for a channel that is read looks for what is new in it`() async throws {
        try await self.bench.post(threads: 1)
        try await self.bench.read("C1")
        await self.bench.history.put(MiningBench.thread(3, ["never told by an event", "no"]))
        #expect(try await self.bench.keeper.requestBackfill("C1") == .queued(.sample()))
        await self.bench.worker.drain()
        #expect(try await self.bench.memory.threadCount() == 2)
    }
}
