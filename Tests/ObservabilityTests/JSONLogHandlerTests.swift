import FoundationEssentials
import Logging
import Observability
import Synchronization
import Testing

private final class Lines: Sendable {
    private let lines = Mutex<[String]>([])
    func append(_ line: String) { self.lines.withLock { $0.append(line) } }
    var all: [String] { self.lines.withLock { $0 } }
}

/// What a reader of the log gets.
private struct Line: Decodable {
    var time: String
    var level: String
    var logger: String
    var message: String
    var error: String?
    var metadata: [String: Value]?

    enum Value: Decodable, Equatable {
        case text(String), number(Double), truth(Bool), list([Value]), fields([String: Value])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let truth = try? container.decode(Bool.self) {
                self = .truth(truth)
            } else if let number = try? container.decode(Double.self) {
                self = .number(number)
            } else if let text = try? container.decode(String.self) {
                self = .text(text)
            } else if let list = try? container.decode([Value].self) {
                self = .list(list)
            } else {
                self = .fields(try container.decode([String: Value].self))
            }
        }
    }
}

struct JSONLogHandlerTests {
    private let lines = Lines()

    private func logger(level: Logger.Level = .trace) -> Logger {
        let lines = self.lines
        return Logger(label: "test") { label in
            JSONLogHandler(
                label: label, level: level, now: { Date(timeIntervalSince1970: 1_705_745_472.345) },
                write: { lines.append($0) })
        }
    }

    private func onlyLine() throws -> Line {
        try #require(self.lines.all.count == 1)
        let text = self.lines.all[0]
        #expect(text.hasSuffix("}\n"))
        #expect(text.utf8.count { $0 == 10 } == 1)
        return try JSONDecoder().decode(Line.self, from: Data(text.utf8))
    }

    @Test func `an event is one line of JSON`() throws {
        var logger = self.logger()
        logger[metadataKey: "request.id"] = "r1"
        logger.info("Delivery accepted", metadata: ["bytes": "\(42)", "count": .stringConvertible(42)])
        #expect(
            self.lines.all == [
                """
                {"time":"2024-01-20T10:11:12.345Z","level":"info","logger":"test","message":"Delivery accepted",\
                "metadata":{"bytes":"42","count":42,"request.id":"r1"}}

                """
            ])
    }

    @Test func `nested metadata keeps its shape`() throws {
        self.logger().warning(
            "Nested",
            metadata: [
                "list": ["a", .stringConvertible(true)], "fields": ["inner": .stringConvertible(1.5)],
                "odd": .stringConvertible(Double.nan),
            ])
        let metadata = try #require(try self.onlyLine().metadata)
        #expect(metadata["list"] == .list([.text("a"), .truth(true)]))
        #expect(metadata["fields"] == .fields(["inner": .number(1.5)]))
        #expect(metadata["odd"] == .text("nan"))
    }

    @Test(arguments: [
        "quote \" and \\ backslash", "line\nbreak\r\nand\ttab", "nul \u{0} bell \u{7} delete \u{7f}",
        "größe 😀 \u{2028}",
        #"","level":"error","x":""#, "",
    ])
    func `no text breaks out of its place`(text: String) throws {
        self.logger().error("\(text)", metadata: ["\(text)": "\(text)"])
        let line = try self.onlyLine()
        #expect(line.message == text)
        #expect(line.level == "error")
        #expect(line.metadata?[text] == .text(text))
    }

    @Test func `secrets never reach the line`() throws {
        self.logger().error(
            "Calling with xoxb-1-secret",
            metadata: [
                "url": "https://u:secret@host/", "slack_token": "plain-secret", "list": ["ghp_secret"],
                "fields": ["password": .stringConvertible(12345)], "token": ["nested": "secret"],
            ])
        let text = try #require(self.lines.all.first)
        #expect(!text.contains("secret@") && !text.contains("plain-secret") && !text.contains("1-secret"))
        #expect(!text.contains("ghp_secret") && !text.contains("12345") && !text.contains("nested"))
        #expect(try self.onlyLine().metadata?["slack_token"] == .text("[redacted]"))
    }

    @Test func `an error is told, without its secrets`() throws {
        struct Refused: Error, CustomStringConvertible { var description: String { "refused ghs_abc" } }
        self.logger().error("Refused", error: Refused())
        #expect(try self.onlyLine().error == "refused ghs_[redacted]")
    }

    @Test func `a long text is cut and a deep one is bounded`() throws {
        var deep: Logger.MetadataValue = "end"
        for _ in 0..<100 { deep = ["in": deep] }
        let long = String(repeating: "é", count: 100_000)
        self.logger().info("\(long)", metadata: ["deep": deep])
        let line = try self.onlyLine()
        #expect(line.message.utf8.count <= JSONLogHandler.textLimit + 10)
        #expect(line.message.hasSuffix("…"))
        #expect(self.lines.all[0].utf8.count < JSONLogHandler.textLimit + 500)
    }

    @Test func `what is below the level is not written`() {
        self.logger(level: .warning).info("quiet")
        #expect(self.lines.all.isEmpty)
    }
}
