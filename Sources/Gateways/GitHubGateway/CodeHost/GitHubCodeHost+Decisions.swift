import HTTPCalling
package import HealingDomain
import Logging

extension GitHubCodeHost {
    private struct Merge: Encodable {
        var sha: String
        var merge_method: String
        var commit_title: String
        var commit_message: String
    }

    /// Squashes where the repository allows it, else merges or rebases. GitHub checks that the head is still `head`.
    package func merge(
        _ pullRequest: PullRequestReference, at head: CommitSHA, message: String
    ) async throws(Fault) -> CommitSHA {
        let doing = "merging \(pullRequest.repository)#\(pullRequest.number)"
        let lines = message.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        var lastRefusal: Fault?
        for method in ["squash", "merge", "rebase"] {
            let merge = Merge(
                sha: head.rawValue, merge_method: method, commit_title: String(lines.first ?? ""),
                commit_message: lines.count > 1 ? lines[1].trimmed : "")
            do {
                return try await self.merge(pullRequest, merge, doing: doing)
            } catch {
                // The call may have arrived although its answer did not, or somebody was quicker.
                if let done = try await self.mergeCommit(of: pullRequest, head: head) { return done }
                guard let refusal = error.cause as? GitHubRefusal, refusal.status == 405,
                    refusal.says("not allowed on this repository")
                else { throw Self.explained(error) }
                lastRefusal = error
            }
        }
        throw lastRefusal ?? Fault(doing: doing, detail: "no merge method is allowed")
    }

    private func merge(
        _ pullRequest: PullRequestReference, _ merge: Merge, doing: String
    ) async throws(Fault) -> CommitSHA {
        let path = try GitHubPath.repository(pullRequest.repository, "pulls", String(pullRequest.number), "merge")
        let record = try await self.api.read(
            MergeRecord.self,
            GitHubRequest(
                "PUT", path, body: try self.api.encode(merge, doing: doing), repository: pullRequest.repository,
                doing: doing))
        guard let sha = record.sha, record.merged != false else {
            throw Fault(doing: doing, detail: "GitHub did not merge it", isRetryable: true)
        }
        return CommitSHA(sha)
    }

    private func mergeCommit(of pullRequest: PullRequestReference, head: CommitSHA) async throws(Fault) -> CommitSHA? {
        let record = try await self.record(pullRequest.number, in: pullRequest.repository)
        guard record.isMerged, record.head.sha == head.rawValue else { return nil }
        return record.mergeSHA.map { CommitSHA($0) }
    }

    private static func explained(_ fault: Fault) -> Fault {
        guard let refusal = fault.cause as? GitHubRefusal else { return fault }
        var fault = fault
        switch refusal.status {
        case 405 where refusal.says("base branch was modified"):
            fault.isRetryable = true
        case 405:
            fault.advice =
                "GitHub does not let it be merged: look at its checks, reviews and conflicts on the pull request."
        case 409:
            fault.advice = "The branch has moved since this was shown: look at the new commits first."
        default: break
        }
        return fault
    }

    private struct GraphQLRequest: Encodable {
        var query: String
        var variables: [String: String]
    }

    private struct GraphQLAnswer: Decodable {
        var errors: [Problem]?
        struct Problem: Decodable { var message: String }
    }

    /// REST cannot end a draft; GraphQL can.
    package func markReady(_ pullRequest: PullRequestReference) async throws(Fault) {
        let record = try await self.record(pullRequest.number, in: pullRequest.repository)
        guard record.isDraft == true else { return }
        let doing = "marking \(pullRequest.repository)#\(pullRequest.number) as ready for review"
        guard let id = record.nodeID else { throw Fault(doing: doing, detail: "GitHub gave no node_id") }
        let mutation = GraphQLRequest(
            query: """
                mutation($id: ID!) { markPullRequestReadyForReview(input: {pullRequestId: $id}) \
                { pullRequest { isDraft } } }
                """, variables: ["id": id])
        let answer = try await self.api.read(
            GraphQLAnswer.self,
            GitHubRequest(
                "POST", self.api.addresses.graphQL, body: try self.api.encode(mutation, doing: doing),
                repository: pullRequest.repository, doing: doing))
        if let problem = answer.errors?.first {
            throw Fault(
                doing: doing, detail: "GitHub answered: \(problem.message.prefix(300))",
                advice: "Mark it ready on GitHub, or give the token write permission on pull requests.")
        }
    }

    /// Safe to repeat: the comment is written once, and a branch with commits that we do not know stays.
    package func close(_ pullRequest: PullRequestReference, comment: String) async throws(Fault) {
        let doing = "closing \(pullRequest.repository)#\(pullRequest.number)"
        let record = try await self.record(pullRequest.number, in: pullRequest.repository)
        guard !record.isMerged else {
            throw Fault(doing: doing, detail: "it is merged already", advice: "Revert it on GitHub to take it back.")
        }
        if !comment.isEmpty { try await self.comment(comment, on: pullRequest, doing: doing) }
        if record.state == "open" {
            let path = try GitHubPath.repository(pullRequest.repository, "pulls", String(pullRequest.number))
            _ = try await self.api.send(
                GitHubRequest(
                    "PATCH", path, body: try self.api.encode(["state": "closed"], doing: doing),
                    repository: pullRequest.repository, doing: doing))
        }
        guard (record.head.repo ?? pullRequest.repository) == pullRequest.repository else { return }
        try await self.deleteBranch(record.head.ref, at: pullRequest.headSHA, in: pullRequest.repository)
    }

    private func comment(
        _ text: String, on pullRequest: PullRequestReference, doing: String
    ) async throws(Fault) {
        let path = try GitHubPath.repository(pullRequest.repository, "issues", String(pullRequest.number), "comments")
        let comments = try await self.api.list(
            CommentRecord.self,
            GitHubRequest(path, query: [("per_page", "100")], repository: pullRequest.repository, doing: doing))
        guard !comments.contains(where: { $0.body?.trimmed == text.trimmed }) else { return }
        _ = try await self.api.send(
            GitHubRequest(
                "POST", path, body: try self.api.encode(["body": text], doing: doing),
                repository: pullRequest.repository, doing: doing))
    }
}
