import FoundationEssentials
import HealingDomain
import TeamMemory
import Testing

/// Real developer chat: every thread is read, and the signs agree with labels that a rule of others made.
struct ChatThreadFixtureTests {
    private struct Message: Decodable {
        var user: String?
        var text: String?
        var ts: String
        var thread_ts: String?
        var subtype: String?
    }

    private struct Label: Decodable {
        var thread: String
        var resolved_silver: Bool
    }

    private static let folder: String? = {
        var root = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { root.deleteLastPathComponent() }
        let folder = root.deletingLastPathComponent().appending(path: "shared/fixtures/chat-threads").path
        if FileManager.default.fileExists(atPath: folder) { return folder }
        print("skipped: no chat threads at \(folder)")
        return nil
    }()

    /// `workspace/thread` → its messages in order.
    private static func threads(in folder: String) throws -> [String: [RawMessage]] {
        let export = folder + "/slack-export"
        var threads: [String: [RawMessage]] = [:]
        for workspace in try FileManager.default.contentsOfDirectory(atPath: export) {
            for channel in try FileManager.default.contentsOfDirectory(atPath: export + "/" + workspace)
            where !channel.hasSuffix(".json") {
                let days = export + "/" + workspace + "/" + channel
                for day in try FileManager.default.contentsOfDirectory(atPath: days).sorted() {
                    let data = try Data(contentsOf: URL(fileURLWithPath: days + "/" + day))
                    for message in try JSONDecoder().decode([Message].self, from: data) {
                        threads[workspace + "/" + (message.thread_ts ?? message.ts), default: []].append(
                            RawMessage(
                                timestamp: MessageTimestamp(message.ts),
                                thread: message.thread_ts.map { MessageTimestamp($0) },
                                author: message.user.map { PersonID($0) }, authorName: message.user ?? "",
                                text: (message.text ?? "").replacing("&lt;", with: "<").replacing("&gt;", with: ">")
                                    .replacing("&amp;", with: "&"), subtype: message.subtype))
                    }
                }
            }
        }
        return threads.mapValues { $0.sorted { $0.timestamp < $1.timestamp } }
    }

    @Test(.enabled(if: Self.folder != nil))
    func `every thread is read, and most signs agree with the labels`() throws {
        let folder = try #require(Self.folder)
        let threads = try Self.threads(in: folder)
        let channel = Channel(id: "C1", name: "chat", isPrivate: false)
        let documents = threads.compactMapValues { ThreadReader().read($0, in: channel) }
        #expect(documents.count > 1000)
        let lines = try String(contentsOfFile: folder + "/labels/resolved-silver.jsonl", encoding: .utf8)
        let labels = try lines.split(separator: "\n").map {
            try JSONDecoder().decode(Label.self, from: Data($0.utf8))
        }
        var counts: [String: Int] = [:]
        for label in labels {
            guard let document = documents[label.thread] else { continue }
            let said = document.resolution != nil
            counts["\(label.resolved_silver ? "solved" : "open"), read as \(said ? "solved" : "open")", default: 0] += 1
        }
        let agreed = counts.filter { $0.key == "solved, read as solved" || $0.key == "open, read as open" }.values
            .reduce(0, +)
        let share = Double(agreed) / Double(max(1, counts.values.reduce(0, +)))
        print("chat threads: \(documents.count) read; agreement with the labels \(share); \(counts)")
        #expect(share >= 0.8)
    }
}
