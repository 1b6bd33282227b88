import ControlPlane
import FoundationEssentials
import HealingDomain
import HealingTesting
import Testing

struct WhyAnswerTests {
    private func why(
        _ record: HealingRecord, _ approval: Approval? = nil, entries: [AuditEntry] = [], in channel: ChannelID = "C1"
    ) -> String {
        MessageText.of(
            WhyAnswer(
                record: record, entries: entries, approval: approval, settings: CardSamples.settings,
                audience: Audience(channel: channel)
            ).message)
    }

    @Test func `everything that is known is told`() throws {
        let entries: [AuditEntry] = [
            .sample(step: "find", detail: "a thread of #board says: the secret plan"),
            .sample(
                timestamp: .sample.addingTimeInterval(60), step: "approval.approved", user: "U1",
                detail: "approved aaaaaa7 [approval-1]"),
            .sample(
                timestamp: .sample.addingTimeInterval(70), step: "pull_request.merged", user: "U1",
                detail: "merged as aaaaa99 [aaaaaa7]"),
        ]
        let record = CardSamples.record(.merged, decidedBy: "U1")
        try expectGolden(self.why(record, CardSamples.approval(.approved, by: "U1"), entries: entries), "why-merged")
    }

    @Test func `what is not known is said to be so`() throws {
        var record = CardSamples.record(
            .notified, candidate: nil, decision: .notify, confidence: nil, pullRequest: nil)
        record.gates = GateReport()
        record.dropped = []
        try expectGolden(self.why(record), "why-nothing")
    }

    @Test func `a private thread's words reach its own channel only`() {
        let record = CardSamples.record(.proposed, candidate: CardSamples.privateThread)
        let elsewhere = self.why(record)
        for secret in ["secret", "Mole", "CPRIVATE", "yaml.safe_load(…)"] { #expect(!elsewhere.contains(secret)) }
        #expect(self.why(record, in: "CPRIVATE").contains("the secret plan"))
    }

    @Test func `numbers that are none do not trap`() {
        let odd = Confidence(
            value: 0.5,
            factors: [.nan, .infinity, -.infinity, 1e300].map {
                Confidence.Factor(name: "odd", value: $0, explanation: "x")
            })
        #expect(self.why(CardSamples.record(.proposed, confidence: odd)).contains("odd: ?"))
    }
}

struct HomeViewTests {
    @Test func `App Home shows connections, channels, what waits for this person and the month`() async throws {
        let reading = [
            MiningProgress(
                channel: "C1", channelName: "dev", isPrivate: false, threads: 12, state: .complete, lastSync: .sample),
            MiningProgress(
                channel: "CBOARD", channelName: "board", isPrivate: true, threads: 3, state: .complete),
            MiningProgress(
                channel: "CTEAM", channelName: "team", isPrivate: true, threads: 1, state: .reading,
                problem: "Slack answers slowly: one page a minute"),
        ]
        let bench = try await Workbench.ready(
            approval: .sample(severity: .critical), logins: ["U3": "mallory"], reading: reading)
        await bench.chat.set(["U1"], of: "CTEAM" as ChannelID)
        _ = try await bench.team.save(IdentityLink.sample())
        try await bench.team.save(Subscription.sample(branch: "main", minimumSeverity: .high, channel: "C2"))
        try await bench.team.save(Mute.sample(.path("tests/"), repository: "acme/shop", reason: "they are tests"))
        try await bench.team.save(
            ChannelPreferences(
                channel: "C1", cardsPerHour: 6, quietHours: QuietHours(from: 22, to: 7), digestHour: 9,
                timeZone: "Europe/Berlin"))
        try await bench.audit.append(.sample())
        try await bench.audit.append(.sample(step: "pull_request.merged", fixApplied: true))
        try await bench.audit.append(.sample(fixID: "old", timestamp: .sample.addingTimeInterval(-40 * Date.day)))
        try await bench.controlPlane().handle(.homeOpened("U1"))
        try expectGolden(MessageText.of(await bench.chat.homes["U1"] ?? []), "home")
    }

    @Test func `nobody is shown what they may not decide, and guests nothing`() async throws {
        let bench = try await Workbench.ready(approval: .sample(severity: .critical), logins: ["U3": "mallory"])
        for person in ["U3", "UGUEST1", "UOUT1"] as [PersonID] {
            try await bench.controlPlane().handle(.homeOpened(person))
            let home = MessageText.of(await bench.chat.homes[person] ?? [])
            #expect(!home.isEmpty && !home.contains("settings.py"))
        }
    }

    @Test func `a month starts at its first moment`() {
        #expect(StatsPeriod.start(of: .sample) == Date(timeIntervalSince1970: 1_767_225_600))
    }
}
