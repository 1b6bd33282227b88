import ControlPlane
import FoundationEssentials
import HealingDomain
import HealingTesting
import Logging
import Synchronization

/// A control plane over fakes: one finding whose pull request waits for a decision, and three people of the team.
struct Workbench: Sendable {
    let chat: RecordingTeamChat
    let host: ScriptedCodeHost
    /// The host as the control plane sees it.
    let slowHost: SlowCodeHost
    let records: InMemoryHealingRecordStore
    let approvals: InMemoryApprovalStore
    let audit = InMemoryAuditTrail()
    let memory: InMemorySolutionMemory
    let team = InMemoryTeamSettingsStore()
    let miner: RecordingChannelMiner
    let gists = ScriptedGistReader()
    let learner = RecordingLearner()
    let healer: RecordingPullRequestHealer
    let clock = ManualClock()
    let outbox = InMemoryOutbox()
    let newMarker = Self.counter("marker")
    let settings: ControlPlaneSettings
    let logins: [PersonID: String]

    init(
        records: [HealingRecord] = [.sample()], approvals: [Approval] = [.sample()],
        settings: ControlPlaneSettings = ControlPlaneSettings(channel: "C1"), logins: [PersonID: String] = [:],
        threads: [ThreadDocument] = [], reading: [MiningProgress] = [],
        healed: Result<PullRequestAnswer, Fault> = .success(.looked(.sample()))
    ) {
        self.chat = RecordingTeamChat(people: [
            .sample(id: "U1", name: "Ada"), .sample(id: "U2", name: "Grace"), .sample(id: "U3", name: "Edsger"),
            .sample(id: "UGUEST1", name: "Guest", isRestricted: true), .sample(id: "UBOT1", name: "App", isBot: true),
            .sample(id: "UGONE1", name: "Gone", isDeleted: true),
            .sample(id: "UOUT1", name: "Outsider", teamID: "T2", isStranger: true),
            .sample(id: "UOTHER1", name: "Other team", teamID: "T2"),
        ])
        self.host = ScriptedCodeHost()
        self.slowHost = SlowCodeHost(base: self.host)
        self.records = InMemoryHealingRecordStore(records)
        self.approvals = InMemoryApprovalStore(approvals)
        self.settings = settings
        self.logins = logins
        self.memory = InMemorySolutionMemory(threads: threads)
        self.miner = RecordingChannelMiner(progress: reading)
        self.healer = RecordingPullRequestHealer(healed)
    }

    /// Posts the sample finding's card and opens its pull request on the host.
    static func ready(
        record: HealingRecord = .sample(), approval: Approval = .sample(),
        settings: ControlPlaneSettings = ControlPlaneSettings(channel: "C1"), logins: [PersonID: String] = [:],
        threads: [ThreadDocument] = [], reading: [MiningProgress] = [], isDraft: Bool = false
    ) async throws -> Workbench {
        let bench = Workbench(
            records: [], approvals: [approval], settings: settings, logins: logins, threads: threads, reading: reading)
        await bench.setPullRequest(isDraft: isDraft)
        var record = record
        record.card = try await bench.announcer.announce(record, approval: approval)
        try await bench.records.save(record)
        return bench
    }

    var dispatcher: OutboxDispatcher { self.dispatcher(over: self.outbox) }

    /// What a dead process began to say, or Slack did not take, is said once its time has come.
    func sayWhatWaits() async throws {
        self.clock.advance(by: Date.hour)
        try await self.dispatcher.deliverDue()
    }

