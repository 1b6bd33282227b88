import ControlPlane
import FoundationEssentials
import HealingDomain
import HealingTesting
import Testing

extension Workbench {
    /// What one command is answered, to its asker alone or, for a mention, in its thread.
    func say(
        _ text: String, by person: PersonID = "U1", in channel: ChannelID = "C1", thread: MessageTimestamp? = nil,
        door: Command.Door = .slashCommand, triggerID: String? = nil, to plane: ControlPlane? = nil
    ) async throws -> String {
        let url = door == .mention ? nil : "https://hooks.slack.test/1"
        try await (plane ?? self.controlPlane()).handle(
            .command(
                Command(
                    door: door, text: text, person: person, channel: channel, thread: thread, responseURL: url,
                    triggerID: triggerID)))
        return door == .mention ? await self.notes().last ?? "" : await self.told().last ?? ""
    }

    /// What was posted for all of a channel, outside threads.
    func announced(in channel: ChannelID = "C1") async -> [String] {
        await self.chat.posts.filter { $0.reference.channel == channel && $0.thread == nil }
            .map { MessageText.of($0.message.blocks) }
    }
}

struct SubscriptionCommandTests {
    @Test func `a channel subscribes, sees it told, and unsubscribes`() async throws {
        let bench = Workbench()
        let answer = try await bench.say("subscribe acme/shop main high", in: "C2")
        #expect(answer.hasPrefix("This channel now gets cards of acme/shop, branch `main`, HIGH and worse."))
        #expect(answer.contains("`/codehealer unsubscribe acme/shop` ends it"))
        #expect(await bench.announced(in: "C2").last?.contains("*Ada*: This channel now gets") == true)
        let stored = try #require(try await bench.team.subscriptions().first)
        #expect(stored.channel == "C2" && stored.branch == "main" && stored.minimumSeverity == .high)
        #expect(try await bench.say("subscriptions").contains("• <#C2>: cards of acme/shop"))
        #expect(try await bench.say("unsubscribe acme/api", in: "C2").contains("`/codehealer unsubscribe acme/shop`"))
        #expect(try await bench.say("unsubscribe acme/shop", in: "C2").contains("no longer gets cards"))
        #expect(try await bench.team.subscriptions().isEmpty)
        #expect(await bench.steps() == ["team.subscribed", "team.unsubscribed"])
    }

    @Test func `where the bot is not, it asks to be invited`() async throws {
        let bench = Workbench()
        await bench.chat.set([], of: "C2" as ChannelID)
        #expect(try await bench.say("subscribe acme/shop", in: "C2").contains("invite me"))
        await bench.chat.set(["UBOT"], of: "C2" as ChannelID)
        #expect(!(try await bench.say("subscribe acme/shop", in: "C2")).contains("invite me"))
    }

    @Test func `a direct message is no channel`() async throws {
        let bench = Workbench()
        #expect(try await bench.say("subscribe acme/shop", in: "D1").contains("in the channel"))
        #expect(try await bench.team.subscriptions().isEmpty)
    }
}

struct MuteCommandTests {
    @Test func `a rule is muted with its reason, told in the channel, and unmuted`() async throws {
        let bench = Workbench()
        let answer = try await bench.say("mute unsafe-yaml-load because we read only our own files")
        #expect(answer.contains("Muted rule `python.unsafe-yaml-load` everywhere, because we read only our own files."))
        #expect(answer.contains("`/codehealer unmute python.unsafe-yaml-load` undoes it"))
        #expect(await bench.announced().last?.hasPrefix("*Ada*: Muted rule") == true)
        #expect(try await bench.say("unmute").contains("• rule `python.unsafe-yaml-load` everywhere"))
        #expect(try await bench.say("why acme/shop#7").contains("Muted: rule `python.unsafe-yaml-load`"))
        #expect(try await bench.say("unmute unsafe-yaml-load").contains("No longer muted"))
        #expect(try await bench.team.mutes().isEmpty)
        #expect(await bench.steps() == ["team.muted", "team.unmuted"])
    }

