import ControlPlane
import FoundationEssentials
import HealingDomain
import HealingTesting
import Testing

struct ApprovalTimeTests {
    @Test func `a question is reminded of once, in its thread, and calls nobody`() async throws {
        let policy = ApprovalPolicy(approvals: 2)
        let bench = try await Workbench.ready(
            approval: .sample(policy: policy, expiresAt: .sample.addingTimeInterval(7 * Date.day)))
        let planes = [bench.controlPlane(), bench.controlPlane()]
        try await planes[0].approvals.remindOfEnds()
        #expect(await bench.notes().isEmpty)
        bench.clock.advance(by: 6 * Date.day)
        for plane in planes + planes { try await plane.approvals.remindOfEnds() }
        let notes = await bench.notes()
        #expect(
            notes == [
                "Nobody has decided yet. Without a decision this ends at 2026-01-27 12:00 UTC, and nothing is changed. It has 0 of 2 approvals.\n"
            ])
        bench.clock.advance(by: 2 * Date.day)
        try await planes[0].approvals.remindOfEnds()
        #expect(await bench.notes().count == 1)
    }

    @Test func `a short question is not reminded of in its first half, and a team may want none`() async throws {
        let short = try await Workbench.ready()
        short.clock.advance(by: Date.day / 2 - 1)
        try await short.controlPlane().approvals.remindOfEnds()
        #expect(await short.notes().isEmpty)
        short.clock.advance(by: 1)
        try await short.controlPlane().approvals.remindOfEnds()
        #expect(await short.notes().count == 1)
        let none = try await Workbench.ready(settings: ControlPlaneSettings(channel: "C1", reminderSeconds: 0))
        none.clock.advance(by: Date.day - 1)
        try await none.controlPlane().approvals.remindOfEnds()
        #expect(await none.notes().isEmpty)
    }

    @Test func `a question that ended in a crash has its card edited after the restart`() async throws {
        let bench = try await Workbench.ready()
        bench.clock.advance(by: Date.day)
        _ = try await bench.approvals.decide(
            id: "approval-1", as: .expired, by: "codehealer", reason: nil, at: bench.clock.now())
        try await bench.controlPlane().approvals.resumeUnexecuted()
        #expect(await bench.card().contains("Expired: nobody decided until"))
        #expect(try await bench.record()?.state == .expired)
        #expect(try await bench.approvals.unexecuted().isEmpty)
    }

    @Test func `while one process carries a decision out, another leaves it alone`() async throws {
        let bench = try await Workbench.ready()
        _ = try await bench.approvals.decide(id: "approval-1", as: .approved, by: "U1", reason: nil, at: .sample)
        let until = Date.sample.addingTimeInterval(60)
        _ = try await bench.approvals.claimExecution(id: "approval-1", holder: "other", until: until, at: .sample)
        try await bench.controlPlane().approvals.resumeUnexecuted()
        #expect(await bench.host.merges.isEmpty)
        await #expect(throws: Fault.self) { try await bench.controlPlane().handle(.action(.click(.approve))) }
        bench.clock.advance(by: 60)
        try await bench.controlPlane().approvals.resumeUnexecuted()
        #expect(await bench.host.merges.count == 1)
    }

    @Test func `what a person reopens on GitHub is asked again, and what the bot closes is not`() async throws {
        let bench = try await Workbench.ready()
        let plane = bench.controlPlane()
        try await plane.handle(.modalSubmitted(.rejection()))
        try await plane.handle(.pullRequest(.sample(.opened)))
        #expect(try await bench.record()?.state == .rejected)
        await bench.setPullRequest()
        try await plane.handle(.pullRequest(.sample(.opened)))
        #expect(try await bench.record()?.state == .proposed)
        #expect(await bench.card().contains("[Approve approve=new"))
        let id = try #require(try await bench.record()?.approvalID)
        try await plane.handle(.action(.click(.approve, value: id)))
        #expect(await bench.host.merges.count == 1)
    }

    @Test func `a finding that is none says nothing against the fix`() async throws {
        for (reason, expected) in [("wrong_fix", RejectionReason.wrongFix), ("not_a_bug", .notABug)] {
            let bench = try await Workbench.ready()
            var submission = ModalSubmission.rejection()
            submission.values["reason"] = reason
            try await bench.controlPlane().handle(.modalSubmitted(submission))
            let lesson = try #require(await bench.learner.lessons.first)
            #expect(lesson.rejection == expected)
            #expect(lesson.rejection?.blamesFix == (expected == .wrongFix))
        }
    }
}
