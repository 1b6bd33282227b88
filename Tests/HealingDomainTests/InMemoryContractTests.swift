import HealingDomain
import HealingTesting
import Testing

/// The fakes that other suites rely on keep the same promises as the stores they stand for.
struct InMemoryContractTests {
    @Test(arguments: DeliveryQueueContract.promises)
    func `the queue in memory keeps its promise`(_ promise: Promise<DeliveryQueueContract.Subject>) async throws {
        let clock = ManualClock()
        let queue = InMemoryDeliveryQueue(now: clock.now)
        try await promise.check(DeliveryQueueContract.Subject(queue: queue, clock: clock))
    }

    @Test(arguments: AuditTrailContract.promises)
    func `the audit in memory keeps its promise`(_ promise: Promise<any AuditTrail>) async throws {
        try await promise.check(InMemoryAuditTrail())
    }

    @Test(arguments: HealingRecordStoreContract.promises)
    func `the records in memory keep their promise`(_ promise: Promise<any HealingRecordStore>) async throws {
        try await promise.check(InMemoryHealingRecordStore())
    }

    @Test(arguments: ApprovalStoreContract.promises)
    func `the approvals in memory keep their promise`(_ promise: Promise<any ApprovalStore>) async throws {
        try await promise.check(InMemoryApprovalStore())
    }

    @Test(arguments: FixTemplateStoreContract.promises)
    func `the templates in memory keep their promise`(_ promise: Promise<any FixTemplateStore>) async throws {
        try await promise.check(InMemoryFixTemplateStore())
    }

    @Test(arguments: SolutionMemoryContract.promises)
    func `the memory in memory keeps its promise`(_ promise: Promise<any SolutionMemory>) async throws {
        try await promise.check(InMemorySolutionMemory())
    }

    @Test(arguments: TeamSettingsStoreContract.promises)
    func `the settings in memory keep their promise`(_ promise: Promise<any TeamSettingsStore>) async throws {
        try await promise.check(InMemoryTeamSettingsStore())
    }

    @Test(arguments: MiningAgendaContract.promises)
    func `the agenda in memory keeps its promise`(_ promise: Promise<any MiningAgenda>) async throws {
        try await promise.check(InMemoryMiningAgenda())
    }

    @Test(arguments: OutboxContract.promises)
    func `the outbox in memory keeps its promise`(_ promise: Promise<any Outbox>) async throws {
        try await promise.check(InMemoryOutbox())
    }
}
