import ControlPlane
import FoundationEssentials
import HealingDomain
import HealingTesting
import Testing

struct ApprovalDeskTests {
    private static let outage = Fault(doing: "calling GitHub", detail: "502", isRetryable: true)

    @Test func `Approve merges what was shown, says so on the card and in the thread, and teaches`() async throws {
        let bench = try await Workbench.ready()
        try await bench.controlPlane().handle(.action(.click(.approve)))
        #expect(await bench.host.merges.map(\.head) == [.numbered(7)])
        let card = await bench.card()
        #expect(card.contains("Merged. Approved by <@U1>, 2026-01-20 12:00 UTC.") && !card.contains("[Approve"))
        #expect(await bench.notes() == ["Merged as `aaaaaaa`.\n"])
        #expect(await bench.learner.lessons.map(\.outcome) == [.approved])
        #expect(try await bench.record()?.state == .merged)
        #expect(try await bench.approval()?.executedAt == .sample)
        #expect(await bench.steps() == ["approval.approved", "lesson.learned", "pull_request.merged"])
        #expect(await bench.audit.all.last?.fixApplied == true)
        #expect(await bench.told().isEmpty)
    }

    @Test func `a draft is made ready before it is merged`() async throws {
        let bench = try await Workbench.ready(record: .sample(pullRequest: .sample(isDraft: true)), isDraft: true)
        try await bench.controlPlane().handle(.action(.click(.approve)))
        #expect(await bench.host.readied.count == 1)
        #expect(await bench.host.merges.count == 1)
    }

