import ControlPlane
import HealingDomain
import HealingTesting
import Testing

struct FindingCardTests {
    private func card(_ record: HealingRecord, _ approval: Approval?, in channel: ChannelID = "C1") -> ChannelMessage {
        FindingCard(
            record: record, approval: approval, settings: CardSamples.settings, audience: Audience(channel: channel)
        ).message
    }

    @Test(arguments: CardSamples.all.map(\.0))
    func `a card reads as its golden file says`(_ name: String) throws {
        let sample = try #require(CardSamples.all.first { $0.0 == name })
        try expectGolden(MessageText.of(self.card(sample.1, sample.2)), "card-\(name)")
    }

    @Test func `only a pending question has Approve and Reject`() {
        for (name, record, approval) in CardSamples.all {
            let actions = self.card(record, approval).blocks.flatMap { block -> [String] in
                if case .actions(let buttons) = block { buttons.map(\.actionID) } else { [] }
            }
            let isOpen = record.state == .proposed && approval?.state == .pending
            #expect(actions.contains("approve") == isOpen, "\(name)")
            #expect(actions.contains("reject") == isOpen, "\(name)")
            #expect(actions.contains("why"), "\(name)")
            #expect(actions.contains("diff") == (record.candidate?.change != nil), "\(name)")
        }
    }

    @Test func `a private thread is quoted in its own channel and nowhere else`() {
        let record = CardSamples.record(.proposed, candidate: CardSamples.privateThread)
        let elsewhere = MessageText.of(self.card(record, nil))
        for secret in ["secret plan", "secret guidance", "Mole", "CPRIVATE"] { #expect(!elsewhere.contains(secret)) }
        #expect(MessageText.of(self.card(record, nil, in: "CPRIVATE")).contains("the secret plan"))
    }

    @Test func `endless text of others stays short`() {
        let endless = String(repeating: "<!channel> long ", count: 5000)
        let record = HealingRecord.sample(
            finding: .sample(message: endless, snippet: endless),
            candidate: .sample(evidence: .sampleThread(quote: endless, author: endless)), reason: endless)
        #expect(MessageText.of(self.card(record, .sample())).count < 6000)
    }
}

struct ChannelAnnouncerTests {
    @Test func `a card is posted once and then edited in place`() async throws {
        let bench = Workbench()
        var record = HealingRecord.sample()
        record.card = try await bench.announcer.announce(record, approval: .sample())
        record.state = .merged
        let again = try await bench.announcer.announce(record, approval: nil)
        #expect(again == record.card)
        let posts = await bench.chat.posts
        #expect(posts.count == 1 && posts.first?.edits == 1)
    }

    @Test func `a card whose place was never noted is found again by its metadata`() async throws {
        let bench = Workbench()
        let first = try await bench.announcer.announce(.sample(), approval: .sample())
        let second = try await bench.announcer.announce(.sample(), approval: .sample())
        #expect(first == second)
        #expect(await bench.chat.posts.count == 1)
    }

    @Test func `a card that somebody deleted is posted anew`() async throws {
        let bench = Workbench()
        let gone = MessageReference(channel: "C1", timestamp: "1.000001")
        let card = try await bench.announcer.announce(.sample(card: gone), approval: .sample())
        #expect(card != nil && card != gone)
    }

    @Test func `Slack's being away is thrown, not doubled`() async throws {
        let bench = Workbench()
        let card = try await bench.announcer.announce(.sample(), approval: nil)
        await bench.chat.fail(with: Fault(doing: "editing", detail: "503", isRetryable: true))
        await #expect(throws: Fault.self) { try await bench.announcer.announce(.sample(card: card), approval: nil) }
        await bench.chat.fail(with: nil)
        #expect(await bench.chat.posts.count == 1)
    }

    @Test func `without a channel nothing is posted`() async throws {
        let bench = Workbench(settings: ControlPlaneSettings())
        #expect(try await bench.announcer.announce(.sample(), approval: nil) == nil)
        try await bench.announcer.note("x", on: .sample())
        try await bench.announcer.report("x")
        #expect(await bench.chat.posts.isEmpty)
    }

    @Test func `notes go to the card's thread and reports to the channel`() async throws {
        let bench = Workbench()
        var record = HealingRecord.sample()
        record.card = try await bench.announcer.announce(record, approval: nil)
        try await bench.announcer.note("a note", on: record)
        try await bench.announcer.report("a report")
        let posts = await bench.chat.posts
        #expect(posts.map(\.thread) == [nil, record.card?.timestamp, nil])
    }
}
