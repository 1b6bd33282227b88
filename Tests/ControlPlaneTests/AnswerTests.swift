import ControlPlane
import FoundationEssentials
import HealingDomain
import HealingTesting
import Testing

struct AnswerTests {
    private func command(_ text: String, door: Command.Door = .slashCommand) -> InboundEvent {
        .command(
            Command(
                door: door, text: text, person: "U1", channel: "C1", thread: "5.5",
                responseURL: door == .mention ? nil : "https://hooks.slack.test/1"))
    }

    @Test func `a closed response URL, a channel without the bot: the answer still comes`() async throws {
        let bench = Workbench()
        await bench.chat.close([.responses])
        try await bench.controlPlane().handle(self.command("status"))
        #expect(await bench.chat.whispers.last?.person == "U1")
        await bench.chat.close([.responses, .whispers])
        try await bench.controlPlane().handle(self.command("status"))
        #expect(await bench.chat.posts.last?.reference.channel == "U1")
        await bench.chat.close([.posts("C1")])
        try await bench.controlPlane().handle(self.command("status", door: .mention))
        #expect(await bench.chat.whispers.count == 2)
    }

    @Test func `a refusal of a mention is told to the asker alone`() async throws {
        let bench = Workbench()
        let before = await bench.chat.posts.count
        for person in ["UOUT1", "UGONE1", "UOTHER1"] as [PersonID] {
            try await bench.controlPlane().handle(
                .command(Command(door: .mention, text: "why", person: person, channel: "C1", thread: "5.5")))
        }
        try await bench.controlPlane().handle(
            .command(Command(door: .mention, text: "mute tests/", person: "UGUEST1", channel: "C1", thread: "5.5")))
        #expect(await bench.chat.posts.count == before)
        #expect(await bench.chat.whispers.count == 4)
    }

