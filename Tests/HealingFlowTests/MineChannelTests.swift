import FoundationEssentials
import HealingDomain
import HealingFlow
import HealingTesting
import Testing

struct MineChannelTests {
    private let bench = MiningBench()

    @Test func `the whole history is read, page by page, to its end`() async throws {
        try await self.bench.post(threads: 5)

        try await self.bench.keeper.joined("C1")
        await self.bench.worker.drain()

        #expect(try await self.bench.memory.threadCount() == 5)
        let checkpoint = try #require(try await self.bench.memory.checkpoint(channel: "C1"))
        #expect(checkpoint.isComplete)
        #expect(checkpoint.threads == 5)
        #expect(await self.bench.history.cursors == [nil, "2", "4"])
        #expect(try await self.bench.agenda.tasks().isEmpty)
    }

    @Test func `a backfill that broke off goes on at its checkpoint`() async throws {
        try await self.bench.post(threads: 5)
        try await self.bench.keeper.joined("C1")
        await self.bench.worker.doNext()

        let restarted = self.bench.restarted()
        await restarted.worker.drain()

        #expect(try await self.bench.memory.threadCount() == 5)
        #expect(await self.bench.history.cursors == [nil, "2", "4"])
    }

    @Test func `a refused page advances nothing, waits as long as asked, and leaves other channels alone`() async throws
    {
        try await self.bench.post(threads: 3)
        await self.bench.history.add(.sample(id: "C2", name: "web"))
        try await self.bench.post(threads: 1, in: "C2")
        try await self.bench.keeper.joined("C1")
        await self.bench.worker.doNext()
        let before = try await self.bench.memory.checkpoint(channel: "C1")
        let limited = Fault(
            doing: "reading", detail: "429", isRetryable: true, retryAfterSeconds: 60, advice: "slow down")
        await self.bench.history.fail(with: limited, in: "C1")
        try await self.bench.keeper.joined("C2")

        await self.bench.worker.drain()

        #expect(try await self.bench.memory.checkpoint(channel: "C1") == before)
        #expect(try await self.bench.memory.checkpoint(channel: "C2")?.isComplete == true)
        let progress = try await self.bench.keeper.progress()
        #expect(progress.map(\.problem) == ["slow down", nil])
        await self.bench.history.fail(with: nil)
        self.bench.clock.advance(by: 59)
        #expect(await self.bench.worker.doNext() == false)
        self.bench.clock.advance(by: 1)
        await self.bench.worker.drain()
        #expect(try await self.bench.memory.threads(in: "C1").count == 3)
    }

    @Test func `what people write while a page is read is not kept waiting, and wins`() async throws {
        try await self.bench.post(threads: 2)
        try await self.bench.keeper.joined("C1")
        let newest = MiningBench.reference(1)
        await self.bench.history.beforeEachThread { [bench] in
            await bench.history.put(MiningBench.thread(1, ["edited meanwhile", "yes"]))
            try? await bench.agenda.note([.thread(newest)], due: bench.clock.now())
        }

        await self.bench.worker.drain()

        #expect(try await self.bench.memory.thread(newest)?.problem == "edited meanwhile")
    }

    @Test func `a linked merged pull request lends its code to the thread`() async throws {
        let link = "https://github.test/acme/shop/pull/3"
        await self.bench.codeHost.setMergedChanges([.sample()], link: link)
        await self.bench.history.put(MiningBench.thread(0, ["yaml.load is flagged", "fixed in \(link)"]))

        try await self.bench.keeper.joined("C1")
        await self.bench.worker.drain()

        let document = try #require(try await self.bench.memory.thread(MiningBench.reference(0)))
        #expect(document.resolution == .mergedPullRequest)
        #expect(document.pairs.contains { $0.isMerged })
    }

    @Test func `a burst of changes to one thread is read once, after it settled`() async throws {
        try await self.bench.post(threads: 1)
        for _ in 0..<20 {
            try await self.bench.keeper.threadChanged(ThreadChange(channel: "C1", thread: MiningBench.timestamp(0)))
        }
        #expect(await self.bench.worker.doNext() == false)
        self.bench.clock.advance(by: 2)
        await self.bench.worker.drain()
        #expect(await self.bench.history.threadsRead == [MiningBench.reference(0)])
    }

    @Test func `a thread that is gone is forgotten, found by its first message or by a reply`() async throws {
        try await self.bench.post(threads: 2)
        try await self.bench.read("C1")
        await self.bench.history.remove(MiningBench.reference(0))
        await self.bench.history.remove(MiningBench.reference(1))

        try await self.bench.keeper.threadChanged(
            ThreadChange(channel: "C1", thread: MiningBench.timestamp(0), isDeleted: true))
        #expect(try await self.bench.memory.threadCount() == 1)
        let reply = MessageTimestamp("\(MiningBench.start + 1_001).000100")
        try await self.bench.keeper.threadChanged(ThreadChange(channel: "C1", thread: reply))
        self.bench.clock.advance(by: 2)
        await self.bench.worker.drain()

        #expect(try await self.bench.memory.threadCount() == 0)
    }

    @Test func `after lost events the newest part is read again: changed, new and gone`() async throws {
        try await self.bench.post(threads: 6)
        try await self.bench.read("C1")
        await self.bench.history.put(MiningBench.thread(5, ["edited while nobody listened", "yes"]))
        await self.bench.history.put(MiningBench.thread(6, ["asked while nobody listened", "yes"]))
        await self.bench.history.remove(MiningBench.reference(4))

        try await self.bench.keeper.changed(.eventsDropped)
        await self.bench.worker.drain()

        let threads = try await self.bench.memory.threads(in: "C1")
        #expect(threads == [0, 1, 2, 3, 5, 6].map { MiningBench.reference($0) })
        #expect(try await self.bench.memory.thread(MiningBench.reference(5))?.problem == "edited while nobody listened")
        #expect(try await self.bench.memory.checkpoint(channel: "C1")?.topUp == nil)
    }

    @Test func `a sweep reads only threads that were answered since`() async throws {
        await self.bench.history.put(MiningBench.thread(0, ["a question of the first", "one answer here"]))
        await self.bench.history.put(MiningBench.thread(1, ["a question of the second", "one answer here"]))
        try await self.bench.read("C1")
        await self.bench.history.put(
            MiningBench.thread(1, ["a question of the second", "one answer here", "one that no event told"]))
        let before = await self.bench.history.threadsRead.count

        try await self.bench.keeper.sweep()
        await self.bench.worker.drain()

        #expect(await self.bench.history.threadsRead.dropFirst(before).map { $0 } == [MiningBench.reference(1)])
        #expect(try await self.bench.memory.thread(MiningBench.reference(1))?.messages.count == 3)
    }

    @Test func `what is older than the retention is neither read nor kept`() async throws {
        try await self.bench.post(threads: 4)
        try await self.bench.read("C1")
        let bench = self.bench.restarted(policy: MiningPolicy(retentionDays: 1))
        let day = Date(timeIntervalSince1970: Double(MiningBench.start + 2_000 + 86_400))
        bench.clock.advance(by: day.timeIntervalSince(bench.clock.now()))

        try await bench.keeper.sweep()
        await bench.worker.drain()
        try await bench.keeper.changed(.history("C1"))
        await bench.worker.drain()

        #expect(try await bench.memory.threads(in: "C1") == [2, 3].map { MiningBench.reference($0) })
        #expect(try await bench.memory.checkpoint(channel: "C1")?.isComplete == true)
    }
}
