import HTTPCalling
package import HealingDomain
import Logging

extension GitHubCodeHost {
    /// Safe to repeat after a crash at any point: an open pull request of the branch is returned, a branch that an
    /// earlier try left is continued, and one whose tip somebody else committed is left alone with a fault.
    package func openPullRequest(_ draft: PullRequestDraft) async throws(Fault) -> PullRequestReference {
        if let open = try await self.openPullRequest(of: draft) { return open }
        let commit = try await self.writeCommit(draft)
        try await self.place(commit, of: draft)
        let reference = try await self.create(draft)
        await self.label(reference, with: draft.labels)
        return reference
    }

    private func openPullRequest(of draft: PullRequestDraft) async throws(Fault) -> PullRequestReference? {
        let repository = draft.repository
        let records = try await self.api.list(
            PullRequestRecord.self,
            GitHubRequest(
                try GitHubPath.repository(repository, "pulls"),
                query: [("state", "open"), ("head", "\(repository.owner):\(draft.branch)"), ("per_page", "100")],
                repository: repository, doing: "looking for an open pull request of \(draft.branch) in \(repository)"))
        // The filter is ignored where GitHub cannot read it.
        return records.first {
            $0.state == "open" && $0.head.ref == draft.branch && ($0.head.repo ?? repository) == repository
        }?.reference(in: repository)
    }

    private struct NewPullRequest: Encodable {
        var title: String
        var body: String
        var head: String
        var base: String
        var draft: Bool
    }

    private func create(_ draft: PullRequestDraft) async throws(Fault) -> PullRequestReference {
        let doing = "opening a pull request in \(draft.repository)"
        let new = NewPullRequest(
            title: draft.title, body: draft.body, head: draft.branch, base: draft.baseBranch, draft: draft.isDraft)
        let answer = try await self.api.send(
            GitHubRequest(
                "POST", try GitHubPath.repository(draft.repository, "pulls"),
                body: try self.api.encode(new, doing: doing),
                repository: draft.repository, doing: doing), tolerating: [422])
        guard answer.status == 422 else {
            return try self.api.decode(PullRequestRecord.self, answer, doing: doing).reference(in: draft.repository)
        }
        let refusal = GitHubRefusal(answer)
        if refusal.says("already exists"), let open = try await self.openPullRequest(of: draft) { return open }
        if draft.isDraft, refusal.says("draft") {
            // Private repositories of some plans have no drafts: the title has to say it then.
            var ready = draft
            ready.isDraft = false
            ready.title = "Draft: " + draft.title
            return try await self.create(ready)
        }
        throw refusal.fault(doing: doing)
    }

    /// A missing label is no reason to lose the pull request.
    private func label(_ reference: PullRequestReference, with labels: [String]) async {
        guard !labels.isEmpty else { return }
        do throws(Fault) {
            let doing = "labelling \(reference.repository)#\(reference.number)"
            let path = try GitHubPath.repository(reference.repository, "issues", String(reference.number), "labels")
            _ = try await self.api.send(
                GitHubRequest(
                    "POST", path, body: try self.api.encode(["labels": labels], doing: doing),
                    repository: reference.repository, doing: doing))
        } catch {
            self.api.logger.warning("a pull request could not be labelled", metadata: ["fault": "\(error)"])
        }
    }
}
