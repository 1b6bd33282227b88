import EmbeddedBackend
import HealingDomain
import HealingTesting
import Testing

/// The SQLite stores keep the promises of their ports.
struct SQLiteContractTests {
    private let folder: TemporaryFolder
    private let clock = ManualClock()
    private let backend: EmbeddedBackend

    init() throws {
        self.folder = try TemporaryFolder()
        self.backend = try self.folder.open(clock: self.clock)
    }

    @Test(arguments: DeliveryQueueContract.promises)
    func `the queue keeps its promise`(_ promise: Promise<DeliveryQueueContract.Subject>) async throws {
        try await promise.check(DeliveryQueueContract.Subject(queue: self.backend.queue, clock: self.clock))
    }

    @Test(arguments: AuditTrailContract.promises)
    func `the audit keeps its promise`(_ promise: Promise<any AuditTrail>) async throws {
        try await promise.check(self.backend.audit)
    }

    @Test(arguments: HealingRecordStoreContract.promises)
    func `the records keep their promise`(_ promise: Promise<any HealingRecordStore>) async throws {
        try await promise.check(self.backend.records)
    }

    @Test(arguments: ApprovalStoreContract.promises)
    func `the approvals keep their promise`(_ promise: Promise<any ApprovalStore>) async throws {
        try await promise.check(self.backend.approvals)
    }

    @Test(arguments: FixTemplateStoreContract.promises)
    func `the templates keep their promise`(_ promise: Promise<any FixTemplateStore>) async throws {
        try await promise.check(self.backend.templates)
    }

    @Test(arguments: SolutionMemoryContract.promises)
    func `the memory keeps its promise`(_ promise: Promise<any SolutionMemory>) async throws {
        try await promise.check(self.backend.memory)
    }

    @Test(arguments: TeamSettingsStoreContract.promises)
    func `the team's settings keep their promise`(_ promise: Promise<any TeamSettingsStore>) async throws {
        try await promise.check(self.backend.teamSettings)
    }

    @Test(arguments: MiningAgendaContract.promises)
    func `the agenda keeps its promise`(_ promise: Promise<any MiningAgenda>) async throws {
        try await promise.check(self.backend.agenda)
    }

    @Test(arguments: OutboxContract.promises)
    func `the outbox keeps its promise`(_ promise: Promise<any Outbox>) async throws {
        try await promise.check(self.backend.outbox)
    }
}