    @Test func `a rule nobody saw is corrected, or taken as it is`() async throws {
        let bench = Workbench()
        #expect(
            try await bench.say("mute python.unsafe-yaml-lod").contains(
                "Did you mean `/codehealer mute python.unsafe-yaml-load`?"))
        #expect(try await bench.team.mutes().isEmpty)
        #expect(try await bench.say("mute java.some-other-rule").contains("I have seen no finding of it so far"))
        #expect(try await bench.say("unmute java.some-othr-rule").contains("`/codehealer unmute java.some-other-rule`"))
    }

    @Test func `a path is muted in one repository only`() async throws {
        let bench = Workbench()
        _ = try await bench.say("mute tests/ in acme/shop")
        let mute = try #require(try await bench.team.mutes().first)
        #expect(
            mute.covers(.sample(path: "tests/a.py"))
                && !mute.covers(.sample(repository: "acme/api", path: "tests/a.py")))
    }
}

struct LinkCommandTests {
    private let gist = "https://gist.github.com/ada/0123456789abcdef"

    private func token(in answer: String) throws -> String {
        let line = answer.split(separator: "\n").first { $0.hasPrefix("codehealer-") }
        return String(try #require(line))
    }

    @Test func `an account is linked once its owner published what only they were told`() async throws {
        let bench = Workbench()
        #expect(try await bench.say("link").contains("I do not know your GitHub account"))
        let token = try self.token(in: try await bench.say("link ada"))
        #expect(try await bench.team.link(of: "U1") == nil)
        await bench.gists.publish(Gist(owner: "Ada", texts: ["x", "here: \(token)\n"]), at: self.gist)
        #expect(try await bench.say("link ada <\(self.gist)>").hasPrefix("You are *Ada* on GitHub."))
        #expect(try await bench.team.link(of: "U1")?.login == "Ada")
        #expect(await bench.steps() == ["team.linked"])
        #expect(try await bench.say("link none").contains("no longer know"))
        #expect(try await bench.team.links().isEmpty)
    }

    @Test func `no other gist, text, person or time proves it`() async throws {
        let bench = Workbench()
        #expect(try await bench.say("link \(self.gist)").contains("I have not asked you for a proof"))
        let token = try self.token(in: try await bench.say("link ada"))
        #expect(try await bench.say("link \(self.gist)").contains("I find no gist there"))
        await bench.gists.publish(Gist(owner: "mallory", texts: [token]), at: self.gist)
        #expect(try await bench.say("link \(self.gist)").contains("belongs to *mallory*"))
        await bench.gists.publish(Gist(owner: "ada", texts: ["something else"]), at: self.gist)
        #expect(try await bench.say("link \(self.gist)").contains("does not hold"))
        await bench.gists.publish(Gist(owner: "ada", texts: [token]), at: self.gist)
        #expect(try await bench.say("link \(self.gist)", by: "U2").contains("I have not asked you"))
        bench.clock.advance(by: 3601)
        #expect(try await bench.say("link \(self.gist)").contains("too old"))
        #expect(try await bench.team.links().isEmpty)
    }

    @Test func `a text told to one person does not prove another's account`() async throws {
        let bench = Workbench()
        let plane = bench.controlPlane()
        let token = try self.token(in: try await bench.say("link ada", by: "U1", to: plane))
        _ = try await bench.say("link ada", by: "U2", to: plane)
        await bench.gists.publish(Gist(owner: "ada", texts: [token]), at: self.gist)
        #expect(try await bench.say("link \(self.gist)", by: "U2", to: plane).contains("does not hold"))
        _ = try await bench.say("link \(self.gist)", by: "U1", to: plane)
        let other = try self.token(in: try await bench.say("link ada", by: "U2", to: plane))
        await bench.gists.publish(Gist(owner: "ada", texts: [other]), at: self.gist)
        #expect(try await bench.say("link \(self.gist)", by: "U2", to: plane).contains("linked to somebody else"))
    }

    @Test func `nobody becomes unknown while a fix of their code waits`() async throws {
        let bench = Workbench(approvals: [.sample(author: "ADA")])
        _ = try await bench.team.save(IdentityLink.sample())
        #expect(try await bench.say("link none").contains("stays linked"))
        #expect(try await bench.team.link(of: "U1") != nil)
    }

    @Test func `the proof is not told where all can read it`() async throws {
        let bench = Workbench()
        let answer = try await bench.say("link ada", thread: "5.5", door: .mention)
        #expect(answer.contains("between us") && !answer.contains("codehealer-"))
    }
}

struct MiningCommandTests {
    @Test func `a channel is read for somebody who is in it`() async throws {
        let bench = Workbench()
        #expect(try await bench.say("mine").contains("I read <#C1> in the background"))
        #expect(try await bench.say("mine <#C7|other>").contains("Only people who are in a channel"))
        await bench.chat.set(["U1"], of: "C7" as ChannelID)
        _ = try await bench.say("mine <#C7|other>")
        #expect(await bench.miner.requests == [.backfill("C1"), .backfill("C7")])
        await bench.miner.refuse("C1", .notMember)
        #expect(try await bench.say("mine").contains("/invite @codehealer"))
    }

