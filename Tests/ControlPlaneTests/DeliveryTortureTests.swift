import ControlPlane
import EmbeddedBackend
import FoundationEssentials
import HealingDomain
import HealingFlow
import HealingTesting
import Logging
import SlackGateway
import Testing

/// Deliveries through the real inbox, queue, decoder, worker and stores: repeated, reordered, on a disk that is slow and
/// fails, in processes that die anywhere.
struct DeliveryTortureTests {
    private static let count = 6

    @Test(arguments: 0..<8)
    func `each click is acted on once, and none is lost`(_ seed: Int) async throws {
        var generator = SplitMix64(seed: UInt64(seed))
        let folder = FileManager.default.temporaryDirectory.appending(path: "torture-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let bench = Workbench(records: [], approvals: [])
        let stores = try EmbeddedBackend.open(folder: folder, now: bench.clock.now)
        try await self.prepare(bench, stores)
        let deliveries = (1...Self.count).flatMap { number in (1...2).map { Self.click(number, person: $0) } }
        let sent = (deliveries + deliveries + deliveries).shuffled(using: &generator)
        for (index, delivery) in sent.enumerated() {
            // The sender tries again until it is told that the delivery was taken.
            while await !self.accepted(delivery, stores, seed: generator.next()) {}
            if index.isMultiple(of: 7) {
                await self.work(bench, folder, end: .random(in: 1...250, using: &generator), seed)
            }
        }
        for _ in 0..<4 { await self.work(bench, folder, end: .random(in: 1...250, using: &generator), seed) }
        await self.work(bench, folder, end: nil, seed)
        try await self.expectDone(bench, stores, "seed \(seed)")
    }

    private func prepare(_ bench: Workbench, _ stores: EmbeddedBackend) async throws {
        for number in 1...Self.count {
            let approval = Approval.sample(
                id: "a-\(number)", finding: .numbered(number), pullRequest: number, headSHA: .numbered(number))
            try await stores.approvals.save(approval)
            let reference = PullRequestReference.sample(number: number, headSHA: .numbered(number))
            await bench.host.setPullRequest(
                PullRequestState(
                    reference: reference, baseBranch: "develop", baseSHA: .sample, isOpen: true, isMerged: false,
                    mergeSHA: nil, author: "codehealer[bot]"))
            var record = HealingRecord.sample(
                fixID: "fix-\(number)", finding: .sample(fingerprint: .numbered(number)), pullRequest: reference,
                approvalID: approval.id)
            record.card = try await bench.announcer.announce(record, approval: approval)
            try await stores.records.save(record)
        }
    }

    /// Two people press Approve on each card.
    private static func click(_ number: Int, person: Int) -> Delivery {
        let json = """
            {"type":"block_actions","team":{"id":"T1"},"user":{"id":"U\(person)","team_id":"T1"},
            "container":{"message_ts":"5.1","channel_id":"C1"},"trigger_id":"t",
            "response_url":"https://hooks.slack.test/\(number)-\(person)",
            "actions":[{"action_id":"approve","value":"a-\(number)"}]}
            """
        return Delivery(
            source: .slackInteractivity, id: "click-\(number)-\(person)", event: "", body: Data(json.utf8),
            receivedAt: .sample)
    }

    /// The answer may get lost although the delivery was taken.
    private func accepted(_ delivery: Delivery, _ stores: EmbeddedBackend, seed: UInt64) async -> Bool {
        let queue = SlowDiskQueue(base: stores.queue)
        let accepted = try? await ProcessLife.$current.withValue(ProcessLife(failing: 0.3, seed: seed)) {
            try await queue.accept(delivery)
        }
        return accepted != nil
    }

    /// One process of the bot, from its start until nothing is due or it dies.
    private func work(_ bench: Workbench, _ folder: String, end: Int?, _ seed: Int) async {
        guard let stores = try? EmbeddedBackend.open(folder: folder, now: bench.clock.now) else { return }
        // Leases and claims of whoever died before are over by now.
        bench.clock.advance(by: 600)
        let plane = ControlPlane(
            bench.dependencies(records: stores.records, approvals: stores.approvals, audit: stores.audit))
        let worker = EventWorker(
            queue: SlowDiskQueue(base: stores.queue),
            decoder: SlackEventDecoder(
                installation: SlackInstallation(BotIdentity(user: "UBOT", teamID: "T1", botID: "B1"))),
            policy: EventWorker.Policy(leaseSeconds: 300, maximumAttempts: 10_000),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, random: { 0 },
            gaveUp: { leased, fault in Issue.record("gave up on \(leased.delivery.id): \(fault)") },
            handle: { event, _ throws(Fault) in try await plane.handle(event) })
        // The last one goes on until all is done: what failed for a moment is due again later.
        for _ in 0..<(end == nil ? 40 : 1) {
            let life = ProcessLife(endingAt: end, failing: end == nil ? 0 : 0.05, seed: UInt64(seed))
            await ProcessLife.$current.withValue(life) {
                await withTaskGroup { group in
                    for _ in 0..<3 { group.addTask { await worker.drain() } }
                }
            }
            if end == nil {
                bench.clock.advance(by: 600)
                try? await plane.approvals.resumeUnexecuted()
                try? await bench.sayWhatWaits()
            }
        }
    }

    private func expectDone(_ bench: Workbench, _ stores: EmbeddedBackend, _ comment: Comment) async throws {
        #expect(try await stores.queue.depth() == QueueDepth(waiting: 0, leased: 0, buried: 0), comment)
        let merged = await bench.host.merges.map(\.pullRequest.number).sorted()
        #expect(merged == Array(1...Self.count), comment)
        let answered = Set(await bench.chat.responses.map(\.responseURL))
        var unanswered: [PersonID: Int] = [:]
        for number in 1...Self.count {
            let record = try #require(try await stores.records.record(of: .numbered(number)), comment)
            let approval = try #require(try await stores.approvals.approval(id: "a-\(number)"), comment)
            #expect(record.state == .merged && approval.state == .approved, comment)
            let cards = await bench.chat.posts.filter {
                $0.message.metadata["finding"] == Fingerprint.numbered(number).rawValue
            }
            let truth = FindingCard(
                record: record, approval: approval, settings: bench.settings, audience: Audience(channel: "C1")
            ).message
            #expect(cards.map { MessageText.of($0.message) } == [MessageText.of(truth)], comment)
            for person in 1...2 where approval.decidedBy != "U\(person)" {
                // By the click's own way, or in the channel where that failed for a moment.
                let isAnswered = answered.contains("https://hooks.slack.test/\(number)-\(person)")
                if !isAnswered { unanswered[PersonID("U\(person)"), default: 0] += 1 }
            }
            let steps = try await stores.audit.entries(AuditFilter(finding: .numbered(number))).map(\.step)
            #expect(steps.filter { $0 == "approval.approved" }.count == 1, comment)
            #expect(steps.filter { $0 == "pull_request.merged" }.count == 1, comment)
        }
        for (person, count) in unanswered {
            #expect(await bench.chat.whispers.filter { $0.person == person }.count >= count, comment)
        }
    }
}

/// A queue whose disk takes its time and fails, before or after the effect, as the life it is used in says.
private struct SlowDiskQueue: DeliveryInbox, DeliveryQueue {
    let base: SQLiteDeliveryQueue

