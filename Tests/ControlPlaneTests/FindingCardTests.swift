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
