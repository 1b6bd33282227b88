import ControlPlane
import FoundationEssentials
import HealingDomain
import HealingTesting
import Testing

struct CommandTests {
    private func command(
        _ text: String, by person: PersonID = "U1", in channel: ChannelID = "C1", thread: MessageTimestamp? = nil,
        responseURL: String? = "https://hooks.slack.test/1"
    ) -> InboundEvent {
        .command(
            Command(
                door: responseURL == nil ? .mention : .slashCommand, text: text, person: person, channel: channel,
                thread: thread, responseURL: responseURL))
    }

    private func answer(_ text: String, _ bench: Workbench, by person: PersonID = "U1", in channel: ChannelID = "C1")
        async throws -> String
    {
        try await bench.controlPlane().handle(self.command(text, by: person, in: channel))
        return await bench.told().last ?? ""
    }

    @Test func `a slash command is answered to the asker, a mention in its thread`() async throws {
        let bench = try await Workbench.ready()
        try await bench.controlPlane().handle(self.command("status"))
        #expect(await bench.chat.responses.count == 1)
        try await bench.controlPlane().handle(self.command("<@UBOT> status", thread: "5.5", responseURL: nil))
        #expect(await bench.chat.responses.count == 1)
        #expect(await bench.chat.posts.last?.thread == "5.5")
    }

    @Test func `what is posted for all names people without calling them`() async throws {
        let bench = try await Workbench.ready(
            settings: ControlPlaneSettings(channel: "C1", policy: ApprovalPolicy(approvers: ["U1", "U2"])))
        try await bench.controlPlane().handle(self.command("help", thread: "5.5", responseURL: nil))
        let posted = try #require(await bench.notes().last)
        #expect(posted.contains("approved by *Ada*, *Grace*") && !posted.contains("<@"))
    }

