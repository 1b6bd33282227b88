package import FoundationEssentials
import GRDB
package import HealingDomain

/// Approvals in SQLite. A decision reads and writes in one transaction, which SQLite gives to one writer at a time, in
/// whichever process.
package struct SQLiteApprovalStore: ApprovalStore {
    private let file: SQLiteFile

    init(file: SQLiteFile) { self.file = file }

    package func save(_ approval: Approval) async throws(Fault) {
        try await self.file.write("saving approval \(approval.id)") { try Self.save(approval, in: $0) }
    }

    package func approval(id: String) async throws(Fault) -> Approval? {
        try await self.file.read("reading approval \(id)") { try Self.find(id, in: $0) }
    }

    package func decide(
        id: String, as state: Approval.State, by person: String, reason: String?, at moment: Date
    ) async throws(Fault) -> (approval: Approval, decidedNow: Bool)? {
        try await self.file.write("deciding approval \(id)") { database in
            guard var approval = try Self.find(id, in: database) else { return nil }
            guard approval.state == .pending else { return (approval, false) }
            let isLate = approval.expiresAt <= moment && (state == .approved || state == .rejected)
            approval.state = isLate ? .expired : state
            approval.decidedBy = isLate ? nil : person
            approval.reason = isLate ? nil : reason
            approval.decidedAt = moment
            try Self.save(approval, in: database)
            return (approval, !isLate)
        }
    }

    package func vote(
        id: String, by person: PersonID, needed: Int, withdrawn: Set<PersonID>, at moment: Date
    ) async throws(Fault) -> Ballot? {
        try await self.file.write("counting a vote on approval \(id)") { database in
            guard var approval = try Self.find(id, in: database) else { return nil }
            let outcome = approval.count(person, needed: needed, withdrawn: withdrawn, at: moment)
            try Self.save(approval, in: database)
            return Ballot(approval: approval, outcome: outcome)
        }
    }

    package func claimReminder(id: String, at moment: Date) async throws(Fault) -> Bool {
        try await self.file.write("reminding of approval \(id)") { database in
            guard var approval = try Self.find(id, in: database), approval.state == .pending,
                approval.remindedAt == nil
            else { return false }
            approval.remindedAt = moment
            try Self.save(approval, in: database)
            return true
        }
    }

    package func claimExecution(
        id: String, holder: String, until: Date, at moment: Date
    ) async throws(Fault) -> Bool {
        try await self.file.write("claiming approval \(id)") { database in
            try database.execute(
                sql: """
                    INSERT INTO approval_execution (approval, holder, held_until) VALUES (?1, ?2, ?3)
                    ON CONFLICT (approval) DO UPDATE SET holder = ?2, held_until = ?3
                    WHERE holder = ?2 OR held_until <= ?4
                    """,
                arguments: [
                    id, holder, until.timeIntervalSinceReferenceDate, moment.timeIntervalSinceReferenceDate,
                ])
            return database.changesCount == 1
        }
    }

    package func releaseExecution(id: String, holder: String) async throws(Fault) {
        try await self.file.write("releasing approval \(id)") { database in
            try database.execute(
                sql: "DELETE FROM approval_execution WHERE approval = ? AND holder = ?", arguments: [id, holder])
        }
    }

    /// Makes what a dead process was carrying out free at once. For the one `serve` of this file, at its start.
    package func takeBackExecutions() async throws(Fault) {
        try await self.file.write("taking back executions") { try $0.execute(sql: "DELETE FROM approval_execution") }
    }

    package func markExecuted(id: String, at moment: Date) async throws(Fault) {
        try await self.file.write("marking approval \(id)") { database in
            guard var approval = try Self.find(id, in: database), approval.executedAt == nil else { return }
            approval.executedAt = moment
            try Self.save(approval, in: database)
        }
    }

    package func unexecuted() async throws(Fault) -> [Approval] {
        try await self.fetch("WHERE state <> 'pending' AND is_executed = 0", [])
    }

    package func pending() async throws(Fault) -> [Approval] { try await self.fetch("WHERE state = 'pending'", []) }

    package func approvals(repository: RepositoryName, pullRequest: Int) async throws(Fault) -> [Approval] {
        try await self.fetch("WHERE repository = ? AND pull_request = ?", [repository.rawValue, pullRequest])
    }

    private func fetch(_ condition: String, _ arguments: StatementArguments) async throws(Fault) -> [Approval] {
        try await self.file.read("reading approvals") { database in
            try String.fetchAll(
                database, sql: "SELECT body FROM approval \(condition) ORDER BY created_at, id", arguments: arguments
            ).map { try RecordText.decode(Approval.self, from: $0) }
        }
    }

    private static func find(_ id: String, in database: Database) throws -> Approval? {
        try String.fetchOne(database, sql: "SELECT body FROM approval WHERE id = ?", arguments: [id])
            .map { try RecordText.decode(Approval.self, from: $0) }
    }

    private static func save(_ approval: Approval, in database: Database) throws {
        try database.execute(
            sql: """
                INSERT OR REPLACE INTO approval (id, repository, pull_request, state, is_executed, created_at, body)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                approval.id, approval.repository.rawValue, approval.pullRequest, approval.state.rawValue,
                approval.executedAt != nil, approval.createdAt.timeIntervalSinceReferenceDate,
                try RecordText.encode(approval),
            ])
    }
}
