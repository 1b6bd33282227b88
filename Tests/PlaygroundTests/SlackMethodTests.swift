import Foundation
import HTTPCalling
import Playground
import SlackGateway
import Testing

/// The stand-in's own table of methods, compared with Slack's published reference.
struct SlackMethodTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Arguments that came after the reference of 2021, by Slack's pages since.
    private static let newer: [String: Set<String>] = [
        "chat.postMessage": ["metadata", "markdown_text"],
        "chat.update": ["metadata", "markdown_text", "reply_broadcast", "file_ids"],
        "chat.postEphemeral": ["markdown_text"],
        "conversations.history": ["include_all_metadata"], "conversations.replies": ["include_all_metadata"],
        "conversations.list": ["team_id"], "users.list": ["team_id"], "bots.info": ["team_id"],
        "team.info": ["domain"], "usergroups.list": ["team_id"], "usergroups.users.list": ["team_id"],
        "views.open": ["interactivity_pointer"], "views.push": ["interactivity_pointer"],
    ]

    /// Arguments that are required by Slack's pages of today, while the reference of 2021 left them open.
    private static let requiredSince: [String: Set<String>] = [
        "users.info": ["user"], "conversations.info": ["channel"], "conversations.members": ["channel"],
        "conversations.history": ["channel"], "conversations.replies": ["channel", "ts"],
        "conversations.join": ["channel"], "chat.delete": ["channel", "ts"], "views.update": ["view"],
    ]

    /// Methods that the reference of 2021, or our cut of it, does not hold.
    private static let notInReference: Set<String> = ["apps.connections.open", "users.conversations"]

    /// Errors that the reference misspells.
    private static let misspelt: Set<String> = ["upgrade_require"]

    private static func reference() throws -> JSON? {
        let file = Self.root.deletingLastPathComponent().appending(
            path: "shared/fixtures/slack-api/web-api.openapi2.json")
        guard FileManager.default.fileExists(atPath: file.path) else {
            print("skipped: Slack's method reference is not beside the project")
            return nil
        }
        return JSON(parsing: [UInt8](try Data(contentsOf: file)))
    }

    private static func operation(_ method: String, in reference: JSON) -> JSON? {
        reference["paths"]?["/\(method)"]?.object?.values.first
    }

    @Test func `the stand-in takes the arguments that Slack's reference names, and no others`() throws {
        guard let reference = try Self.reference() else { return }
        for rule in SlackMethodRule.table.values where !Self.notInReference.contains(rule.name) {
            let operation = try #require(Self.operation(rule.name, in: reference), "\(rule.name)")
            let parameters = operation["parameters"]?.array ?? []
            let names = Set(parameters.compactMap { $0["name"]?.string }).union(["token"])
            let required = Set(
                parameters.filter { $0["required"]?.bool == true }.compactMap { $0["name"]?.string }
            ).subtracting(["token"])
            #expect(rule.arguments == names.union(Self.newer[rule.name] ?? []), "\(rule.name)")
            #expect(rule.required == required.union(Self.requiredSince[rule.name] ?? []), "\(rule.name)")
            let types = (operation["consumes"]?.array ?? []).compactMap(\.string)
            #expect(rule.takesJSON == types.contains("application/json"), "\(rule.name)")
        }
    }

    @Test func `every error that Slack's reference documents can be asked of the stand-in`() throws {
        guard let reference = try Self.reference() else { return }
        for rule in SlackMethodRule.table.values {
            let schema = Self.operation(rule.name, in: reference)?["responses"]?["default"]?["schema"]
            let errors = (schema?["properties"]?["error"]?["enum"]?.array ?? []).compactMap(\.string)
            let unknown = errors.filter { !rule.documents($0) && !Self.misspelt.contains($0) }
            #expect(unknown == [], "\(rule.name)")
        }
    }

    /// Written down in the sources, so that a method that is added there is checked here.
    private static func methodsOfTheProduct() throws -> [(name: String, encoding: String)] {
        let folder = Self.root.appending(path: "Sources/Gateways/SlackGateway")
        let walker = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        var methods: [(String, String)] = []
        for case let file as URL in walker where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(of: /"([a-z]+(?:\.[a-zA-Z0-9]+)+)",\s*\.(form|json)/) {
                methods.append((String(match.1), String(match.2)))
            }
        }
        return methods
    }

    @Test func `every method that the product calls is known, in the encoding that Slack takes`() throws {
        let methods = try Self.methodsOfTheProduct()
        #expect(methods.count >= 12)
        for method in methods {
            let rule = try #require(SlackMethodRule.of(method.name), "the stand-in does not know \(method.name)")
            #expect(method.encoding == "form" || rule.takesJSON, "\(method.name) takes no JSON")
        }
    }

    @Test func `the stand-in's app was granted what the manifest asks for`() {
        #expect(SlackApp.scopes == Set((SlackScope.required + SlackScope.optional).map(\.name)))
        let features = SlackManifest(.socket).json["features"]
        let shortcuts = features["shortcuts"].elements.compactMap { $0["callback_id"].text }
        #expect(SlackApp.shortcuts == Set(shortcuts))
        #expect(features["slash_commands"].elements.map { $0["command"].text } == [SlackApp.command])
    }

    @Test func `each method waits for itself, as long as Slack says`() async throws {
        try await TestBench.run { bench async throws in
            await bench.playground.workspace.limitRates(.documented)
            func list() async throws -> HTTPAnswer {
                try await bench.get(
                    "/slack/api/conversations.list", headers: [HTTPField("Authorization", "Bearer xoxb-test")])
            }
            for _ in 0..<20 { #expect(try await list().status == 200) }
            let limited = try await list()
            #expect(limited.status == 429)
            #expect(limited.header("Retry-After") == "60")
            #expect(JSON(parsing: limited.body)?["error"] == "ratelimited")
            #expect(await bench.playground.workspace.impatientCalls == 0)
            bench.clock.advance(59)
            #expect(try await list().status == 429)
            #expect(await bench.playground.workspace.impatientCalls == 1)
            bench.clock.advance(1)
            #expect(try await list().status == 200)
        }
    }

    @Test func `a channel takes one message a second, after a short burst`() async throws {
        try await TestBench.run { bench async throws in
            await bench.playground.workspace.limitRates(.documented)
            func post(_ channel: String) async throws -> JSON {
                try await bench.slack("chat.postMessage", ["channel": .string(channel), "text": "x"])
            }
            for _ in 0..<5 { #expect(try await post(StoryBook.channel)["ok"] == true) }
            #expect(try await post(StoryBook.channel)["error"] == "ratelimited")
            bench.clock.advance(5)
            #expect(try await post(StoryBook.channel)["ok"] == true)
        }
    }

    @Test func `an app outside the Marketplace reads fifteen messages a minute`() async throws {
        try await TestBench.run { bench async throws in
            await bench.playground.workspace.limitRates(.outsideMarketplace)
            let ask: JSON = ["channel": .string(StoryBook.channel), "limit": "200"]
            let page = try await bench.slack("conversations.history", ask)
            let count = page["messages"]?.array?.count ?? 0
            #expect(count > 0 && count <= 15)
            #expect(page["has_more"] == true)
            #expect(try await bench.slack("conversations.history", ask)["error"] == "ratelimited")
        }
    }

    @Test func `a failure is had for the asking, if Slack documents it`() async throws {
        try await TestBench.run { bench async throws in
            let workspace = bench.playground.workspace
            let message: JSON = ["channel": .string(StoryBook.channel), "text": "x"]
            try await workspace.trouble("chat.postMessage", SlackTrouble(error: "is_archived", times: 2))
            try await workspace.trouble("chat.postMessage", SlackTrouble(error: nil, status: 503, happens: true))
            #expect(try await bench.slack("chat.postMessage", message)["error"] == "is_archived")
            #expect(try await bench.slack("chat.postMessage", message)["error"] == "is_archived")
            let before = try await bench.slack("conversations.history", ["channel": .string(StoryBook.channel)])
            let lost = try await bench.post(
                "/slack/api/chat.postMessage", message, headers: [HTTPField("Authorization", "Bearer xoxb-test")])
            #expect(lost.status == 503)
            let after = try await bench.slack("conversations.history", ["channel": .string(StoryBook.channel)])
            #expect(before["messages"]?[0]?["ts"] != after["messages"]?[0]?["ts"])
            await #expect(throws: (any Error).self) {
                try await workspace.trouble("chat.postMessage", SlackTrouble(error: "no_such_error"))
            }
        }
    }
}