    @Test func `status says what is broken and what waits`() async throws {
        let answer = try await self.answer("status", try await .ready())
        #expect(
            answer == """
                *1 of 2 connections need attention.*
                :white_check_mark: GitHub: acme
                :x: Model: no answer from 127.0.0.1
                1 fix waits for a decision. 0 threads in memory.

                """)
    }

    @Test func `help lists what works, and to a guest nothing that guests may not do`() async throws {
        let bench = try await Workbench.ready()
        let help = try await self.answer("help", bench)
        for verb in Verb.allCases { #expect(help.contains("`/codehealer \(verb.usage)`")) }
        #expect(!(try await self.answer("help", bench, by: "UGUEST1")).contains("fix <"))
        #expect(try await self.answer("help why", bench).contains("`/codehealer why db/orders.py:42`"))
    }

    @Test func `a mistake is answered with a form that works`() async throws {
        #expect(
            try await self.answer("statsu", try await .ready())
                == "I do not know `statsu`. Did you mean `/codehealer status`?\n")
    }

    @Test(arguments: ["UOUT1", "UBOT1", "UGONE1", "UOTHER1"])
    func `outsiders are answered and told nothing`(_ person: String) async throws {
        let bench = try await Workbench.ready()
        for text in ["why", "search yaml", "status", "help", "fix acme/shop#7"] {
            let answer = try await self.answer(text, bench, by: PersonID(person))
            #expect(!answer.isEmpty && !answer.contains("yaml") && !answer.contains("codehealer"))
        }
        #expect(await bench.healer.requests.isEmpty)
        #expect(await bench.memory.queries.isEmpty)
    }

    // MARK: why

    @Test(arguments: [
        "why", "why #7", "why acme/shop#7", "why <https://github.test/acme/shop/pull/7>", "why 1fffffff",
        "why app/settings.py:4", "why settings.py", "why yaml loader",
        "why <https://acme.slack.com/archives/C1/p1768910400100001>",
    ])
    func `why finds the finding however it is named`(_ text: String) async throws {
        let answer = try await self.answer(text, try await .ready())
        #expect(answer.hasPrefix("# Why: Insecure deserialization in app/settings.py:4\n"))
    }

    @Test func `why by the id of a fix goes through the audit`() async throws {
        let bench = try await Workbench.ready()
        try await bench.audit.append(.sample())
        #expect(try await self.answer("why fix-2026-01-20-abc123", bench).hasPrefix("# Why"))
    }

    @Test func `why in a card's thread means that card, whatever else was said`() async throws {
        let bench = try await Workbench.ready()
        let card = try #require(try await bench.record()?.card)
        try await bench.records.save(
            .sample(
                finding: .sample(path: "newer.py", fingerprint: .numbered(2)), updatedAt: .sample.addingTimeInterval(9))
        )
        for text in ["why", "why is that so"] {
            try await bench.controlPlane().handle(self.command(text, thread: card.timestamp, responseURL: nil))
            #expect(await bench.notes().last?.contains("in app/settings.py:4") == true)
        }
    }

    @Test(arguments: [
        "why #99", "why deadbeef", "why other.py:1", "why nonsense words", "why fix-1", "why <https://example.com/>",
    ])
    func `why about nothing known says what to do instead`(_ text: String) async throws {
        #expect(try await self.answer(text, try await .ready()).contains("`/codehealer ") || text.contains("deadbeef"))
    }

    @Test func `a shortcut means its message: a card, or a thread that healed something`() async throws {
        let bench = try await Workbench.ready()
        let card = try #require(try await bench.record()?.card)
        for (message, isKnown) in [(card.timestamp, true), (MessageReference.sample.timestamp, true), ("9.9", false)] {
            try await bench.controlPlane().handle(
                .command(
                    Command(
                        door: .shortcut, text: "why", person: "U1", channel: "C1", thread: message,
                        responseURL: "https://hooks.slack.test/1")))
            #expect(await bench.told().last?.hasPrefix("# Why") == isKnown)
        }
    }

    @Test func `why about several findings lists them`() async throws {
        let bench = try await Workbench.ready()
        try await bench.records.save(.sample(finding: .sample(path: "other.py", fingerprint: .numbered(2))))
        let answer = try await self.answer("why #7", bench)
        #expect(answer.contains("2 findings match") && answer.contains("other.py:4") && answer.contains("`1fffffff`"))
    }

    @Test func `the Why button answers whoever pressed it, quoting nothing private`() async throws {
        let record = HealingRecord.sample(candidate: CardSamples.privateThread)
        let bench = try await Workbench.ready(record: record)
        let plane = bench.controlPlane()
        try await plane.handle(.action(.click(.why, value: Fingerprint.sample.rawValue)))
        let told = try #require(await bench.told().last)
        #expect(told.hasPrefix("# Why") && !told.contains("secret") && !told.contains("Mole"))
        #expect(await bench.notes().isEmpty)
    }

    @Test func `a guest reads cards of their channel only, and quotes of it only`() async throws {
        let bench = try await Workbench.ready(record: .sample(candidate: CardSamples.thread))
        let here = try await self.answer("why", bench, by: "UGUEST1")
        #expect(here.hasPrefix("# Why") && !here.contains("bind the value"))
        #expect(!(try await self.answer("why #7", bench, by: "UGUEST1", in: "C9")).hasPrefix("# Why"))
        #expect(try await self.answer("why #7", bench, by: "U1", in: "C9").contains("bind the value"))
    }

    // MARK: diff

    @Test func `Show diff answers with the unified diff`() async throws {
        let bench = try await Workbench.ready()
        try await bench.controlPlane().handle(.action(.click(.diff, value: Fingerprint.sample.rawValue)))
        let told = try #require(await bench.told().last)
        #expect(told.contains("-    return yaml.load(f)\n+    return yaml.safe_load(f)\n"))
        #expect(told.hasPrefix("`app/settings.py`: 1 added, 1 removed"))
    }

    @Test func `a long diff is cut at a line and links to the rest`() async throws {
        let change = ProposedChange(
            path: "a.py", original: (0..<400).map { "old \($0)\n" }.joined(),
            updated: (0..<400).map { "new \($0)\n" }.joined())
        let bench = try await Workbench.ready(record: .sample(candidate: .sample(change: change)))
        try await bench.controlPlane().handle(.action(.click(.diff, value: Fingerprint.sample.rawValue)))
        let told = try #require(await bench.told().last)
        #expect(
            told.count < 2800
                && told.contains("Truncated. [The whole diff](https://github.test/acme/shop/pull/7/files)"))
    }

    // MARK: search

    @Test func `search shows threads with their answers, and private ones only at home`() async throws {
        let open = ThreadDocument.sample()
        let hidden = ThreadDocument.sample(
            reference: MessageReference(channel: "CSECRET", timestamp: "1768900000.000100"), channelName: "board",
            isPrivate: true, problem: "yaml plans of the board")
        let bench = Workbench(threads: [open, hidden])
        let answer = try await self.answer("search yaml", bench)
        #expect(answer.contains("Use yaml.safe_load, it never builds objects.") && !answer.contains("board"))
        #expect(try await self.answer("search yaml", bench, in: "CSECRET").contains("yaml plans of the board"))
        #expect(!(try await self.answer("search yaml", bench, by: "UGUEST1", in: "C5")).contains("safe_load"))
        #expect(try await self.answer("search kubernetes", bench).contains("has not talked about"))
    }

    // MARK: fix

    @Test func `fix looks at a pull request for a member, says so at once, and lists what it found`() async throws {
        let bench = Workbench(healed: .success(.looked(.sample(told: [.sample(state: .notified)]))))
        let answer = try await self.answer("fix acme/shop#12", bench)
        #expect(await bench.told().first == "Looking at acme/shop#12: 14 files…\n")
        #expect(answer.contains("propose nothing: 9 of the 14 files") && answer.contains("needs a person"))
        #expect(await bench.healer.requests.map(\.requestedBy) == ["U1"])
        #expect(try await self.answer("fix acme/shop#12", bench, by: "UGUEST1").contains("Guests cannot"))
        #expect(await bench.healer.requests.count == 1)
    }

    @Test func `fix of a bare number takes the only repository it knows, or asks`() async throws {
        let bench = Workbench()
        _ = try await self.answer("fix #12", bench)
        #expect(await bench.healer.requests.map(\.repository) == [.sample])
        #expect(try await self.answer("fix #12", Workbench(records: [])).contains("Which repository?"))
    }

    @Test func `fix of an expired finding asks again, with buttons that work`() async throws {
        let bench = try await Workbench.ready()
        let plane = bench.controlPlane()
        bench.clock.advance(by: Date.day)
        try await plane.approvals.expireOverdue()
        #expect(try await self.answer("fix 1fffffff", bench).contains("Asked again"))
        #expect(await bench.card().contains("[Approve approve=new-2 primary"))
        try await bench.controlPlane().handle(.action(.click(.approve, value: "new-2")))
        #expect(await bench.host.merges.count == 1)
        #expect(await bench.card().contains("Merged"))
    }

    @Test func `fix does not ask again about a branch that moved`() async throws {
        let bench = try await Workbench.ready()
        bench.clock.advance(by: Date.day)
        try await bench.controlPlane().approvals.expireOverdue()
        await bench.setPullRequest(head: .numbered(8))
        #expect(try await self.answer("fix 1fffffff", bench).contains("no longer what I proposed"))
    }

    @Test func `fix of a rejected finding looks for a fix again, and says what came of it`() async throws {
        let bench = try await Workbench.ready()
        try await bench.controlPlane().handle(.modalSubmitted(.rejection()))
        #expect(try await self.answer("fix 1fffffff", bench).contains("is not on `develop` any more"))
        #expect(await bench.healer.again.map(\.state) == [.rejected])
        await bench.healer.setHealedAgain(.sample(state: .notified))
        #expect(try await self.answer("fix 1fffffff", bench).contains("no edit for it that I trust"))
        await bench.healer.setHealedAgain(.sample(state: .proposed))
        #expect(try await self.answer("fix 1fffffff", bench).contains("Proposed again: [acme/shop#7]"))
        #expect(await bench.steps().count { $0 == "approval.asked_again" } == 2)
    }

    @Test func `a fault is told with its advice, and one that may pass is left to the queue`() async throws {
        let hopeless = Fault(doing: "reading acme/shop#12", detail: "404", advice: "Check the number.")
        #expect(
            try await self.answer("fix acme/shop#12", Workbench(healed: .failure(hopeless)))
                == "That did not work (reading acme/shop#12). Check the number.\n")
        let passing = Fault(doing: "reading", detail: "502", isRetryable: true)
        await #expect(throws: Fault.self) {
            try await Workbench(healed: .failure(passing)).controlPlane().handle(self.command("fix acme/shop#12"))
        }
    }
}
