import ControlPlane
import FoundationEssentials
import HealingDomain
import HealingTesting
import Testing

struct ApprovalPolicyTests {
    private func settings(_ policy: ApprovalPolicy) -> ControlPlaneSettings {
        ControlPlaneSettings(channel: "C1", policy: policy)
    }

    @Test func `two approvals take two people, and the card counts them`() async throws {
        let policy = ApprovalPolicy(approvals: 2)
        let bench = try await Workbench.ready(approval: .sample(policy: policy), settings: self.settings(policy))
        let plane = bench.controlPlane()
        #expect(await bench.card().contains("Needs 2 approvals. Waiting"))
        try await plane.handle(.action(.click(.approve, by: "U1")))
        #expect(await bench.card().contains("*1 of 2 approvals*, by <@U1>. Waiting for a decision"))
        #expect(await bench.host.merges.isEmpty)
        #expect(await bench.told().isEmpty)
        try await bench.controlPlane().handle(.action(.click(.approve, by: "U1")))
        #expect(
            await bench.told() == [
                "You approved this already. It has 1 of 2 approvals; the others have to come from other people.\n"
            ])
        try await bench.controlPlane().handle(.action(.click(.approve, by: "U2")))
        #expect(await bench.host.merges.map(\.message) == ["Approved in Slack by Ada, Grace (approval approval-1)."])
        #expect(await bench.card().contains("Merged. Approved by <@U1> and <@U2>, 2026-01-20 12:00 UTC."))
        #expect(await bench.steps().filter { $0 == "approval.voted" }.count == 1)
    }

    @Test func `an approval of somebody who may no longer decide does not count`() async throws {
        let policy = ApprovalPolicy(approvals: 2)
        let bench = try await Workbench.ready(settings: self.settings(policy))
        let plane = bench.controlPlane()
        try await plane.handle(.action(.click(.approve, by: "U1")))
        await bench.chat.add(.sample(id: "U1", isDeleted: true))
        try await plane.handle(.action(.click(.approve, by: "U2")))
        #expect(await bench.host.merges.isEmpty)
        #expect(await bench.card().contains("*1 of 2 approvals*, by <@U2>."))
        try await plane.handle(.action(.click(.approve, by: "U3")))
        #expect(await bench.host.merges.count == 1)
    }

    @Test func `one rejection is enough, also from somebody who approved`() async throws {
        let bench = try await Workbench.ready(settings: self.settings(ApprovalPolicy(approvals: 3)))
        let plane = bench.controlPlane()
        for person in ["U1", "U2"] { try await plane.handle(.action(.click(.approve, by: PersonID(person)))) }
        try await plane.handle(.modalSubmitted(.rejection(by: "U1")))
        #expect(await bench.host.closed.count == 1)
        #expect(await bench.card().contains("Rejected by <@U1>"))
    }

    @Test func `what was promised when it was asked is kept, and what holds now is obeyed`() async throws {
        let laxer = try await Workbench.ready(approval: .sample(policy: ApprovalPolicy(approvals: 2)))
        try await laxer.controlPlane().handle(.action(.click(.approve)))
        #expect(await laxer.host.merges.isEmpty)
        let stricter = try await Workbench.ready(settings: self.settings(ApprovalPolicy(approvals: 2)))
        try await stricter.controlPlane().handle(.action(.click(.approve)))
        #expect(await stricter.host.merges.isEmpty)
    }

    @Test func `a team may keep authors and requesters from deciding`() async throws {
        let policy = ApprovalPolicy(authorMayDecide: false, requesterMayDecide: false)
        let bench = try await Workbench.ready(
            approval: .sample(requester: "U2"), settings: self.settings(policy), logins: ["U3": "Mallory"])
        let plane = bench.controlPlane()
        for person in ["U2", "U3"] { try await plane.handle(.action(.click(.approve, by: PersonID(person)))) }
        let told = await bench.told()
        #expect(told.first?.contains("You asked for this fix") == true)
        #expect(told.last?.contains("every fix needs somebody else's eyes") == true)
        try await plane.handle(.action(.click(.approve, by: "U1")))
        #expect(await bench.host.merges.count == 1)
    }

    @Test func `whoever wrote any of a pull request's findings is its author`() async throws {
        let bench = try await Workbench.ready(
            approval: .sample(severity: .critical, author: nil), logins: ["U3": "mallory"])
        try await bench.controlPlane().handle(.action(.click(.approve, by: "U3")))
        #expect(await bench.host.merges.isEmpty)
    }

    @Test func `members of an approvers' group may decide, asked at the click`() async throws {
        let policy = ApprovalPolicy(approvers: ["U3"], groups: ["S1", "S2"])
        let bench = try await Workbench.ready(settings: self.settings(policy))
        let plane = bench.controlPlane()
        await bench.chat.set(["U2"], of: UserGroupID("S1"))
        await bench.chat.set([], of: UserGroupID("S2"))
        try await plane.handle(.action(.click(.approve, by: "U1")))
        #expect(
            await bench.told() == [
                "You are not among the approvers. Ask <@U3>, somebody of the group `S1`, somebody of the group `S2`.\n"
            ])
        await bench.chat.set(["U1"], of: UserGroupID("S2"))
        try await plane.handle(.action(.click(.approve, by: "U1")))
        #expect(await bench.host.merges.count == 1)
    }

    @Test func `a group that cannot be asked refuses with the mend, and the list goes on working`() async throws {
        let bench = try await Workbench.ready(
            settings: self.settings(ApprovalPolicy(approvers: ["U2"], groups: ["S404"])))
        let plane = bench.controlPlane()
        try await plane.handle(.action(.click(.approve, by: "U1")))
        #expect(await bench.told().first?.contains("in the approvers' group `S404`. no_such_subteam.") == true)
        #expect(await bench.host.merges.isEmpty)
        try await plane.handle(.action(.click(.approve, by: "U2")))
        #expect(await bench.host.merges.count == 1)
    }

    @Test func `an unconfirmed account is refused, and one of a sister workspace is not`() async throws {
        let bench = try await Workbench.ready()
        await bench.chat.add(Person(id: "U7", name: "New", teamID: "T1", isUnconfirmed: true))
        await bench.chat.add(Person(id: "U8", name: "Sister", teamID: "T2", organisationTeams: ["T1", "T2"]))
        try await bench.controlPlane().handle(.action(.click(.approve, by: "U7")))
        #expect(await bench.told().first?.contains("not confirmed") == true)
        try await bench.controlPlane().handle(.action(.click(.approve, by: "U8")))
        #expect(await bench.host.merges.count == 1)
    }

    @Test(arguments: [
        (ApprovalPolicy.Occasion.never, Severity.critical, Approval.Kind.merge, false),
        (.critical, .high, .merge, false),
        (.critical, .critical, .push, true), (.merge, .low, .merge, true), (.merge, .high, .push, false),
        (.always, .low, .suggest, true),
    ])
    func `Approve asks once more where the team wants it`(
        _ occasion: ApprovalPolicy.Occasion, _ severity: Severity, _ kind: Approval.Kind, _ asks: Bool
    ) {
        let approval = Approval.sample(kind: kind, severity: severity)
        let card = FindingCard(
            record: .sample(finding: .sample(severity: severity)), approval: approval,
            settings: self.settings(ApprovalPolicy(confirmation: occasion)), audience: Audience(channel: "C1"))
        #expect(MessageText.of(card.message).contains(" asks: ") == asks)
    }
}
