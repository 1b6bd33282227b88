import Foundation
import GitHubGateway
import HealingDomain
import Testing

private let zero = CommitSHA.none

struct GitHubEventDecoderTests {
    private func decode(_ event: String, _ body: String) throws(Fault) -> InboundEvent {
        try self.decode(event, Data(body.utf8))
    }

    private func decode(_ event: String, _ body: Data) throws(Fault) -> InboundEvent {
        try GitHubEventDecoder().decode(
            Delivery(source: .github, id: "1", event: event, body: body, receivedAt: Date(timeIntervalSince1970: 0)))
    }

    private let first = String(repeating: "a", count: 40)
    private let second = String(repeating: "b", count: 40)

    @Test func `every sample of GitHub is understood or politely ignored`() throws {
        for sample in Fixtures.webhooks() {
            let event = try self.decode(sample.event, sample.body)
            switch (sample.event, event) {
            case ("push", .push(let push)):
                #expect(push.repository == "Codertocat/Hello-World")
                #expect(push.branch == "master" && push.pusher == "Codertocat" && push.defaultBranch == "master")
                #expect(sample.file == "with-new-branch.json" && push.before == .none && !push.isDeletion)
            case ("push", .ignored(let reason)):
                #expect(reason.contains("refs/tags/simple-tag"))
            case ("pull_request", .pullRequest(let event)):
                #expect(event.number == 2 && event.headBranch == "changes" && event.baseBranch == "master")
                #expect(event.url == "https://github.com/Codertocat/Hello-World/pull/2" && event.mergeSHA == nil)
                #expect(event.action == Self.expectedAction(sample.file))
            case (_, .ignored(let reason)):
                #expect(!["push", "pull_request"].contains(sample.event) && !reason.isEmpty)
            default:
                Issue.record("\(sample.event)/\(sample.file) became \(event)")
            }
        }
    }

    private static func expectedAction(_ file: String) -> PullRequestEvent.Action {
        switch file.prefix(while: { $0 != "." }) {
        case "opened", "reopened": .opened
        case "synchronize": .synchronized
        case "closed": .closed
        default: .other
        }
    }

    @Test func `a push says who, where, from what to what, and how`() throws {
        let event = try self.decode(
            "push",
            """
            {"ref":"refs/heads/feature/x","before":"\(self.first)","after":"\(self.second)","forced":true,
             "repository":{"full_name":"acme/shop","default_branch":"develop","new_field":[1]},
             "pusher":{"name":"p"},"sender":{"login":"ada"},"commits":[]}
            """)
        let expected = PushEvent(
            repository: "acme/shop", branch: "feature/x", before: CommitSHA(self.first), after: CommitSHA(self.second),
            pusher: "ada", isForced: true, defaultBranch: "develop")
        #expect(event == .push(expected))
    }

    @Test func `a deleted branch is told by its zeros where the flag is missing`() throws {
        let zeros = CommitSHA.none.rawValue
        let event = try self.decode(
            "push",
            #"{"ref":"refs/heads/x","before":"\#(self.first)","after":"\#(zeros)","repository":{"full_name":"a/b"}}"#)
        guard case .push(let push) = event else {
            Issue.record("\(event)")
            return
        }
        #expect(push.isDeletion && push.pusher == "ghost")
    }

    @Test(arguments: [("true", PullRequestEvent.Action.merged), ("false", .closed)])
    func `a closed pull request was merged or not`(_ merged: String, _ action: PullRequestEvent.Action) throws {
        let event = try self.decode(
            "pull_request",
            """
            {"action":"closed","number":7,"repository":{"full_name":"a/b"},"sender":{"login":"ada"},
             "pull_request":{"html_url":"https://github.com/a/b/pull/7","title":"t","merged":\(merged),
              "merge_commit_sha":"\(self.first)","head":{"ref":"h","sha":"\(self.second)","repo":null},
              "base":{"ref":"main","sha":"\(self.first)"}}}
            """)
        guard case .pullRequest(let closed) = event else {
            Issue.record("\(event)")
            return
        }
        #expect(closed.action == action && closed.sender == "ada")
        #expect(closed.mergeSHA == (action == .merged ? CommitSHA(self.first) : nil))
    }

    @Test func `events of the future are ignored with a reason`() throws {
        #expect(
            try self.decode("quantum_merge", "{}")
                == .ignored(reason: "nothing is done for GitHub's quantum_merge events"))
    }

    @Test(arguments: [
        "", "{", "[]", "{}", #"{"ref":1}"#,
        #"{"ref":"refs/heads/x","before":"1","after":"2","repository":{"full_name":"a/b"}}"#,
        #"{"ref":"refs/heads/x","before":"\#(zero)","after":"\#(zero)","repository":{"full_name":"../b"}}"#,
        String(repeating: "[", count: 100_000),
    ]) func `a push that cannot be read is a fault that no retry helps`(_ body: String) {
        #expect {
            try self.decode("push", body)
        } throws: { ($0 as? Fault)?.isRetryable == false }
    }
}
