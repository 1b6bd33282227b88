import EmbeddedBackend
import Foundation
import GRDB
import HealingDomain
import HealingTesting
import Testing

struct OpeningTests {
    private let folder: TemporaryFolder

    init() throws { self.folder = try TemporaryFolder() }

    private func fault(_ access: EmbeddedBackend.Access = .readWrite, in folder: String? = nil) throws -> Fault {
        let fault = #expect(throws: Fault.self) {
            try EmbeddedBackend.open(folder: folder ?? self.folder.path, access: access)
        }
        return try #require(fault)
    }

    @Test func `a missing folder is told with what to do`() throws {
        let fault = try self.fault(in: self.folder.path + "/none")
        #expect(fault.detail == "there is no such folder")
        #expect(fault.advice?.contains("CODEHEALER_DATA") == true)
    }

    @Test func `a file in place of the folder is told`() throws {
        try Data("x".utf8).write(to: URL(fileURLWithPath: self.folder.path + "/file"))
        #expect(try self.fault(in: self.folder.path + "/file").detail == "it is a file")
    }

    @Test(arguments: ["this is not a database", "SQLite format 3\0 but then nothing that it promises"])
    func `a file that is no sound database is a fault and stays as it was`(_ content: String) throws {
        let url = URL(fileURLWithPath: self.folder.database)
        try Data(content.utf8).write(to: url)
        let fault = try self.fault()
        #expect(!fault.isRetryable)
        #expect(fault.advice?.contains("Nothing was changed") == true)
        #expect(try Data(contentsOf: url) == Data(content.utf8))
        #expect(try FileManager.default.contentsOfDirectory(atPath: self.folder.path) == [EmbeddedBackend.fileName])
    }

    @Test func `another program's database is a fault and stays as it was`() throws {
        let queue = try DatabaseQueue(path: self.folder.database)
        try queue.write { try $0.execute(sql: "CREATE TABLE recipe (name TEXT)") }
        try queue.close()
        let before = try Data(contentsOf: URL(fileURLWithPath: self.folder.database))
        #expect(try self.fault().detail == "it is another program's database")
        #expect(try Data(contentsOf: URL(fileURLWithPath: self.folder.database)) == before)
    }

    @Test func `a file of a newer build is a fault`() throws {
        try self.folder.open().close()
        let queue = try DatabaseQueue(path: self.folder.database)
        try queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('999-future')") }
        try queue.close()
        #expect(try self.fault().detail == "it was written by a newer codehealer")
        #expect(try self.fault(.readOnly).detail == "it was written by a newer codehealer")
    }

    @Test func `a file of an older build is only read once it was brought up to date`() throws {
        try self.folder.open().close()
        let queue = try DatabaseQueue(path: self.folder.database)
        try queue.write { try $0.execute(sql: "DELETE FROM grdb_migrations WHERE identifier = '003-memory'") }
        try queue.close()
        #expect(try self.fault(.readOnly).detail == "it is older than this build")
    }

    @Test func `looking needs a file`() throws {
        #expect(try self.fault(.readOnly).detail == "there is no such file")
        #expect(try FileManager.default.contentsOfDirectory(atPath: self.folder.path).isEmpty)
    }

    @Test func `only the owner can read the files`() async throws {
        let backend = try self.folder.open()
        _ = try await backend.queue.accept(.sample())
        for name in try FileManager.default.contentsOfDirectory(atPath: self.folder.path) {
            let attributes = try FileManager.default.attributesOfItem(atPath: self.folder.path + "/" + name)
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
        }
    }

    @Test func `a second process reads while the first writes, and cannot write`() async throws {
        let serving = try self.folder.open()
        let looking = try self.folder.open(access: .readOnly)
        try await serving.audit.append(.sample())
        #expect(try await looking.audit.entries(AuditFilter()) == [.sample()])
        await #expect(throws: Fault.self) { try await looking.audit.append(.sample()) }
        #expect(try await serving.audit.entries(AuditFilter()).count == 1)
    }

    @Test func `a file that nobody has open can be looked at`() async throws {
        let serving = try self.folder.open()
        try await serving.audit.append(.sample())
        try serving.close()
        let looking = try self.folder.open(access: .readOnly)
        #expect(try await looking.audit.entries(AuditFilter()).count == 1)
    }

    @Test func `a sound file has no problems to tell`() async throws {
        #expect(try await self.folder.open().integrityProblems().isEmpty)
    }

    @Test func `a closed back end answers with faults`() async throws {
        let backend = try self.folder.open()
        try backend.close()
        await #expect(throws: Fault.self) { try await backend.queue.accept(.sample()) }
        await #expect(throws: Fault.self) { try await backend.queue.depth() }
    }
}