    @Test func `people take back their own words, and nobody else's`() async throws {
        let bench = Workbench()
        #expect(try await bench.say("forget me").hasPrefix("Forgotten: 1 thread."))
        #expect(try await bench.say("forget <@U2>").contains("Their words are theirs"))
        await bench.chat.add(.sample(id: "U1", isAdmin: true))
        _ = try await bench.say("forget <@U2>")
        #expect(await bench.miner.requests == [.forgetPerson("U1", by: "U1"), .forgetPerson("U2", by: "U1")])
    }

    @Test func `a thread goes on the word of who wrote in it, or of an approver`() async throws {
        let bench = Workbench(
            settings: ControlPlaneSettings(channel: "C1", policy: ApprovalPolicy(approvers: ["U3"])),
            threads: [.sample()])
        try await bench.team.save(ProvenMark(thread: .sample, by: "U2", at: .sample))
        let link = "<https://acme.slack.com/archives/C1/p1768900000000100>"
        await bench.chat.add(.sample(id: "U4", name: "Barbara"))
        let refusal = try await bench.say("forget \(link)", by: "U4")
        #expect(refusal.contains("you wrote nothing in that thread"))
        let unknown = try await bench.say("forget <https://acme.slack.com/archives/C9/p1768900000000999>", by: "U4")
        #expect(refusal == unknown)
        #expect(await bench.miner.requests.isEmpty)
        #expect(try await bench.say("forget \(link)", by: "U2").contains("Forgotten"))
        #expect(try await bench.team.provenMarks().isEmpty)
        #expect(try await bench.say("forget \(link)", by: "U3").contains("Forgotten"))
        #expect(await bench.miner.requests.count == 2)
    }
}

struct SaveCommandTests {
    private func use(_ bench: Workbench, trigger: String, by person: PersonID = "U1") async throws -> String {
        try await bench.say(
            "save_fix", by: person, thread: MessageReference.sample.timestamp, door: .shortcut, triggerID: trigger)
    }

    @Test func `the shortcut saves a thread, and the next use takes that back`() async throws {
        let bench = Workbench(threads: [.sample()])
        #expect(try await self.use(bench, trigger: "1").contains("It holds code that I can replay."))
        #expect(try await bench.team.provenMark(of: .sample)?.by == "U1")
        #expect(await bench.notes().last?.contains("*Ada*: Saved as a proven fix") == true)
        #expect(try await bench.say("search yaml").contains("saved as a proven fix"))
        #expect(try await self.use(bench, trigger: "2", by: "U2").contains("no longer counts"))
        #expect(try await bench.team.provenMarks().isEmpty)
        #expect(await bench.steps() == ["team.thread_saved", "team.thread_unsaved"])
    }

    @Test func `the same use, given again after a crash, takes nothing back`() async throws {
        let bench = Workbench(threads: [.sample()])
        _ = try await self.use(bench, trigger: "1")
        #expect(try await self.use(bench, trigger: "1").contains("Saved as a proven fix"))
        #expect(try await bench.team.provenMarks().count == 1)
    }

    @Test func `guests save nothing, and nobody saves outside a thread`() async throws {
        let bench = Workbench()
        #expect(try await self.use(bench, trigger: "1", by: "UGUEST1").contains("Guests cannot"))
        #expect(try await bench.say("save").contains("Which thread?"))
        #expect(try await bench.team.provenMarks().isEmpty)
    }

    @Test func `why names whoever vouches for the thread`() async throws {
        let bench = Workbench(records: [.sample(candidate: CardSamples.thread)])
        let thread = try #require(CardSamples.threadReference)
        try await bench.team.save(ProvenMark(thread: thread, by: "U2", at: .sample))
        #expect(try await bench.say("why acme/shop#7").contains("Saved as a proven fix by <@U2> on 2026-01-20."))
    }
}