    @Test func `Reject asks why, closes with the reason, and teaches`() async throws {
        let bench = try await Workbench.ready()
        let plane = bench.controlPlane()
        try await plane.handle(.action(.click(.reject)))
        let modal = try #require(await bench.chat.modals.first)
        #expect(modal.triggerID == "trigger" && modal.modal.privateMetadata == "approval-1 C1")
        #expect(modal.modal.inputs.map(\.id) == ["reason", "comment"])
        #expect(try await bench.approval()?.state == .pending)
        try await plane.handle(.modalSubmitted(.rejection(comment: "it drops the timeout, @octocat")))
        #expect(
            await bench.host.closed.map(\.comment) == [
                "Rejected in Slack: Wrong fix: it drops the timeout, @\u{200B}octocat"
            ])
        #expect(await bench.learner.lessons.map(\.reason) == ["Wrong fix: it drops the timeout, @octocat"])
        #expect(await bench.card().contains("Rejected by <@U1>, 2026-01-20 12:00 UTC: Wrong fix: it drops the timeout"))
        #expect(try await bench.record()?.state == .rejected)
        #expect(await bench.host.merges.isEmpty)
    }

    @Test(arguments: [
        ("UGUEST1", "Guests cannot"), ("UBOT1", "takes a person"), ("UGONE1", "deactivated"),
        ("UOUT1", "people of the team"), ("UOTHER1", "people of the team"), ("UNKNOWN1", "could not check who you are"),
        ("U2", "not among the approvers"), ("U3", "You wrote the flagged commit"),
    ])
    func `whoever may not decide is told why, alone, and nothing else happens`(_ id: String, _ words: String)
        async throws
    {
        let settings = ControlPlaneSettings(channel: "C1", policy: ApprovalPolicy(approvers: ["U1", "U3"]))
        let bench = try await Workbench.ready(
            approval: .sample(severity: .critical), settings: settings, logins: ["U3": "Mallory"])
        for action in [ButtonAction.approve, .reject] {
            try await bench.controlPlane().handle(.action(.click(action, by: PersonID(id))))
        }
        try await bench.controlPlane().handle(.modalSubmitted(.rejection(by: PersonID(id))))
        let dialogs = await bench.chat.modals.map { MessageText.of($0.modal) }
        let told = await bench.told()
        #expect(told.count == 2 && dialogs.count == 1)
        #expect((told + dialogs).allSatisfy { $0.contains(words) })
        #expect(await bench.host.merges.isEmpty)
        #expect(await bench.host.closed.isEmpty)
        #expect(try await bench.approval()?.state == .pending)
        #expect(await bench.steps() == ["approval.refused", "approval.refused", "approval.refused"])
    }

    @Test func `the author may approve what is not critical, and a colleague what is`() async throws {
        let high = try await Workbench.ready(logins: ["U3": "mallory"])
        try await high.controlPlane().handle(.action(.click(.approve, by: "U3")))
        #expect(await high.host.merges.count == 1)
        let critical = try await Workbench.ready(approval: .sample(severity: .critical), logins: ["U3": "mallory"])
        try await critical.controlPlane().handle(.action(.click(.approve, by: "U2")))
        #expect(await critical.host.merges.count == 1)
    }

    @Test func `a team may insist on knowing the login behind a critical approval`() async throws {
        let settings = ControlPlaneSettings(channel: "C1", policy: ApprovalPolicy(knownLogin: .critical))
        let bench = try await Workbench.ready(approval: .sample(severity: .critical), settings: settings)
        try await bench.controlPlane().handle(.action(.click(.approve)))
        #expect(await bench.told().first?.contains("whose GitHub login I know") == true)
        #expect(await bench.host.merges.isEmpty)
    }

    @Test func `whether somebody may decide is asked when they click, not when the card was posted`() async throws {
        let bench = try await Workbench.ready()
        await bench.chat.add(.sample(id: "U1", isDeleted: true))
        try await bench.controlPlane().handle(.action(.click(.approve)))
        #expect(await bench.host.merges.isEmpty)
    }

    @Test func `a second click is told who was first`() async throws {
        let bench = try await Workbench.ready()
        let plane = bench.controlPlane()
        try await plane.handle(.action(.click(.approve, by: "U1")))
        try await plane.handle(.action(.click(.approve, by: "U1")))
        try await plane.handle(.action(.click(.reject, by: "U2")))
        let answers = await bench.told() + bench.chat.modals.map { MessageText.of($0.modal) }
        #expect(answers.map { $0.contains("already approved by <@U1> at 2026-01-20") } == [true, true])
        #expect(await bench.host.merges.count == 1)
    }

    @Test func `a moved branch supersedes, and the clicker is told`() async throws {
        let bench = try await Workbench.ready()
        await bench.setPullRequest(head: .numbered(8))
        try await bench.controlPlane().handle(.action(.click(.approve)))
        #expect(try await bench.approval()?.state == .superseded)
        #expect(await bench.told().first?.contains("no longer stands: the branch moved") == true)
        #expect(await bench.card().contains("Superseded: the branch moved"))
        #expect(await bench.host.merges.isEmpty)
    }

    @Test func `a moved branch is not closed by a rejection either`() async throws {
        let bench = try await Workbench.ready()
        await bench.setPullRequest(head: .numbered(8))
        try await bench.controlPlane().handle(.modalSubmitted(.rejection()))
        #expect(await bench.host.closed.isEmpty)
        #expect(await bench.chat.whispers.first?.channel == "C1")
    }

    @Test func `a question past its time is never approved`() async throws {
        let bench = try await Workbench.ready()
        bench.clock.advance(by: Date.day)
        try await bench.controlPlane().handle(.action(.click(.approve)))
        #expect(await bench.host.merges.isEmpty)
        #expect(await bench.told().first?.contains("expired") == true)
        #expect(await bench.card().contains("Expired: nobody decided until"))
    }

    @Test func `the sweeper ends overdue questions on their cards`() async throws {
        let bench = try await Workbench.ready()
        let plane = bench.controlPlane()
        try await plane.approvals.expireOverdue()
        #expect(try await bench.record()?.state == .proposed)
        bench.clock.advance(by: Date.day)
        try await plane.approvals.expireOverdue()
        #expect(try await bench.record()?.state == .expired)
        #expect(await bench.card().contains("asks again"))
        #expect(await bench.steps() == ["approval.expired"])
    }

    @Test func `a button of an unknown question is answered`() async throws {
        let bench = try await Workbench.ready()
        for action in ButtonAction.allCases {
            try await bench.controlPlane().handle(.action(.click(action, value: "nobody-knows")))
        }
        #expect(await bench.told().count + bench.chat.modals.count == 4)
    }

    @Test func `a refusal of the host is told in the thread with what to do next`() async throws {
        let bench = try await Workbench.ready()
        await bench.host.fail(
            .merge,
            with: Fault(doing: "merging", detail: "a required check is red", advice: "Mend the build, then ask again."))
        try await bench.controlPlane().handle(.action(.click(.approve)))
        #expect(
            await bench.notes() == ["I could not merge it: a required check is red. Mend the build, then ask again.\n"])
        #expect(try await bench.record()?.state == .failed)
        #expect(await bench.card().contains("Not merged: a required check is red."))
        #expect(await bench.learner.lessons.isEmpty)
        #expect(try await bench.approvals.unexecuted().isEmpty)
    }

    @Test func `an outage is told once, thrown for the queue, and the same click goes on afterwards`() async throws {
        let bench = try await Workbench.ready()
        let plane = bench.controlPlane()
        await bench.host.fail(.merge, with: Self.outage)
        for _ in 1...3 {
            await #expect(throws: Fault.self) { try await plane.handle(.action(.click(.approve))) }
        }
        #expect(await bench.notes().count == 1)
        #expect(await bench.card().contains("Approved by <@U1>, 2026-01-20 12:00 UTC. Merging."))
        await bench.host.fail(.merge, with: nil)
        try await plane.handle(.action(.click(.approve)))
        #expect(await bench.host.merges.count == 1)
        #expect(await bench.learner.lessons.count == 1)
    }

    @Test(arguments: [ScriptedCodeHost.Call.pullRequest, .merge, .markReady])
    func `a restart between decision and execution finishes it, once`(_ call: ScriptedCodeHost.Call) async throws {
        let bench = try await Workbench.ready(isDraft: true)
        await bench.host.fail(call, with: Self.outage)
        await #expect(throws: Fault.self) { try await bench.controlPlane().handle(.action(.click(.approve))) }
        await bench.host.fail(call, with: nil)
        for _ in 1...2 { try await bench.controlPlane().approvals.resumeUnexecuted() }
        #expect(await bench.host.merges.count == 1)
        #expect(await bench.learner.lessons.count == 1)
        #expect(try await bench.record()?.state == .merged)
    }

    @Test func `a restart after the merge only writes down what happened`() async throws {
        let bench = try await Workbench.ready()
        _ = try await bench.approvals.decide(id: "approval-1", as: .approved, by: "U1", reason: nil, at: .sample)
        await bench.setPullRequest(isOpen: false, isMerged: true)
        try await bench.controlPlane().approvals.resumeUnexecuted()
        #expect(await bench.host.merges.isEmpty)
        #expect(await bench.card().contains("Merged. Approved by <@U1>"))
        #expect(await bench.learner.lessons.count == 1)
    }

    @Test func `a dialog that cannot open tells the clicker to press again`() async throws {
        let bench = try await Workbench.ready()
        try await bench.controlPlane().handle(.action(.click(.reject, triggerID: nil)))
        #expect(await bench.told().first?.contains("press the button again") == true)
    }

    @Test func `Slack's being down changes nothing about a merge, and the card follows`() async throws {
        let bench = try await Workbench.ready()
        _ = try await bench.approvals.decide(id: "approval-1", as: .approved, by: "U1", reason: nil, at: .sample)
        await bench.chat.fail(with: Fault(doing: "editing", detail: "503", isRetryable: true))
        try await bench.controlPlane().approvals.resumeUnexecuted()
        #expect(await bench.host.merges.count == 1)
        await bench.chat.fail(with: nil)
        try await bench.controlPlane().approvals.resumeUnexecuted()
        #expect(await bench.host.merges.count == 1)
        bench.clock.advance(by: 2)
        try await bench.dispatcher.deliverDue()
        #expect(await bench.card().contains("Merged. Approved by <@U1>"))
    }
}

