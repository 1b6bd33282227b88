package import FoundationEssentials
package import HealingDomain
import TeamMemory

/// All stores on one SQLite file in one folder: what runs where nothing else was configured.
///
/// What survives what: an accepted delivery is synced to the disk before `accept` returns, so it survives a power cut.
/// Every other write survives the end of the process at any moment (`kill -9`). A power cut may take the last of them
/// back, in order and each whole: the completion of a delivery is always written after what handling it wrote, so a
/// delivery whose results were lost is delivered again.
package struct EmbeddedBackend: Sendable {
    package let queue: SQLiteDeliveryQueue
    package let audit: SQLiteAuditTrail
    package let records: SQLiteHealingRecordStore
    package let approvals: SQLiteApprovalStore
    package let templates: SQLiteFixTemplateStore
    package let memory: SQLiteSolutionMemory
    package let teamSettings: SQLiteTeamSettingsStore
    package let agenda: SQLiteMiningAgenda
    package let outbox: SQLiteOutbox
    private let file: SQLiteFile

    package enum Access: Sendable {
        /// Creates the file where there is none, and brings an older one up to date.
        case readWrite
        /// For a second process that only looks, such as `codehealer audit` beside a running server. Every write is
        /// refused; a file that is not there, or older than this build, is a fault.
        case readOnly
    }

    /// The name of the file in its folder; SQLite keeps `-wal` and `-shm` beside it.
    package static let fileName = "codehealer.sqlite"

    /// Opens the stores of a folder. A file that is damaged, newer than this build or somebody else's is a fault that
    /// says what to do, and is never written to.
    ///
    /// - Parameters:
    ///   - embedder: turns threads and queries into vectors; vectors of another identity are kept but not compared.
    ///   - ledgerRetention: seconds for which a delivery's id is remembered; at least 25 hours are kept.
    package static func open(
        folder: String, access: Access = .readWrite, embedder: any TextEmbedder = HashingTextEmbedder(),
        ledgerRetention: Double = 7 * 86_400, now: @escaping @Sendable () -> Date = { Date() }
    ) throws(Fault) -> EmbeddedBackend {
        let file = try SQLiteFile.open(folder: folder, access: access)
        return EmbeddedBackend(file: file, embedder: embedder, ledgerRetention: ledgerRetention, now: now)
    }

    private init(
        file: SQLiteFile, embedder: any TextEmbedder, ledgerRetention: Double, now: @escaping @Sendable () -> Date
    ) {
        self.file = file
        self.queue = SQLiteDeliveryQueue(file: file, ledgerRetention: ledgerRetention, now: now)
        self.audit = SQLiteAuditTrail(file: file)
        self.records = SQLiteHealingRecordStore(file: file)
        self.approvals = SQLiteApprovalStore(file: file)
        self.templates = SQLiteFixTemplateStore(file: file)
        self.teamSettings = SQLiteTeamSettingsStore(file: file)
        self.memory = SQLiteSolutionMemory(file: file, embedder: embedder, now: now)
        self.agenda = SQLiteMiningAgenda(file: file)
        self.outbox = SQLiteOutbox(file: file)
    }

    /// Reads the whole file and tells what is wrong with it; empty for a sound one. Takes seconds on a large file.
    package func integrityProblems() async throws(Fault) -> [String] { try await self.file.integrityProblems() }

    /// Ends all connections. Later calls are faults.
    package func close() throws(Fault) { try self.file.close() }
}
