import EmbeddedBackend
import FoundationEssentials
import HealingDomain
import HealingTesting

/// A folder of its own for a test, gone when the last reference to it is.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "codehealer-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        self.path = folder.path
    }

    deinit { try? FileManager.default.removeItem(atPath: self.path) }

    var database: String { self.path + "/" + EmbeddedBackend.fileName }

    func open(
        access: EmbeddedBackend.Access = .readWrite, embedder: (any TextEmbedder)? = nil,
        clock: ManualClock = ManualClock()
    ) throws -> EmbeddedBackend {
        if let embedder {
            return try EmbeddedBackend.open(folder: self.path, access: access, embedder: embedder, now: clock.now)
        }
        return try EmbeddedBackend.open(folder: self.path, access: access, now: clock.now)
    }

    /// Whether the bytes of a word are anywhere in the database's files.
    func holds(_ word: String) throws -> Bool {
        for name in try FileManager.default.contentsOfDirectory(atPath: self.path) {
            let data = try Data(contentsOf: URL(fileURLWithPath: self.path + "/" + name))
            if data.firstRange(of: Data(word.utf8)) != nil { return true }
        }
        return false
    }
}
