import Foundation
import HTTPCalling
import Playground
import Testing

/// The real `codehealer doctor` beside the real bot, in the stand-in workspace.
struct DoctorStoryTests {
    /// A playground and a bot in it; `body` is given both.
    private func stage(_ body: @escaping @Sendable (Playground, BotProcess) async throws -> Void) async throws {
        let (port, botPort) = (try #require(FreePort.find()), try #require(FreePort.find()))
        let folder = try Program.folder("doctor")
        let http = CurlCaller()
        let playground = try Playground(
            PlaygroundConfiguration(port: port, folder: folder, botURL: "http://127.0.0.1:\(botPort)"), http: http)
        let bot = BotProcess(
            .beside(
                playground, executable: try Program.path(), port: botPort, data: "\(folder)/data",
                extra: ["CODEHEALER_REPOSITORIES": "acme/*,acme/shop"]), http: http)
        try await withThrowingTaskGroup(of: Void.self) { group async throws in
            let (ready, isReady) = AsyncStream<Void>.makeStream()
            group.addTask {
                defer { isReady.finish() }
                try await playground.run { _ in isReady.finish() }
            }
            for await _ in ready {}
            do {
                try await bot.start()
                try await body(playground, bot)
            } catch {
                Issue.record(error)
            }
            await bot.stop()
            group.cancelAll()
        }
        await http.shutdown()
    }

    /// The same bot's shell with other settings.
    private func doctor(_ bot: BotProcess, _ arguments: [String] = [], changing: [String: String] = [:]) async throws
        -> (status: Int32, checks: [JSON])
    {
        var settings = bot.settings
        settings.environment.merge(changing) { $1 }
        let (status, output) = try await BotProcess(settings, http: CurlCaller()).run(["doctor", "--json"] + arguments)
        let document = try #require(JSON(parsing: output), "\(output)")
        #expect(document["healthy"]?.bool == (status == 0))
        return (status, document["checks"]?.array ?? [])
    }

    private func bad(_ checks: [JSON]) -> [String] {
        checks.filter { $0["verdict"] == "bad" }.compactMap { $0["subject"]?.string }
    }

    @Test(.timeLimit(.minutes(5)))
    func `the doctor finds a sound bot sound, names each fault with its mend, and sees a click come through`()
        async throws
    {
        try await self.stage { playground, bot async throws in
            let sound = try await self.doctor(
                bot, changing: ["SLACK_APP_TOKEN": playground.configuration.slackAppToken])
            #expect(sound.status == 0, "\(sound.checks)")
            #expect(sound.checks.filter { $0["verdict"] == "ok" }.count >= 9, "\(sound.checks)")
            try await self.faults(playground, bot)
            try await self.click(playground, bot)
        }
    }

    private func faults(_ playground: Playground, _ bot: BotProcess) async throws {
        // Several at once where one does not hide the other.
        let cases: [([String: String], [String])] = [
            (
                ["SLACK_BOT_TOKEN": "xoxb-wrong", "SLACK_APP_TOKEN": "xapp-wrong", "GITHUB_TOKEN": "ghp_wrong"],
                ["bot token", "app token", "acme/shop"]
            ),
            (
                ["CODEHEALER_CHANNEL": "#general", "CODEHEALER_SENIOR": "U0NOBODY", "GITHUB_WEBHOOK_SECRET": "wrong"],
                ["channel", "senior", "GitHub's door"]
            ),
            (
                ["CODEHEALER_CHANNEL": "C07GENERAL0", "SLACK_SIGNING_SECRET": "xoxb-oops"],
                ["channel", "signing secret", "Slack's door"]
            ),
            (["CODEHEALER_CHANNEL": "C0NOWHERE00", "MODEL_URL": "http://127.0.0.1:9/v1"], ["channel", "model"]),
        ]
        for (changes, subjects) in cases {
            let found = try await self.doctor(bot, changing: changes)
            #expect(found.status == 1 && self.bad(found.checks) == subjects, "\(changes): \(found.checks)")
            for check in found.checks where check["verdict"] == "bad" {
                #expect((check["mend"]?.string ?? "").count > 20, "\(check)")
            }
        }
        let few = SlackApp.scopes.subtracting(["reactions:read", "groups:read"])
        await playground.workspace.grant(few)
        let lacking = try await self.doctor(bot)
        #expect(self.bad(lacking.checks) == ["scope reactions:read"], "\(lacking.checks)")
        #expect(lacking.checks.contains { $0["subject"] == "scope groups:read" && $0["verdict"] == "warning" })
        await playground.workspace.grant(SlackApp.scopes)
    }

    private func click(_ playground: Playground, _ bot: BotProcess) async throws {
        let client = PlayClient(base: playground.address.url, http: CurlCaller())
        async let report = self.doctor(bot, ["--button", "--timeout", "60"])
        let question = try await self.question(client)
        try await client.click("doctor", on: question, as: StoryBook.senior)
        let (status, checks) = try await report
        #expect(status == 0 && checks.contains { $0["subject"] == "button" && $0["verdict"] == "ok" }, "\(checks)")
        let card = try await client.messages(in: StoryBook.channel, as: StoryBook.senior).first {
            $0["ts"] == question["ts"]
        }
        #expect(card?.strings.contains { $0.contains("Clicks reach the bot") } == true)
        #expect(card?.strings.contains("actions") == false)

        let silent = try await self.doctor(bot, ["--button", "--timeout", "1"])
        #expect(self.bad(silent.checks) == ["button"])
    }

    /// The doctor's card, once it is there.
    private func question(_ client: PlayClient) async throws -> JSON {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            let messages = try await client.messages(in: StoryBook.channel, as: StoryBook.senior)
            if let card = messages.last(where: { $0["text"]?.string?.contains("asks for a click") == true }) {
                return card
            }
            await Task.yield()
        }
        throw BotFault("the doctor's card did not come")
    }
}
