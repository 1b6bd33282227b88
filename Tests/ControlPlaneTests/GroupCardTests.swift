import ControlPlane
import FoundationEssentials
import HealingDomain
import HealingTesting
import Testing

struct GroupCardTests {
    private static let settings = ControlPlaneSettings(channel: "C1", senior: "U9")

    /// Findings of one rule, each with its own pull request and question.
    static func members(
        _ count: Int, group: String = "aaaaaaaaaaaa:python.sql", candidate: SolutionCandidate = CardSamples.thread,
        state: (Int) -> HealingRecord.State = { _ in .proposed }
    ) -> [GroupCard.Member] {
        (1...count).map { number in
            var record = CardSamples.record(state(number), candidate: candidate, pullRequest: .sample(number: number))
            record.finding.fingerprint = .numbered(number)
            record.finding.path = "db/orders_\(number).py"
            record.finding.severity = .high
            record.group = group
            record.approvalID = "approval-\(number)"
            if state(number) == .notified { record.candidate = nil }
            var approval = CardSamples.approval(state(number) == .proposed ? .pending : .approved, by: "U2")
            approval.id = "approval-\(number)"
            approval.pullRequest = number
            approval.severity = .high
            return GroupCard.Member(record: record, approval: approval)
        }
    }

    private func card(
        _ members: [GroupCard.Member], group: String = "aaaaaaaaaaaa:python.sql", in channel: ChannelID = "C1"
    )
        -> ChannelMessage
    {
        GroupCard(group: group, members: members, settings: Self.settings, audience: Audience(channel: channel)).message
    }

    @Test(arguments: ["three", "mixed", "storm", "held"])
    func `a card of several findings reads as its golden file says`(_ name: String) throws {
        let message =
            switch name {
            case "three": self.card(Self.members(3))
            case "mixed":
                self.card(Self.members(5) { [.proposed, .merged, .rejected, .notified, .proposed][$0 - 1] })
            case "storm": self.card(Self.members(200))
            default: self.card(Self.members(2, group: "held:C1:2026-01-20"), group: "held:C1:2026-01-20")
            }
        try expectGolden(MessageText.of(message), "group-\(name)")
    }

    @Test func `so many findings as a push may have stay one message with a few rows of buttons`() {
        let blocks = self.card(Self.members(200)).blocks
        let rows = blocks.filter { if case .actions = $0 { true } else { false } }
        #expect(rows.count == 8)
        #expect(blocks.count < 40)
        #expect(MessageText.of(blocks).utf16.count < 10_000)
    }

    @Test func `when the first are decided the next have their buttons`() {
        let text = MessageText.of(self.card(Self.members(20) { $0 <= 8 ? .merged : .proposed }))
        #expect(!text.contains("approve=approval-8 ") && text.contains("approve=approval-9 "))
        #expect(text.contains("approve=approval-16 ") && !text.contains("approve=approval-17 "))
    }

    @Test func `the senior is called once, and whoever acted never`() {
        let text = MessageText.of(self.card(Self.members(9) { $0 < 5 ? .notified : .merged }))
        #expect(text.components(separatedBy: "<@U9>").count == 2)
        #expect(!text.contains("<@U2>"))
    }

    @Test func `a private thread is named nowhere else`() {
        let members = Self.members(3, candidate: CardSamples.privateThread)
        let elsewhere = MessageText.of(self.card(members))
        for secret in ["secret plan", "secret guidance", "Mole", "CPRIVATE"] { #expect(!elsewhere.contains(secret)) }
    }
}

extension String {
    func components(separatedBy separator: String) -> [Substring] {
        self.split(separator: separator, omittingEmptySubsequences: false)
    }
}

/// Several findings on one card, through the announcer.
struct GroupAnnouncementTests {
    private func bench(_ count: Int) -> Workbench {
        let members = GroupCardTests.members(count)
        return Workbench(
            records: members.map(\.record), approvals: members.compactMap(\.approval),
            settings: ControlPlaneSettings(channel: "C1"))
    }

    @Test func `findings of one group share one message, and each change edits it`() async throws {
        let bench = self.bench(3)
        let records = try await bench.records.records(group: "aaaaaaaaaaaa:python.sql")
        for record in records { _ = try await bench.announcer.announce(record, approval: nil) }
        let first = try #require(records.first)
        let merged = try #require(try await bench.records.update(first.finding.fingerprint) { $0.state = .merged })
        _ = try await bench.announcer.announce(merged, approval: nil)
        try await bench.announcer.note("Merged as abc.", on: merged)

        let posts = await bench.chat.posts
        #expect(posts.map(\.thread) == [nil, posts.first?.reference.timestamp])
        let text = posts.first.map { MessageText.of($0.message) } ?? ""
        #expect(text.contains("merged") && text.contains("approve=approval-2 "))
        #expect(posts.last.map { MessageText.of($0.message) }?.contains("db/orders_1.py:42") == true)
        let cards = Set(await bench.records.all.map(\.card))
        #expect(cards == [posts.first?.reference])
    }
}
