import Cryptography
import FoundationEssentials
import GRDB
import HealingDomain

/// What was erased for good, so that no later reading brings it back. A thread is known by its place, a person only by a
/// digest: the id itself is in no table any more.
enum ErasedRows {
    static func add(_ thread: MessageReference, in database: Database) throws {
        try Self.add("thread", Self.key(thread), in: database)
    }

    static func add(_ person: PersonID, in database: Database) throws {
        try Self.add("person", Self.key(person), in: database)
    }

    static func holds(_ thread: MessageReference, in database: Database) throws -> Bool {
        try Self.holds("thread", Self.key(thread), in: database)
    }

    static func among(_ people: Set<PersonID>, in database: Database) throws -> Set<PersonID> {
        guard try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM erased WHERE kind = 'person')") == true
        else { return [] }
        return try people.filter { try Self.holds("person", Self.key($0), in: database) }
    }

    private static func add(_ kind: String, _ key: String, in database: Database) throws {
        try database.execute(
            sql: "INSERT INTO erased (kind, key) VALUES (?, ?) ON CONFLICT DO NOTHING", arguments: [kind, key])
    }

    private static func holds(_ kind: String, _ key: String, in database: Database) throws -> Bool {
        try Bool.fetchOne(
            database.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM erased WHERE kind = ? AND key = ?)"),
            arguments: [kind, key]) ?? false
    }

    private static func key(_ thread: MessageReference) -> String { "\(thread.channel)/\(thread.timestamp)" }
    private static func key(_ person: PersonID) -> String { SHA256.hexadecimal("person \(person)") }
}
