import Foundation
import HealingDomain

/// The samples beside the project: recorded deliveries, schemas and exchanges of GitHub.
enum Fixtures {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "shared/fixtures")

    static func data(_ path: String) -> Data? {
        let data = try? Data(contentsOf: self.root.appending(path: path))
        if data == nil { print("skipped: the sample \(path) is not on this machine") }
        return data
    }

    static func json(_ path: String) -> Any? {
        self.data(path).flatMap { try? JSONSerialization.jsonObject(with: $0) }
    }

    /// Every sample delivery: its event's name, its file's name and its body.
    static func webhooks() -> [(event: String, file: String, body: Data)] {
        let folder = self.root.appending(path: "github-webhooks")
        let events = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
        if events.isEmpty { print("skipped: the sample webhooks are not on this machine") }
        return events.filter { !$0.contains(".") && $0 != "schemas" }.sorted().flatMap { event in
            let files =
                (try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: event).path())) ?? []
            return files.sorted().compactMap { file in
                (try? Data(contentsOf: folder.appending(path: "\(event)/\(file)"))).map { (event, file, $0) }
            }
        }
    }
}
