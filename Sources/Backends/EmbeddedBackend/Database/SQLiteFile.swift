import FoundationEssentials
import GRDB
import HealingDomain

/// The open database file: every statement of the back end runs through here, so that each error becomes a `Fault`.
struct SQLiteFile: Sendable {
    let path: String
    private let database: any DatabaseWriter
    private let mayWrite: Bool

    init(path: String, database: any DatabaseWriter, mayWrite: Bool) {
        self.path = path
        self.database = database
        self.mayWrite = mayWrite
    }

    func read<Value: Sendable>(
        _ doing: @autoclosure () -> String, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(Fault) -> Value {
        do {
            return try await self.database.read(body)
        } catch {
            throw SQLiteFault.make(doing(), error, path: self.path)
        }
    }

    /// One transaction. It runs to its end even where the caller is cancelled: half a step done is worse than a late one.
    func write<Value: Sendable>(
        _ doing: @autoclosure () -> String, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(Fault) -> Value {
        try self.checkMayWrite(doing())
        let result: Result<Value, any Error> = await withCheckedContinuation { continuation in
            self.database.asyncWrite(body) { _, result in continuation.resume(returning: result) }
        }
        return try self.value(of: result, doing: doing())
    }

    /// One transaction that is on the disk, not only in the system's cache, when this returns.
    func writeDurably<Value: Sendable>(
        _ doing: String, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(Fault) -> Value {
        let result: Result<Value, Fault> = await withCheckedContinuation { continuation in
            self.writeDurably(doing, body) { continuation.resume(returning: $0) }
        }
        return try result.get()
    }

    /// The same for callers that are no task: `done` is called on the thread that writes, and returns at once.
    func writeDurably<Value>(
        _ doing: String, _ body: @escaping @Sendable (Database) throws -> Value,
        done: @escaping @Sendable (Result<Value, Fault>) -> Void
    ) {
        do throws(Fault) { try self.checkMayWrite(doing) } catch { return done(.failure(error)) }
        self.database.asyncWriteWithoutTransaction { database in
            do {
                done(.success(try Self.durably(database, body)))
            } catch {
                done(.failure(SQLiteFault.make(doing, error, path: self.path)))
            }
        }
    }

    private static func durably<Value>(_ database: Database, _ body: (Database) throws -> Value) throws -> Value {
        try database.execute(sql: "PRAGMA synchronous = FULL")
        defer { try? database.execute(sql: "PRAGMA synchronous = NORMAL") }
        var value: Value?
        try database.inTransaction(.immediate) {
            value = try body(database)
            return .commit
        }
        guard let value else { throw DatabaseError(message: "the transaction gave no value") }
        return value
    }

    /// Moves the log into the file and empties it, so that nothing deleted is left in it. Where another process still
    /// reads, the log is emptied by a later checkpoint.
    func emptyLog() async {
        await withCheckedContinuation { continuation in
            self.database.asyncWriteWithoutTransaction { database in
                _ = try? database.checkpoint(.truncate)
                continuation.resume()
            }
        }
    }

    func integrityProblems() async throws(Fault) -> [String] {
        try await self.read("checking \(self.path)") { database in
            try String.fetchAll(database, sql: "PRAGMA integrity_check(20)").filter { $0 != "ok" }
        }
    }

    func close() throws(Fault) {
        do {
            try self.database.close()
        } catch {
            throw SQLiteFault.make("closing \(self.path)", error, path: self.path)
        }
    }

    private func checkMayWrite(_ doing: String) throws(Fault) {
        guard self.mayWrite else { throw Fault(doing: doing, detail: "\(self.path) was opened to be looked at only") }
    }

    private func value<Value>(of result: Result<Value, any Error>, doing: String) throws(Fault) -> Value {
        do {
            return try result.get()
        } catch {
            throw SQLiteFault.make(doing, error, path: self.path)
        }
    }
}

enum SQLiteFault {
    static func make(_ doing: String, _ error: any Error, path: String) -> Fault {
        if let fault = error as? Fault { return fault }
        if error is CancellationError {
            return Fault(doing: doing, detail: "it was cancelled", isRetryable: true)
        }
        guard let error = error as? DatabaseError else {
            return Fault(doing: doing, detail: String(describing: error))
        }
        // The statement's arguments stay out of the text: they hold what people wrote.
        let detail = error.message ?? "SQLite error \(error.resultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_INTERRUPT:
            return Fault(doing: doing, detail: detail, isRetryable: true, retryAfterSeconds: 1)
        case .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_CANTOPEN, .SQLITE_NOMEM:
            return Fault(
                doing: doing, detail: detail, isRetryable: true,
                advice: "Check that the disk of \(path) has room and can be written.")
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            return Fault(doing: doing, detail: detail, advice: Self.damaged(path))
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            return Fault(doing: doing, detail: detail, advice: "Let the user that runs codehealer write \(path).")
        default:
            return Fault(doing: doing, detail: detail)
        }
    }

    static func damaged(_ path: String) -> String {
        "Nothing was changed. Put a backup in its place, or move \(path) aside (with its -wal and -shm files) to start "
            + "with an empty one; `sqlite3 \(path) .recover` may save what it holds."
    }
}
