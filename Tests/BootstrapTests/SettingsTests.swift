import Bootstrap
import HealingDomain
import HealingFlow
import Testing

struct SettingsTests {
    private static let secrets = ["SLACK_SIGNING_SECRET": "s", "GITHUB_WEBHOOK_SECRET": "g"]

    private func read(_ values: [String: String], requiresSecrets: Bool = true) throws -> ServerSettings {
        try ServerSettings(RawSettings(values), requiresSecrets: requiresSecrets)
    }

    @Test func `with only the two signing secrets it starts, and says what is missing`() throws {
        let settings = try self.read(Self.secrets)
        #expect(settings.missing.map(\.setting) == ["SLACK_BOT_TOKEN", "GITHUB_TOKEN"])
        #expect(settings.healing.branches == ["develop"])
        #expect(settings.model == nil)
    }

    @Test func `all problems are told at once, each with its setting`() {
        let wrong = [
            "CODEHEALER_PORT": "a lot", "SLACK_BOT_TOKEN": "xoxp-1", "GITHUB_API_URL": "github",
            "CODEHEALER_IDENTITIES": "U1",
            "CODEHEALER_OPEN_THRESHOLD": "85", "CODEHEALER_MIN_SEVERITY": "awful", "LOG_LEVEL": "loud",
        ]
        let error = #expect(throws: SettingsError.self) { try self.read(wrong) }
        let named = Set(error?.problems.map(\.setting) ?? [])
        #expect(named.isSuperset(of: wrong.keys))
        #expect(named.isSuperset(of: ["SLACK_SIGNING_SECRET", "GITHUB_WEBHOOK_SECRET"]))
    }

    @Test func `a draft threshold above the open one is refused`() {
        #expect(throws: SettingsError.self) {
            try self.read(Self.secrets.merging(["CODEHEALER_DRAFT_THRESHOLD": "0.9"]) { $1 })
        }
    }

    @Test func `lists are split and trimmed, and at most two secrets are live`() throws {
        let settings = try self.read([
            "SLACK_SIGNING_SECRET": "old, new", "GITHUB_WEBHOOK_SECRET": "g", "CODEHEALER_BRANCHES": " develop , main,",
            "CODEHEALER_IDENTITIES": "U1=octocat, U2=hubot",
        ])
        #expect(settings.slack.signingSecrets == ["old", "new"])
        #expect(settings.healing.branches == ["develop", "main"])
        #expect(settings.identities == ["U1": "octocat", "U2": "hubot"])
        #expect(throws: SettingsError.self) {
            try self.read(["SLACK_SIGNING_SECRET": "a,b,c", "GITHUB_WEBHOOK_SECRET": "g"])
        }
    }

    @Test func `blank values count as not set`() throws {
        let settings = try self.read(Self.secrets.merging(["SLACK_BOT_TOKEN": "  ", "MODEL_URL": ""]) { $1 })
        #expect(settings.slack.botToken == nil)
        #expect(settings.model == nil)
    }

    @Test(arguments: [
        ("acme/shop", true), ("Acme/Shop", true), ("acme/other", false), ("beta/any", true), ("gamma/shop", false),
    ])
    func `only the named repositories are ours`(repository: String, isOurs: Bool) throws {
        let settings = try self.read(Self.secrets.merging(["CODEHEALER_REPOSITORIES": "acme/shop, beta/*"]) { $1 })
        #expect(settings.github.isOurs(RepositoryName(repository)) == isOurs)
    }

    @Test func `every setting has a name of its own and a purpose`() {
        #expect(Set(Setting.all.map(\.name)).count == Setting.all.count)
        #expect(Setting.all.allSatisfy { !$0.purpose.isEmpty })
    }
}
