import Foundation
import SlackGateway
import Testing

struct SlackManifestTests {
    /// The file of `slack-manifest` and what it is written from.
    private static let templates: [(file: String, manifest: SlackManifest)] = [
        ("manifest.http.json", SlackManifest(.http(baseURL: "https://codehealer.example.com"))),
        ("manifest.socket.json", SlackManifest(.socket)),
    ]

    private func path(_ file: String) -> String {
        SlackFixtures.projectRoot.appending(path: "slack-manifest/\(file)").path
    }

    @Test(arguments: [0, 1])
    func `the templates are what the program prints`(index: Int) throws {
        let template = Self.templates[index]
        let text = try String(contentsOfFile: self.path(template.file), encoding: .utf8)
        #expect(text == template.manifest.json.indentedText + "\n")
    }

    @Test func `over HTTP every address is the team's own, over a socket there is none`() {
        let http = SlackManifest(.http(baseURL: "https://bot.acme.dev/")).json
        #expect(http["features"]["slash_commands"][0]["url"].text == "https://bot.acme.dev/slack/commands")
        #expect(http["settings"]["event_subscriptions"]["request_url"].text == "https://bot.acme.dev/slack/events")
        #expect(http["settings"]["interactivity"]["request_url"].text == "https://bot.acme.dev/slack/interactivity")
        let socket = SlackManifest(.socket).json
        #expect(!socket.serializedText.contains("url"))
        #expect(socket["settings"]["socket_mode_enabled"].bool == true)
    }

    @Test func `the page about the manifest explains every scope`() throws {
        let page = try String(contentsOfFile: self.path("README.md"), encoding: .utf8)
        for scope in SlackScope.required + SlackScope.optional {
            #expect(page.contains("`\(scope.name)` | \(scope.reason)"))
        }
    }

    @Test func `the templates are valid by Slack's schemas`() throws {
        guard SlackFixtures.areHere, let python = Self.pythonWithJSONSchema() else {
            print("skipped: no Python with jsonschema, or no schemas")
            return
        }
        let script = """
            import json, sys, jsonschema
            schema = json.load(open(sys.argv[1]))
            validator = jsonschema.validators.validator_for(schema)(schema)
            problems = [e.message for e in validator.iter_errors(json.load(open(sys.argv[2])))]
            print(problems); sys.exit(1 if problems else 0)
            """
        let schema = SlackFixtures.root.appending(path: "manifest/manifest.schema.2.0.0.json").path
        for template in Self.templates {
            #expect(try Self.run(python, ["-c", script, schema, self.path(template.file)]) == 0)
        }
        let invalid = SlackFixtures.root.appending(path: "manifest/examples/v2/manifest.invalid.json").path
        #expect(try Self.run(python, ["-c", script, schema, invalid]) == 1)
    }

    /// The project's own Python first, then the machine's.
    private static func pythonWithJSONSchema() -> String? {
        [SlackFixtures.projectRoot.appending(path: ".venv/bin/python3").path, "python3"]
            .first { (try? self.run($0, ["-c", "import jsonschema"])) == 0 }
    }

    private static func run(_ program: String, _ arguments: [String]) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
