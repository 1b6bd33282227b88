import EmbeddedBackend
import Foundation
package import HealingDomain

/// The stores, whichever technology holds them. Chosen at start, and the only thing the rest of the program sees of it.
package struct Backend: Sendable {
    package var inbox: any DeliveryInbox
    package var queue: any DeliveryQueue
    package var audit: any AuditTrail
    package var records: any HealingRecordStore
    package var approvals: any ApprovalStore
    package var templates: any FixTemplateStore
    package var memory: any SolutionMemory
    package var agenda: any MiningAgenda
    package var teamSettings: any TeamSettingsStore
    package var outbox: any Outbox
    private let recover: @Sendable () async throws(Fault) -> Void

    /// What a dead predecessor had in hand is due again, and free to be carried out, at once. For the one `serve` of this store, at its start.
    package func takeBackLeases() async throws(Fault) { try await self.recover() }

    /// Everything in one SQLite file of the folder, which is made where it is not there; only its owner may look in.
    package static func embedded(folder: String) throws(Fault) -> Backend {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Fault(
                doing: "making the data folder \(folder)", detail: "\(error)",
                advice: "Set \(Setting.data.name) to a folder that this user may write.")
        }
        return Backend(embedded: try EmbeddedBackend.open(folder: folder))
    }

    init(embedded stores: EmbeddedBackend) {
        self.inbox = stores.queue
        self.queue = stores.queue
        self.audit = stores.audit
        self.records = stores.records
        self.approvals = stores.approvals
        self.templates = stores.templates
        self.memory = stores.memory
        self.agenda = stores.agenda
        self.teamSettings = stores.teamSettings
        self.outbox = stores.outbox
        let queue = stores.queue
        let approvals = stores.approvals
        self.recover = { () async throws(Fault) in
            try await queue.takeBackLeases()
            try await approvals.takeBackExecutions()
        }
    }
}
