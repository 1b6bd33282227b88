import ControlPlane
import HealingDomain
import HealingTesting
import Testing

struct PullRequestEventTests {
    @Test func `a push to the branch supersedes the question, once`() async throws {
        let bench = try await Workbench.ready()
        let plane = bench.controlPlane()
        for _ in 1...2 { try await plane.handle(.pullRequest(.sample(.synchronized, head: .numbered(8)))) }
        #expect(try await bench.approval()?.state == .superseded)
        #expect(await bench.card().contains("Superseded: octocat pushed aaaaaaa to the branch"))
        #expect(await bench.steps() == ["approval.superseded"])
    }

    @Test func `a late event about the commit that was shown changes nothing`() async throws {
        let bench = try await Workbench.ready()
        try await bench.controlPlane().handle(.pullRequest(.sample(.synchronized)))
        #expect(try await bench.approval()?.state == .pending)
    }

    @Test func `a merge on GitHub answers the question`() async throws {
        let bench = try await Workbench.ready()
        let plane = bench.controlPlane()
        for _ in 1...2 { try await plane.handle(.pullRequest(.sample(.merged))) }
        #expect(await bench.card().contains("Merged. Approved by octocat on GitHub"))
        #expect(await bench.learner.lessons.map(\.by) == ["octocat"])
        try await plane.handle(.action(.click(.approve)))
        #expect(await bench.told().first?.contains("already approved by octocat on GitHub") == true)
        #expect(await bench.host.merges.isEmpty)
    }

    @Test func `a fix that was edited before the merge teaches what it became`() async throws {
        let bench = try await Workbench.ready()
        let plane = bench.controlPlane()
        await bench.host.put("by hand", at: "app/settings.py", commit: .numbered(99))
        try await plane.handle(.pullRequest(.sample(.synchronized, head: .numbered(8))))
        try await plane.handle(.pullRequest(.sample(.merged, head: .numbered(8))))
        let lesson = try #require(await bench.learner.lessons.first)
        #expect(lesson.outcome == .editedBeforeMerge && lesson.mergedContent == "by hand")
        #expect(try await bench.record()?.state == .merged)
    }

    @Test func `a branch that only caught up with its base counts as approved`() async throws {
        let bench = try await Workbench.ready()
        await bench.host.put(ProposedChange.sample().updated, at: "app/settings.py", commit: .numbered(99))
        try await bench.controlPlane().handle(.pullRequest(.sample(.merged, head: .numbered(8))))
        #expect(await bench.learner.lessons.map(\.outcome) == [.approved])
    }

    @Test func `closing on GitHub rejects`() async throws {
        let bench = try await Workbench.ready()
        await bench.setPullRequest(isOpen: false)
        let plane = bench.controlPlane()
        for _ in 1...2 { try await plane.handle(.pullRequest(.sample(.closed))) }
        #expect(try await bench.record()?.state == .rejected)
        #expect(await bench.learner.lessons.map(\.outcome) == [.rejected])
        #expect(await bench.host.closed.isEmpty)
    }

    @Test func `our own merge and our own close, told back to us, change nothing`() async throws {
        let merged = try await Workbench.ready()
        let plane = merged.controlPlane()
        try await plane.handle(.action(.click(.approve)))
        let before = await merged.card()
        try await plane.handle(.pullRequest(.sample(.merged, sender: "codehealer[bot]")))
        #expect(await merged.card() == before)
        #expect(await merged.learner.lessons.count == 1)
        let closed = try await Workbench.ready()
        try await closed.controlPlane().handle(.modalSubmitted(.rejection()))
        try await closed.controlPlane().handle(.pullRequest(.sample(.closed, sender: "codehealer[bot]")))
        #expect(await closed.learner.lessons.map(\.by) == ["U1"])
    }

    @Test func `all findings of one pull request are decided together`() async throws {
        let bench = try await Workbench.ready()
        try await bench.records.save(.sample(fixID: "fix-2", finding: .sample(fingerprint: .numbered(2))))
        try await bench.controlPlane().handle(.action(.click(.approve)))
        #expect(await bench.records.all.map(\.state) == [.merged, .merged])
        #expect(await bench.host.merges.count == 1)
        #expect(await bench.learner.lessons.count == 2)
    }

    @Test func `a pull request of several findings is as grave as the gravest`() async throws {
        let bench = try await Workbench.ready(logins: ["U3": "mallory"])
        let critical = Finding.sample(severity: .critical, fingerprint: .numbered(2))
        try await bench.records.save(.sample(fixID: "fix-2", finding: critical))
        try await bench.controlPlane().handle(.action(.click(.approve, by: "U3")))
        #expect(await bench.told().first?.contains("You wrote the flagged commit") == true)
        #expect(await bench.host.merges.isEmpty)
    }

    @Test func `other people's pull requests are none of our business`() async throws {
        let bench = Workbench(records: [], approvals: [])
        for action in [PullRequestEvent.Action.opened, .synchronized, .merged, .closed, .other] {
            try await bench.controlPlane().handle(.pullRequest(.sample(action)))
        }
        #expect(await bench.chat.posts.isEmpty)
        #expect(await bench.audit.all.isEmpty)
    }
}
