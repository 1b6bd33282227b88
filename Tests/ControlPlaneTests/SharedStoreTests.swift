import ControlPlane
import EmbeddedBackend
import FoundationEssentials
import HealingDomain
import HealingTesting
import Testing

/// Two processes on one real store.
struct SharedStoreTests {
    @Test(arguments: 0..<12)
    func `two desks that share a file decide and execute once`(_ seed: Int) async throws {
        var generator = SplitMix64(seed: UInt64(seed))
        let folder = FileManager.default.temporaryDirectory.appending(path: "shared-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let policy = ApprovalPolicy(approvals: seed.isMultiple(of: 2) ? 1 : 2)
        let bench = try await Workbench.ready(settings: ControlPlaneSettings(channel: "C1", policy: policy))
        let stores = try (0..<2).map { _ in try EmbeddedBackend.open(folder: folder, now: bench.clock.now) }
        try await stores[0].approvals.save(.sample())
        try await stores[0].records.save(try #require(try await bench.record()))
        let planes = stores.map { stores in
            ControlPlane(
                bench.dependencies(records: stores.records, approvals: stores.approvals, audit: stores.audit))
        }
        let clicks = (0..<8).map { _ in
            CardAction.click(.approve, by: PersonID(["U1", "U2", "U3"].randomElement(using: &generator) ?? "U1"))
        }
        try await withThrowingTaskGroup { group in
            for click in clicks {
                let plane = planes.randomElement(using: &generator) ?? planes[0]
                group.addTask { try await Self.handle(.action(click), on: plane) }
            }
            let rejecter = planes.randomElement(using: &generator) ?? planes[0]
            if seed.isMultiple(of: 3) {
                group.addTask { try await Self.handle(.modalSubmitted(.rejection()), on: rejecter) }
            }
            for plane in planes { group.addTask { try await plane.approvals.resumeUnexecuted() } }
            try await group.waitForAll()
        }
        for plane in planes { try await plane.approvals.resumeUnexecuted() }
        try await bench.sayWhatWaits()
        let approval = try #require(try await stores[1].approvals.approval(id: "approval-1"))
        let record = try #require(try await stores[1].records.record(of: .sample))
        let (merges, closes) = (await bench.host.merges.count, await bench.host.closed.count)
        #expect(merges + closes <= 1, "seed \(seed)")
        #expect(approval.state != .approved || merges == 1, "seed \(seed)")
        #expect(approval.state != .rejected || closes == 1, "seed \(seed)")
        #expect(await bench.learner.lessons.count == merges + closes, "seed \(seed)")
        let truth = FindingCard(
            record: record, approval: approval, settings: bench.settings, audience: Audience(channel: "C1")
        ).message
        #expect(await bench.card() == MessageText.of(truth), "seed \(seed)")
    }

    /// As the queue would: again, where another process was at it.
    private static func handle(_ event: InboundEvent, on plane: ControlPlane) async throws {
        for _ in 0..<50 {
            do throws(Fault) {
                return try await plane.handle(event)
            } catch {
                guard error.isRetryable else { throw error }
                for _ in 0..<50 { await Task.yield() }
            }
        }
    }
}