    private func dispatcher(over outbox: any Outbox) -> OutboxDispatcher {
        OutboxDispatcher(
            outbox: outbox, chat: self.chat, records: self.records, audit: self.audit, now: self.clock.now,
            random: { 1 }, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    var announcer: ChannelAnnouncer { self.announcer(over: self.outbox) }

    func announcer(over outbox: any Outbox) -> ChannelAnnouncer {
        ChannelAnnouncer(
            dispatcher: self.dispatcher(over: outbox), records: self.records, approvals: self.approvals,
            team: self.team,
            settings: self.settings, now: self.clock.now, newID: self.newMarker)
    }

    /// A control plane of its own, as another process or a restart would have.
    func controlPlane() -> ControlPlane { ControlPlane(self.dependencies()) }

    func dependencies() -> ControlPlane.Dependencies {
        let logins = self.logins
        return ControlPlane.Dependencies(
            chat: self.chat, codeHost: self.slowHost, records: self.records, approvals: self.approvals,
            audit: SlowAuditTrail(base: self.audit), memory: self.memory, teamSettings: self.team,
            miner: self.miner, gists: self.gists, learner: self.learner, healer: self.healer,
            announcer: self.announcer, settings: self.settings,
            health: {
                [
                    ConnectionHealth(name: "GitHub", isHealthy: true, detail: "acme"),
                    ConnectionHealth(name: "Model", isHealthy: false, detail: "no answer from 127.0.0.1"),
                ]
            },
            gitHubLogin: { logins[$0] }, now: self.clock.now, newID: Self.counter("new"),
            digest: { String($0.utf8.count) },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// The same on other stores, as for processes that share a file.
    func dependencies(
        records: any HealingRecordStore, approvals: any ApprovalStore, audit: any AuditTrail
    ) -> ControlPlane.Dependencies {
        var parts = self.dependencies()
        parts.records = records
        parts.approvals = approvals
        parts.audit = audit
        let dispatcher = OutboxDispatcher(
            outbox: self.outbox, chat: self.chat, records: records, audit: audit, now: self.clock.now,
            random: { 1 }, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        parts.announcer = ChannelAnnouncer(
            dispatcher: dispatcher, records: records, approvals: approvals, team: self.team, settings: self.settings,
            now: self.clock.now, newID: self.newMarker)
        return parts
    }

    /// The same, in a process that dies at its call number `count + 1` of these ports, before or after its effect.
    func crashing(after count: Int, isLate: Bool) -> ControlPlane.Dependencies {
        let crash = Crash(after: count, isLate: isLate)
        var parts = self.dependencies()
        parts.audit = CrashingAuditTrail(base: self.audit, crash: crash)
        parts.announcer = CrashingAnnouncer(base: parts.announcer, crash: crash)
        parts.learner = CrashingLearner(base: parts.learner, crash: crash)
        return parts
    }

    func setPullRequest(
        head: CommitSHA = .numbered(7), isOpen: Bool = true, isMerged: Bool = false, isDraft: Bool = false
    ) async {
        await self.host.setPullRequest(
            PullRequestState(
                reference: .sample(headSHA: head, isDraft: isDraft), baseBranch: "develop", baseSHA: .sample,
                isOpen: isOpen, isMerged: isMerged, mergeSHA: isMerged ? .numbered(99) : nil,
                author: "codehealer[bot]"))
    }

    /// The finding's card as it stands in the channel.
    func card() async -> String {
        let posts = await self.chat.posts.filter { $0.message.metadata["finding"] != nil }
        return posts.map { MessageText.of($0.message) }.joined(separator: "\n=====\n")
    }

    /// What was said in threads.
    func notes() async -> [String] {
        await self.chat.posts.filter { $0.thread != nil }.map { MessageText.of($0.message.blocks) }
    }

    /// What one person alone was told.
    func told() async -> [String] {
        await self.chat.responses.map { MessageText.of($0.message.blocks) }
            + self.chat.whispers.map { MessageText.of($0.message.blocks) }
    }

    func record() async throws -> HealingRecord? { try await self.records.record(of: .sample) }
    func approval(_ id: String = "approval-1") async throws -> Approval? { try await self.approvals.approval(id: id) }
    func steps() async -> [String] { await self.audit.all.map(\.step) }

    private static func counter(_ name: String) -> @Sendable () -> String {
        let count = Box()
        return { "\(name)-\(count.next())" }
    }

    private final class Box: Sendable {
        private let value = Mutex(0)
        func next() -> Int {
            self.value.withLock {
                $0 += 1; return $0
            }
        }
    }
}

extension CardAction {
    static func click(
        _ action: ButtonAction, by person: PersonID = "U1", value: String = "approval-1",
        responseURL: String? = "https://hooks.slack.test/1", triggerID: String? = "trigger"
    ) -> Self {
        Self(
            actionID: action.rawValue, value: value, person: person,
            message: MessageReference(channel: "C1", timestamp: "1768910400.100001"), responseURL: responseURL,
            triggerID: triggerID)
    }
}

extension ModalSubmission {
    static func rejection(by person: PersonID = "U1", comment: String = "it drops the timeout") -> Self {
        Self(
            callbackID: "reject", privateMetadata: "approval-1 C1", person: person,
            values: ["reason": "wrong_fix", "comment": comment])
    }
}

extension PullRequestEvent {
    static func sample(_ action: Action, head: CommitSHA = .numbered(7), sender: String = "octocat") -> Self {
        Self(
            action: action, repository: .sample, number: 7, url: "https://github.test/acme/shop/pull/7",
            title: "Heal", headBranch: "codehealer/fix", headSHA: head, baseBranch: "develop", baseSHA: .sample,
            mergeSHA: action == .merged ? .numbered(99) : nil, sender: sender)
    }
}
