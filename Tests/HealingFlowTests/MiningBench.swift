import FoundationEssentials
import HealingDomain
import HealingFlow
import HealingTesting
import Logging

/// The real miner over a scripted channel and stores in memory.
struct MiningBench: Sendable {
    static let start = 1_768_900_000

    let clock: ManualClock
    let history: ScriptedChannelHistory
    let codeHost: ScriptedCodeHost
    let memory: InMemorySolutionMemory
    let agenda: InMemoryMiningAgenda
    let approvals: InMemoryApprovalStore
    let audit: InMemoryAuditTrail
    let keeper: ChannelKeeper
    let worker: MiningWorker

    init() {
        self.init(
            clock: ManualClock(), history: ScriptedChannelHistory(), codeHost: ScriptedCodeHost(),
            memory: InMemorySolutionMemory(), agenda: InMemoryMiningAgenda(), approvals: InMemoryApprovalStore(),
            audit: InMemoryAuditTrail(), policy: MiningPolicy())
    }

    private init(
        clock: ManualClock, history: ScriptedChannelHistory, codeHost: ScriptedCodeHost,
        memory: InMemorySolutionMemory, agenda: InMemoryMiningAgenda, approvals: InMemoryApprovalStore,
        audit: InMemoryAuditTrail, policy: MiningPolicy
    ) {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        self.clock = clock
        self.history = history
        self.codeHost = codeHost
        self.memory = memory
        self.agenda = agenda
        self.approvals = approvals
        self.audit = audit
        let mine = MineChannel(
            history: history, codeHost: codeHost, memory: memory, policy: policy, now: clock.now, logger: logger)
        self.keeper = ChannelKeeper(mine: mine, agenda: agenda, approvals: approvals, audit: audit, logger: logger)
        self.worker = MiningWorker(mine: mine, agenda: agenda, now: clock.now, logger: logger)
    }

    /// Another process over the same stores.
    func restarted(policy: MiningPolicy = MiningPolicy()) -> MiningBench {
        MiningBench(
            clock: self.clock, history: self.history, codeHost: self.codeHost, memory: self.memory, agenda: self.agenda,
            approvals: self.approvals, audit: self.audit, policy: policy)
    }

    func read(_ channel: ChannelID) async throws {
        try await self.keeper.joined(channel)
        await self.worker.drain()
    }

    func post(threads count: Int, in channel: ChannelID = "C1") async throws {
        for number in 0..<count {
            await self.history.put(
                Self.thread(
                    number,
                    ["yaml.load is flagged, how do we load config \(number)?", "use `yaml.safe_load(f)`", "thanks!"]),
                in: channel)
        }
    }

    static func timestamp(_ number: Int) -> MessageTimestamp {
        MessageTimestamp("\(Self.start + number * 1_000).000100")
    }

    static func reference(_ number: Int, in channel: ChannelID = "C1") -> MessageReference {
        MessageReference(channel: channel, timestamp: Self.timestamp(number))
    }

    static func thread(_ number: Int, _ texts: [String]) -> [RawMessage] {
        texts.enumerated().map { index, text in
            let timestamp = MessageTimestamp("\(Self.start + number * 1_000 + index).000100")
            var message = RawMessage.sample(
                timestamp: timestamp, thread: Self.timestamp(number), author: index % 2 == 0 ? "U1" : "U2",
                authorName: index % 2 == 0 ? "Ada" : "Ben", text: text,
                replyCount: index == 0 ? texts.count - 1 : 0)
            if index == 0, texts.count > 1 {
                message.latestReply = MessageTimestamp("\(Self.start + number * 1_000 + texts.count - 1).000100")
            }
            return message
        }
    }
}
