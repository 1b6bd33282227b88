import EmbeddedBackend
import FoundationEssentials
import HealingDomain
import HealingFlow
import HealingTesting
import Logging
import SlackGateway
import Synchronization
import Testing

/// Whatever happens in a workspace and in whatever order it is told: memory ends as if it had been read afresh.
struct LiveIndexTests {
    @Test(arguments: 0..<60)
    func `a stream of events ends in the index of a fresh backfill`(seed: UInt64) async throws {
        try await Self.check(seed: seed, memory: InMemorySolutionMemory(), agenda: InMemoryMiningAgenda())
    }

    @Test(arguments: 100..<130)
    func `so does one with crashes between events and pages, and a Slack that fails`(seed: UInt64) async throws {
        try await Self.check(
            seed: seed, memory: InMemorySolutionMemory(), agenda: InMemoryMiningAgenda(), crashes: true)
    }

    @Test(arguments: 200..<206)
    func `so does one in SQLite, opened anew after each crash`(seed: UInt64) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "codehealer-live-\(seed)-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let backend = try EmbeddedBackend.open(folder: folder.path)
        try await Self.check(seed: seed, memory: backend.memory, agenda: backend.agenda, crashes: true)
        #expect(try await backend.integrityProblems().isEmpty)
    }

    private static func check(
        seed: UInt64, memory: any SolutionMemory, agenda: any MiningAgenda, crashes: Bool = false
    ) async throws {
        let workspace = LiveWorkspace(seed: seed)
        let clock = ManualClock()
        var random = SplitMix64(seed: seed &+ 7_777)
        for _ in 0..<10 { workspace.change() }
        _ = workspace.takeEvents()
        var miner = LiveMiner(workspace, clock, memory, agenda)
        try await miner.keeper.catchUp()
        var untold: [JSONValue] = []
        for _ in 0..<150 {
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<5:
                workspace.change()
                untold += workspace.takeEvents()
            case 5..<8: try await Self.tellOne(of: &untold, to: miner, &random)
            case 8: await miner.worker.doNext()
            default:
                clock.advance(by: 2)
                if crashes {
                    workspace.failOneCall(in: Bool.random(using: &random) ? 6 : 0)
                    miner = LiveMiner(workspace, clock, memory, agenda)
                }
            }
        }
        workspace.failOneCall(in: 0)
        while !untold.isEmpty { try await Self.tellOne(of: &untold, to: miner, &random) }
        try await miner.finish()

        let fresh = LiveMiner(workspace, clock, InMemorySolutionMemory(), InMemoryMiningAgenda())
        try await fresh.keeper.catchUp()
        try await fresh.finish()
        let (live, expected) = (try await miner.documents(), try await fresh.documents())
        #expect(live.map(\.reference) == expected.map(\.reference), "seed \(seed)")
        for (have, want) in zip(live, expected) { #expect(have == want, "seed \(seed)") }
    }

    /// Events come in any order, some twice; one that could not be handled comes again.
    private static func tellOne(
        of untold: inout [JSONValue], to miner: LiveMiner, _ random: inout SplitMix64
    ) async throws {
        guard let index = untold.indices.randomElement(using: &random) else { return }
        do {
            try await miner.tell(untold[index])
        } catch  where error.isRetryable {
            return
        }
        if Int.random(in: 0..<8, using: &random) > 0 { untold.remove(at: index) }
    }
}

/// The real decoder, history and miner over a workspace.
struct LiveMiner: Sendable {
    let keeper: ChannelKeeper
    let worker: MiningWorker
    private let decoder: SlackEventDecoder
    private let memory: any SolutionMemory
    private let agenda: any MiningAgenda
    private let clock: ManualClock
    private let workspace: LiveWorkspace

    init(_ workspace: LiveWorkspace, _ clock: ManualClock, _ memory: any SolutionMemory, _ agenda: any MiningAgenda) {
        let installation = SlackInstallation(BotIdentity(user: "UBOT", teamID: "T1", botID: "BBOT"))
        let pace = SlackWebAPI.Pace(now: clock.now, sleep: { clock.advance(by: $0) }, chance: { 0 })
        let api = SlackWebAPI(
            caller: workspace, token: SlackToken("xoxb-1"), baseURL: "http://slack.test/api/", pace: pace)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let mine = MineChannel(
            history: SlackChannelHistory(api: api.prioritized(.backfill), installation: installation),
            codeHost: ScriptedCodeHost(),
            memory: memory, now: clock.now, logger: logger)
        self.keeper = ChannelKeeper(
            mine: mine, agenda: agenda, approvals: InMemoryApprovalStore(), audit: InMemoryAuditTrail(), logger: logger)
        self.worker = MiningWorker(mine: mine, agenda: agenda, now: clock.now, logger: logger)
        self.decoder = SlackEventDecoder(installation: installation)
        self.memory = memory
        self.agenda = agenda
        self.clock = clock
        self.workspace = workspace
    }

    func tell(_ envelope: JSONValue) async throws(Fault) {
        let delivery = Delivery(
            source: .slackEvents, id: "1", event: "", body: Data(envelope.serialized), receivedAt: self.clock.now())
        switch try self.decoder.decode(delivery) {
        case .threadChanged(let change): try await self.keeper.threadChanged(change)
        case .joinedChannel(let id): try await self.keeper.joined(id)
        case .leftChannel(let id): try await self.keeper.left(id)
        case .workspaceChanged(let change): try await self.keeper.changed(change)
        default: break
        }
    }

    /// Works until nothing is left, however long it has to wait.
    func finish() async throws {
        for _ in 0..<400 {
            await self.worker.drain()
            if try await self.agenda.tasks().isEmpty { return }
            self.clock.advance(by: 30)
        }
        Issue.record("the agenda never empties: \(try await self.agenda.tasks())")
    }

    func documents() async throws -> [ThreadDocument] {
        var documents: [ThreadDocument] = []
        let rooms = self.workspace.state.withLock { $0.rooms.keys.sorted() }
        for room in rooms {
            for reference in try await self.memory.threads(in: ChannelID(room)) {
                if let document = try await self.memory.thread(reference) { documents.append(document) }
            }
        }
        #expect(try await self.memory.threadCount() == documents.count, "documents of channels that are no more")
        return documents
    }
}
