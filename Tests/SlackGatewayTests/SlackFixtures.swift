import FoundationEssentials
import SlackGateway

/// Public samples of Slack's payloads, kept beside the project.
enum SlackFixtures {
    static let root: URL = {
        var folder = URL(filePath: #filePath)
        for _ in 0..<3 { folder.deleteLastPathComponent() }
        return folder.deletingLastPathComponent().appending(path: "shared/fixtures/slack-api")
    }()

    static var projectRoot: URL {
        var folder = URL(filePath: #filePath)
        for _ in 0..<3 { folder.deleteLastPathComponent() }
        return folder
    }

    /// Whether the samples are there; says so where they are not.
    static var areHere: Bool {
        let here = FileManager.default.fileExists(atPath: self.root.path)
        if !here { print("skipped: the public Slack samples are not beside the project") }
        return here
    }

    static func data(_ path: String) throws -> Data { try Data(contentsOf: self.root.appending(path: path)) }

    static func json(_ path: String) throws -> JSONValue { try JSONValue(parsing: self.data(path)) }

    /// All JSON files under a folder, as paths relative to the samples.
    static func files(in folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: self.root.appending(path: folder).path)
            .filter { $0.hasSuffix(".json") }.sorted().map { "\(folder)/\($0)" }
    }
}
