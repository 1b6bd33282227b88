import EmbeddedBackend
import FoundationEssentials
import GRDB
import HealingDomain
import HealingTesting
import Testing

struct DurabilityTests {
    private let folder: TemporaryFolder
    private let clock = ManualClock()

    init() throws { self.folder = try TemporaryFolder() }

    /// The files as they lie on the disk at this moment, as a killed process leaves them.
    private func crash() throws -> TemporaryFolder {
        let copy = try TemporaryFolder()
        for name in try FileManager.default.contentsOfDirectory(atPath: self.folder.path) where !name.hasSuffix("-shm")
        {
            try FileManager.default.copyItem(atPath: self.folder.path + "/" + name, toPath: copy.path + "/" + name)
        }
        return copy
    }

    @Test func `what was accepted is there after a crash, and is a duplicate there`() async throws {
        let backend = try self.folder.open(clock: self.clock)
        for number in 0..<50 { _ = try await backend.queue.accept(.sample(id: "d-\(number)")) }
        let copy = try self.crash()
        let after = try copy.open(clock: self.clock)
        #expect(try await after.queue.depth().waiting == 50)
        #expect(try await after.queue.accept(.sample(id: "d-49")) == .duplicate)
        #expect(try await after.integrityProblems().isEmpty)
    }

    @Test func `what a crashed worker held comes back when its lease is over`() async throws {
        let backend = try self.folder.open(clock: self.clock)
        _ = try await backend.queue.accept(.sample())
        let held = try #require(try await backend.queue.lease(limit: 1, seconds: 30).first)
        let after = try self.folder.open(clock: self.clock)
        #expect(try await after.queue.lease(limit: 1, seconds: 30).isEmpty)
        self.clock.advance(by: 31)
        #expect(try await after.queue.lease(limit: 1, seconds: 30).map(\.attempt) == [2])
        try await backend.queue.complete(held.receipt)
        #expect(try await after.queue.depth().leased == 1)
    }

    @Test func `two processes on one file claim a delivery once`() async throws {
        let backends = [try self.folder.open(clock: self.clock), try self.folder.open(clock: self.clock)]
        let accepted = try await withThrowingTaskGroup(of: Int.self) { group in
            for backend in backends {
                for number in 0..<60 {
                    group.addTask { try await backend.queue.accept(.sample(id: "d-\(number)")) == .accepted ? 1 : 0 }
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(accepted == 60)
        #expect(try await backends[1].queue.depth().waiting == 60)
    }

    @Test func `records, approvals, audit, templates and memory outlive the process`() async throws {
        let backend = try self.folder.open()
        try await backend.records.save(.sample())
        try await backend.approvals.save(.sample())
        try await backend.audit.append(.sample())
        try await backend.templates.save(.sample())
        try await backend.memory.remember(ThreadDocument.sample())
        try await backend.memory.remember(PastFix.sample())
        let copy = try self.crash()
        let after = try copy.open()
        #expect(try await after.records.record(of: .sample) == .sample())
        #expect(try await after.approvals.approval(id: "approval-1") == .sample())
        #expect(try await after.audit.entries(AuditFilter()) == [.sample()])
        #expect(try await after.templates.template(id: "template-1") == .sample())
        #expect(try await after.memory.thread(.sample) == .sample())
        #expect(try await after.memory.pastFix(id: PastFix.sample().id) == .sample())
    }

    @Test func `an id is remembered for its time and then forgotten`() async throws {
        let backend = try EmbeddedBackend.open(folder: self.folder.path, ledgerRetention: 0, now: self.clock.now)
        _ = try await backend.queue.accept(.sample(id: "old"))
        self.clock.advance(by: 25 * Date.hour - 1)
        #expect(try await backend.queue.accept(.sample(id: "old")) == .duplicate)
        self.clock.advance(by: 2)
        #expect(try await backend.queue.accept(.sample(id: "old")) == .accepted)
    }

    @Test func `the audit refuses to be changed, by SQL too`() async throws {
        let backend = try self.folder.open()
        try await backend.audit.append(.sample())
        let other = try DatabaseQueue(path: self.folder.database)
        for sql in [
            "UPDATE audit_entry SET detail = ''", "DELETE FROM audit_entry",
            "INSERT OR REPLACE INTO audit_entry (sequence, fix_id, timestamp, step, fix_applied, user, detail) VALUES (1, '', 0, '', 0, '', '')",
        ] {
            #expect(throws: DatabaseError.self) { try other.write { try $0.execute(sql: sql) } }
        }
        #expect(try await backend.audit.entries(AuditFilter()) == [.sample()])
    }

    @Test func `a buried delivery tells why and how often it was tried`() async throws {
        let backend = try self.folder.open(clock: self.clock)
        _ = try await backend.queue.accept(.sample())
        let held = try #require(try await backend.queue.lease(limit: 1, seconds: 30).first)
        try await backend.queue.bury(held.receipt, reason: "cannot be read")
        let buried = try #require(try await backend.queue.buried().first)
        #expect(buried.delivery == .sample())
        #expect(buried.reason == "cannot be read")
        #expect(buried.attempts == 1)
        #expect(buried.buriedAt == .sample)
    }
}
