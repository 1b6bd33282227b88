import FoundationEssentials
import GRDB
import HealingDomain

extension SQLiteFile {
    /// "CODH": says in the file's header whose it is.
    private static let applicationID: Int32 = 0x434F_4448
    private static let busySeconds = 5.0

    static func open(folder: String, access: EmbeddedBackend.Access) throws(Fault) -> SQLiteFile {
        let path = folder.hasSuffix("/") ? folder + EmbeddedBackend.fileName : folder + "/" + EmbeddedBackend.fileName
        try Self.checkFolder(folder, access: access)
        try Self.checkHeader(path, access: access)
        do {
            switch access {
            case .readWrite: return try Self.openForWriting(path)
            case .readOnly: return try Self.openForReading(path)
            }
        } catch {
            throw SQLiteFault.make("opening \(path)", error, path: path)
        }
    }

    private static func checkFolder(_ folder: String, access: EmbeddedBackend.Access) throws(Fault) {
        var isFolder = false
        let exists = FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder)
        let doing = "opening the data folder \(folder)"
        guard exists else {
            throw Fault(
                doing: doing, detail: "there is no such folder",
                advice: "Create it (mkdir -p \(folder)) or set CODEHEALER_DATA to a folder that exists.")
        }
        guard isFolder else {
            throw Fault(doing: doing, detail: "it is a file", advice: "Set CODEHEALER_DATA to a folder.")
        }
        guard access == .readOnly || FileManager.default.isWritableFile(atPath: folder) else {
            throw Fault(
                doing: doing, detail: "it cannot be written",
                advice:
                    "Let the user that runs codehealer write to \(folder), or set CODEHEALER_DATA to another folder.")
        }
    }

    /// Looks at the file before SQLite does, since SQLite would fill an empty one and take it over.
    private static func checkHeader(_ path: String, access: EmbeddedBackend.Access) throws(Fault) {
        let doing = "opening \(path)"
        guard FileManager.default.fileExists(atPath: path) else {
            guard access == .readWrite else {
                throw Fault(
                    doing: doing, detail: "there is no such file",
                    advice:
                        "Start `codehealer serve` once with the same CODEHEALER_DATA, or set it to the right folder.")
            }
            // Made here so that nobody else can read it at any moment; SQLite gives -wal and -shm the same mode.
            guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
            else { throw Fault(doing: doing, detail: "the file cannot be created") }
            return
        }
        let start: Data
        do {
            let handle = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
            start = handle.prefix(16)
        } catch {
            throw Fault(
                doing: doing, detail: "it cannot be read", cause: error,
                advice: "Let the user that runs codehealer read and write \(path).")
        }
        guard start.isEmpty || Array(start) == Array("SQLite format 3\0".utf8) else {
            throw Fault(doing: doing, detail: "it is not an SQLite database", advice: SQLiteFault.damaged(path))
        }
    }

    private static func openForWriting(_ path: String) throws -> SQLiteFile {
        // The owner is checked on a connection that only reads, before a pool turns the file's journal to WAL.
        let looking = try DatabaseQueue(path: path, configuration: Self.configuration)
        try looking.read { try Self.checkOwner($0, path: path) }
        try looking.close()
        let pool = try DatabasePool(path: path, configuration: Self.configuration)
        try pool.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA application_id = \(Self.applicationID)")
        }
        try Schema.migrator.migrate(pool)
        return SQLiteFile(path: path, database: pool, mayWrite: true)
    }

    /// SQLite's read-only mode cannot read a WAL file whose `-shm` is gone, so this connection only never writes.
    private static func openForReading(_ path: String) throws -> SQLiteFile {
        let queue = try DatabaseQueue(path: path, configuration: Self.configuration)
        try queue.read { database in
            try Self.checkOwner(database, path: path)
            guard try Schema.migrator.hasCompletedMigrations(database) else {
                throw Fault(
                    doing: "opening \(path)", detail: "it is older than this build",
                    advice: "Start `codehealer serve` of this build once: it brings the file up to date.")
            }
        }
        return SQLiteFile(path: path, database: queue, mayWrite: false)
    }

    private static func checkOwner(_ database: Database, path: String) throws {
        let owner = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") ?? 0
        guard owner == Self.applicationID || tables == 0 else {
            throw Fault(
                doing: "opening \(path)", detail: "it is another program's database",
                advice: "Move \(path) aside, or set CODEHEALER_DATA to another folder.")
        }
        guard try !Schema.migrator.hasBeenSuperseded(database) else {
            throw Fault(
                doing: "opening \(path)", detail: "it was written by a newer codehealer",
                advice: "Run the newer build, or set CODEHEALER_DATA to another folder. Nothing was changed.")
        }
    }

    private static var configuration: GRDB.Configuration {
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(Self.busySeconds)
        configuration.label = "codehealer"
        configuration.prepareDatabase { database in
            // Deleted text is overwritten in the file, and never goes to a temporary one.
            try database.execute(sql: "PRAGMA secure_delete = ON")
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
            try database.execute(sql: "PRAGMA journal_size_limit = 67108864")
        }
        return configuration
    }
}
