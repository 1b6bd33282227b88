import HealingDomain
import HealingFlow
import HealingTesting
import Testing

struct MineChannelTests {
    private func thread(_ seconds: Int, _ texts: [String]) -> [RawMessage] {
        let parent = MessageTimestamp("\(seconds).000100")
        return texts.enumerated().map { index, text in
            .sample(
                timestamp: MessageTimestamp("\(seconds + index).000100"), thread: parent,
                author: index % 2 == 0 ? "U1" : "U2", authorName: index % 2 == 0 ? "Ada" : "Ben", text: text,
                replyCount: index == 0 ? texts.count - 1 : 0)
        }
    }

    private func miner(_ flow: FlowHarness, _ history: ScriptedChannelHistory) -> MineChannel {
        MineChannel(
            history: history, codeHost: flow.codeHost, memory: flow.memory, now: flow.clock.now, logger: flow.logger)
    }

    private func history() async -> ScriptedChannelHistory {
        let history = ScriptedChannelHistory()
        for index in 0..<5 {
            await history.put(
                self.thread(
                    1_768_900_000 + index * 1_000,
                    [
                        "yaml.load is flagged, how do we load config number \(index)?", "use `yaml.safe_load(f)`",
                        "thanks, that worked",
                    ]))
        }
        return history
    }

    @Test func `the whole history is read, page by page, to its end`() async throws {
        let flow = FlowHarness()

        try await self.miner(flow, self.history()).backfill("C1")

        #expect(try await flow.memory.threadCount() == 5)
        #expect(try await flow.memory.checkpoint(channel: "C1")?.isComplete == true)
    }

    @Test func `a backfill that broke off goes on at its checkpoint`() async throws {
        let flow = FlowHarness()
        let history = await self.history()
        let page = try await history.page(of: "C1", cursor: nil)
        try await flow.memory.save(.sample(cursor: page.nextCursor, threads: 2))

        try await self.miner(flow, history).backfill("C1")

        #expect(try await flow.memory.threadCount() == 3)
    }

    @Test func `a linked merged pull request lends its code to the thread`() async throws {
        let flow = FlowHarness()
        let link = "https://github.test/acme/shop/pull/3"
        await flow.codeHost.setMergedChanges([.sample()], link: link)
        let history = ScriptedChannelHistory()
        await history.put(self.thread(1_768_900_000, ["yaml.load is flagged", "fixed in \(link)"]))

        try await self.miner(flow, history).backfill("C1")

        let reference = MessageReference(channel: "C1", timestamp: "1768900000.000100")
        let document = try #require(try await flow.memory.thread(reference))
        #expect(document.resolution == .mergedPullRequest)
        #expect(document.pairs.contains { $0.isMerged })
    }

    @Test func `a thread that is gone is forgotten`() async throws {
        let flow = FlowHarness()
        let history = await self.history()
        let miner = self.miner(flow, history)
        try await miner.backfill("C1")
        let reference = MessageReference(channel: "C1", timestamp: "1768900000.000100")
        await history.remove(reference)

        try await miner.refresh(ThreadChange(channel: "C1", thread: reference.timestamp))

        #expect(try await flow.memory.thread(reference) == nil)
        #expect(try await flow.memory.threadCount() == 4)
    }
}