struct AskApprovalTests {
    private func ask(_ bench: Workbench) -> AskApproval {
        let dependencies = bench.dependencies()
        return AskApproval(
            approvals: bench.approvals, settings: bench.settings, newID: dependencies.newID, now: bench.clock.now)
    }

    @Test func `a question binds to commit and diff and lives seven days`() async throws {
        let bench = Workbench(approvals: [])
        let approval = try await self.ask(bench)(.sample(), diffHash: "d1")
        #expect(approval.id == "new-1" && approval.headSHA == .numbered(7) && approval.diffHash == "d1")
        #expect(approval.expiresAt == .sample.addingTimeInterval(7 * Date.day))
        #expect(approval.author == "mallory" && approval.severity == .high && approval.state == .pending)
    }

    @Test func `asking the same again is the same question, and another diff supersedes it`() async throws {
        let bench = Workbench(approvals: [])
        let ask = self.ask(bench)
        let first = try await ask(.sample(), diffHash: "d1")
        #expect(try await ask(.sample(), diffHash: "d1") == first)
        let second = try await ask(.sample(), diffHash: "d2")
        #expect(second.id != first.id)
        #expect(try await bench.approval(first.id)?.state == .superseded)
    }

    @Test func `without a pull request there is nothing to ask`() async {
        let bench = Workbench(approvals: [])
        await #expect(throws: Fault.self) { try await self.ask(bench)(.sample(pullRequest: nil), diffHash: "d") }
    }
}