    @Test func `an answer that is late is announced once, and in the end given up aloud`() async throws {
        let fault = Fault(doing: "scanning", detail: "GitHub is away", isRetryable: true)
        let bench = Workbench(healed: .failure(fault))
        let plane = bench.controlPlane()
        for _ in 0..<3 { await #expect(throws: Fault.self) { try await plane.handle(self.command("fix acme/shop#7")) } }
        #expect(await bench.told().count { $0.contains("That takes longer") } == 1)
        #expect(await plane.giveUp(self.command("fix acme/shop#7"), fault))
        #expect(await bench.told().last?.contains("That did not work (scanning)") == true)
        #expect(await plane.giveUp(.ignored(reason: ""), fault) == false)
    }

    @Test func `a very long answer comes in pieces that Slack takes`() async throws {
        var record = CardSamples.record(.proposed)
        record.dropped = (1...12).map {
            DroppedCandidate(source: .thread, reason: "\($0) " + String(repeating: "x", count: 230))
        }
        record.gates.results = (1...40).map {
            GateResult(gate: .rescan, verdict: .passed, detail: "\($0) " + String(repeating: "y", count: 190))
        }
        let bench = Workbench(records: [record])
        _ = try await bench.say("why acme/shop#7")
        let pages = await bench.chat.responses.map(\.message)
        #expect((2...4).contains(pages.count))
        let text = pages.map { MessageText.of($0.blocks) }.joined()
        #expect(text.contains("• team thread: 12 xxx") && text.contains(": yes, 40 yyy"))
        for page in pages {
            for case .section(let words) in page.blocks { #expect(words.plain.utf16.count < 2850) }
        }
    }
}

struct StatsCommandTests {
    @Test func `the numbers of a period are told`() async throws {
        let bench = Workbench()
        let minute = Date.sample.addingTimeInterval(60)
        for (number, source) in ["slack", "slack", "sagemaker"].enumerated() {
            let fix = "fix-\(number)"
            let print = Fingerprint.numbered(number + 1)
            try await bench.audit.append(.sample(fixID: fix, step: "detect", detail: "found", finding: print))
            try await bench.audit.append(
                .sample(fixID: fix, timestamp: minute, step: "approval.approved", user: "U1", finding: print))
            try await bench.audit.append(
                .sample(
                    fixID: fix, timestamp: minute, step: "pull_request.merged", source: source, fixApplied: true,
                    finding: print))
        }
        try await bench.audit.append(
            .sample(
                fixID: "fix-9", timestamp: minute, step: "approval.rejected", detail: "Wrong fix: it hangs [a-1]",
                finding: .numbered(9)))
        try await bench.audit.append(.sample(fixID: "fix-8", step: "muted", finding: .numbered(8)))
        try expectGolden(try await bench.say("stats all"), "stats")
        #expect(try await bench.say("stats 2025-01").contains("Nothing was found in 2025-01"))
    }

    @Test func `a month ends where the next one begins`() {
        let bounds = StatsPeriod.month(year: 2026, month: 12).bounds(at: .sample)
        #expect(bounds.since == Date(timeIntervalSince1970: 1_796_083_200))
        #expect(bounds.until == Date(timeIntervalSince1970: 1_798_761_600))
    }
}

struct HomeActionTests {
    private func press(_ action: HomeAction, by person: PersonID, _ bench: Workbench) async throws -> String {
        try await bench.controlPlane().handle(
            .action(
                CardAction(actionID: action.rawValue, value: "x", person: person, message: nil, triggerID: "trigger")))
        return MessageText.of(await bench.chat.homes[person] ?? [])
    }

    @Test func `only approvers and administrators may purge, and see what came of it`() async throws {
        let bench = Workbench(settings: ControlPlaneSettings(channel: "C1", policy: ApprovalPolicy(approvers: ["U1"])))
        #expect(try await self.press(.purge, by: "U2", bench).contains("Nothing was purged"))
        #expect(try await self.press(.purge, by: "UGUEST1", bench).contains("Guests cannot"))
        #expect(await bench.miner.requests.isEmpty)
        #expect(try await self.press(.purge, by: "U1", bench).contains("Purged: 1 thread."))
        await bench.chat.add(.sample(id: "U2", name: "Grace", isAdmin: true))
        #expect(try await self.press(.purge, by: "U2", bench).contains("Purged"))
        #expect(await bench.miner.requests == [.purge(by: "U1"), .purge(by: "U2")])
    }

    @Test func `where nobody is named an approver, purging takes an administrator`() async throws {
        let bench = Workbench()
        #expect(try await self.press(.purge, by: "U1", bench).contains("Nothing was purged"))
    }

    @Test func `a channel's quiet hours are chosen in a dialog and told there`() async throws {
        let bench = Workbench()
        _ = try await self.press(.preferences, by: "U1", bench)
        let modal = try #require(await bench.chat.modals.last?.modal)
        #expect(modal.inputs.map(\.id) == ["channel", "cap", "quiet", "digest", "zone"])
        let values = ["channel": "C1", "cap": "6", "quiet": "22-7", "digest": "9", "zone": "Europe/Berlin"]
        try await bench.controlPlane().handle(
            .modalSubmitted(
                ModalSubmission(callbackID: modal.callbackID, privateMetadata: "", person: "U1", values: values)))
        let chosen = try #require(try await bench.team.preferences(of: "C1"))
        #expect(chosen.cardsPerHour == 6 && chosen.quietHours == QuietHours(from: 22, to: 7))
        #expect(chosen.digestHour == 9 && chosen.timeZone == "Europe/Berlin")
        #expect(await bench.announced().last?.contains("quiet from 22 to 7") == true)
        #expect(MessageText.of(await bench.chat.homes["U1"] ?? []).contains("• <#C1>: at most 6 cards an hour"))
    }

    @Test(arguments: [("channel", "CPRIVATE"), ("zone", "Nowhere/Never")])
    func `what the dialog does not offer changes nothing`(_ field: String, _ value: String) async throws {
        let bench = Workbench()
        var values = ["channel": "C1", "zone": "UTC"]
        values[field] = value
        try await bench.controlPlane().handle(
            .modalSubmitted(
                ModalSubmission(callbackID: "preferences", privateMetadata: "", person: "U1", values: values)))
        #expect(try await bench.team.preferences().isEmpty)
    }
}