    func accept(_ delivery: Delivery) async throws(Fault) -> Acceptance {
        try await ProcessLife.pass()
        let acceptance = try await self.base.accept(delivery)
        try await ProcessLife.pass()
        return acceptance
    }

    func lease(
        limit: Int, seconds: Double, of sources: Set<Delivery.Source>?
    ) async throws(Fault) -> [LeasedDelivery] {
        try await ProcessLife.pass()
        let leases = try await self.base.lease(limit: limit, seconds: seconds, of: sources)
        try await ProcessLife.pass()
        return leases
    }

    func waitForWork(seconds: Double) async {}

    func complete(_ receipt: String) async throws(Fault) {
        try await ProcessLife.pass()
        try await self.base.complete(receipt)
        try await ProcessLife.pass()
    }

    func retry(_ receipt: String, after seconds: Double, reason: String) async throws(Fault) {
        try await ProcessLife.pass()
        try await self.base.retry(receipt, after: seconds, reason: reason)
    }

    func bury(_ receipt: String, reason: String) async throws(Fault) {
        try await ProcessLife.pass()
        try await self.base.bury(receipt, reason: reason)
    }

    func discard(
        from source: Delivery.Source, limit: Int, where needsNothing: @Sendable (Delivery) -> Bool
    ) async throws(Fault) -> Int {
        try await ProcessLife.pass()
        return try await self.base.discard(from: source, limit: limit, where: needsNothing)
    }

    func depth() async throws(Fault) -> QueueDepth { try await self.base.depth() }
}
