import Foundation
import HealingDomain
import HealingTesting
import SlackGateway
import Testing

struct SlackManifestTests {
    private static func http(_ url: String = "https://codehealer.example.com") throws -> SlackManifest {
        SlackManifest(.http(try PublicAddress(url)))
    }

    private static func manifest(_ file: String) throws -> SlackManifest {
        file.contains("http") ? try Self.http() : SlackManifest(.socket)
    }

    private func path(_ file: String) -> String {
        SlackFixtures.projectRoot.appending(path: "slack-manifest/\(file)").path
    }

    @Test(arguments: ["manifest.http.json", "manifest.socket.json"])
    func `the templates are what the program prints`(file: String) throws {
        let printed = try Self.manifest(file).json.indentedText + "\n"
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try printed.write(toFile: self.path(file), atomically: true, encoding: .utf8)
            Issue.record("wrote \(file): look at it, then unset UPDATE_GOLDEN")
        }
        #expect(try String(contentsOfFile: self.path(file), encoding: .utf8) == printed)
    }

    @Test func `over HTTP every address is the team's own, over a socket there is none`() throws {
        let http = try Self.http("https://bot.acme.dev/").json
        #expect(http["features"]["slash_commands"][0]["url"].text == "https://bot.acme.dev/slack/commands")
        #expect(http["settings"]["event_subscriptions"]["request_url"].text == "https://bot.acme.dev/slack/events")
        #expect(http["settings"]["interactivity"]["request_url"].text == "https://bot.acme.dev/slack/interactivity")
        let socket = SlackManifest(.socket).json
        #expect(!socket.serializedText.contains("url"))
        #expect(socket["settings"]["socket_mode_enabled"].bool == true)
    }

    @Test func `the shortcuts are commands, and the slash command sends ids`() throws {
        let features = try Self.http().json["features"]
        #expect(features["shortcuts"].elements.compactMap { $0["callback_id"].text } == ["why", "save_fix"])
        #expect(features["shortcuts"].elements.allSatisfy { $0["type"].text == "message" })
        #expect(features["slash_commands"][0]["should_escape"].bool == true)
        #expect(features["app_home"]["messages_tab_read_only_enabled"].bool == false)
    }

    @Test(arguments: [
        ("https://bot.acme.dev", "https://bot.acme.dev"), ("https://Bot.Acme.dev//", "https://bot.acme.dev"),
        ("https://bot.acme.dev:8443/", "https://bot.acme.dev:8443"), ("HTTPS://203.0.113.9", "https://203.0.113.9"),
    ])
    func `an address that Slack can call is taken`(typed: String, text: String) throws {
        #expect(try PublicAddress(typed).text == text)
    }

    @Test(arguments: [
        ("http://bot.acme.dev", "did you mean https://bot.acme.dev?"),
        ("bot.acme.dev", "did you mean https://bot.acme.dev?"),
        ("https://bot.acme.dev/slack/events", "without a path: https://bot.acme.dev"),
        ("https://bot.acme.dev?x=1", "without a path"), ("https://me:pw@bot.acme.dev", "password"),
        ("https://localhost:8080", "--socket"), ("https://127.0.0.1", "--socket"), ("https://10.0.0.7", "--socket"),
        ("https://172.20.1.1", "--socket"), ("https://bot.lan", "--socket"), ("https://bot", "--socket"),
        ("https://", "no host name"), ("https://bot..dev", "no host name"), ("https://bot.dev:0", "no host name"),
        ("https://bot.dev:99999", "no host name"), ("https://[::1]", "no host name"), ("", "has to look like"),
        ("https://bot.acme.dev x", "has to look like"), ("https://bót.dev", "has to look like"),
    ])
    func `any other is refused with what to type instead`(typed: String, hint: String) {
        let problem = #expect(throws: PublicAddress.Problem.self) { try PublicAddress(typed) }
        #expect(problem?.description.contains(hint) == true, "\(problem?.description ?? "")")
    }

    @Test func `the page beside the templates explains what the program explains`() throws {
        let page = try String(contentsOfFile: self.path("README.md"), encoding: .utf8)
        for line in SlackManifest.explanation.split(separator: "\n") where line.hasPrefix("| `") {
            #expect(page.contains(line), "slack-manifest/README.md lacks: \(line)")
        }
    }

    @Test(arguments: ["manifest.schema.1.0.0.json", "manifest.schema.2.0.0.json", "manifest.schema.json"])
    func `the templates are valid by each of Slack's schemas`(schema: String) async throws {
        guard SlackFixtures.areHere else { return }
        let judge = PythonJudge("slack_manifest.py")
        let schema = SlackFixtures.root.appending(path: "manifest/\(schema)").path
        let verdict = try await judge.run([schema] + ["manifest.http.json", "manifest.socket.json"].map(self.path))
        #expect(verdict.status == 0, "\(verdict.output)")
        let invalid = SlackFixtures.root.appending(path: "manifest/examples/v2/manifest.invalid.json").path
        #expect(try await judge.run([schema, invalid]).status == 1)
    }
}
