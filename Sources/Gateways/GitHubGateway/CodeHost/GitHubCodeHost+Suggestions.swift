import HTTPCalling
package import HealingDomain
import Logging

/// Suggestions in a review, for pull requests whose branch is not ours to push to.
extension GitHubCodeHost {
    private struct NewReview: Encodable {
        var commit_id: String
        var body: String
        var event = "COMMENT"
        var comments: [Comment]

        /// GitHub wants `start_line` only where a comment spans several lines.
        struct Comment: Encodable {
            var path: String
            var body: String
            var line: Int
            var side = "RIGHT"
            var start_line: Int?
            var start_side: String?
        }
    }

    package func suggest(_ review: SuggestedReview) async throws(Fault) -> SuggestOutcome {
        let (number, repository) = (review.pullRequest.number, review.pullRequest.repository)
        if let known = try await self.postedReview(of: review) {
            return known
        }
        let state = try await self.pullRequest(number, in: repository)
        guard state.isOpen else { return .closed(isMerged: state.isMerged) }
        guard state.reference.headSHA == review.head else { return .moved(to: state.reference.headSHA) }
        let plan = SuggestionPlan(review.items, shown: try await self.shownLines(of: review.pullRequest))
        do {
            return try await self.post(plan, of: review)
        } catch {
            // GitHub counts lines by its own rules: what it does not take as a comment is shown as a patch.
            guard let refusal = error.cause as? GitHubRefusal, refusal.status == 422, !plan.suggestions.isEmpty else {
                throw Self.explainedReview(error)
            }
            self.api.logger.warning("GitHub took no suggestions; a patch is shown", metadata: ["fault": "\(error)"])
            return try await self.post(SuggestionPlan(review.items, shown: [:]), of: review)
        }
    }

    private func post(_ plan: SuggestionPlan, of review: SuggestedReview) async throws(Fault) -> SuggestOutcome {
        let doing = "leaving suggestions on \(review.pullRequest.repository)#\(review.pullRequest.number)"
        let comments = plan.suggestions.map { suggestion in
            let isLong = suggestion.lines.count > 1
            return NewReview.Comment(
                path: suggestion.path, body: ReviewText.comment(suggestion), line: suggestion.lines.upperBound,
                start_line: isLong ? suggestion.lines.lowerBound : nil, start_side: isLong ? "RIGHT" : nil)
        }
        let new = NewReview(
            commit_id: review.head.rawValue, body: ReviewText.body(of: review, plan), comments: comments)
        let path = try GitHubPath.repository(
            review.pullRequest.repository, "pulls", String(review.pullRequest.number), "reviews")
        let posted = try await self.api.read(
            ReviewRecord.self,
            GitHubRequest(
                "POST", path, body: try self.api.encode(new, doing: doing),
                repository: review.pullRequest.repository, doing: doing))
        return .posted(
            url: posted.url ?? review.pullRequest.url, suggestions: plan.suggestions.count,
            patches: plan.patches.count)
    }

    /// The review of an earlier try. What it holds is read from its comments, since the diff may have moved since.
    private func postedReview(of review: SuggestedReview) async throws(Fault) -> SuggestOutcome? {
        let repository = review.pullRequest.repository
        let doing = "looking for suggestions on \(repository)#\(review.pullRequest.number)"
        let number = String(review.pullRequest.number)
        let known = try await self.api.list(
            ReviewRecord.self,
            GitHubRequest(
                try GitHubPath.repository(repository, "pulls", number, "reviews"), query: [("per_page", "100")],
                repository: repository, doing: doing))
        guard let found = known.first(where: { $0.body?.contains(ReviewText.marker(review.mark)) == true }) else {
            return nil
        }
        let comments = try await self.api.list(
            CommentRecord.self,
            GitHubRequest(
                try GitHubPath.repository(repository, "pulls", number, "reviews", String(found.id), "comments"),
                query: [("per_page", "100")], repository: repository, doing: doing))
        return .posted(
            url: found.url ?? review.pullRequest.url, suggestions: comments.count,
            patches: ReviewText.patchCount(in: found.body ?? ""))
    }

    /// By path: the lines at the head that the pull request's diff shows.
    private func shownLines(of pullRequest: PullRequestReference) async throws(Fault) -> [String: [ClosedRange<Int>]] {
        let repository = pullRequest.repository
        let files = try await self.api.list(
            FileRecord.self,
            GitHubRequest(
                try GitHubPath.repository(repository, "pulls", String(pullRequest.number), "files"),
                query: [("per_page", "100")], repository: repository,
                doing: "reading the diff of \(repository)#\(pullRequest.number)"))
        let lines = files.map { ($0.path, $0.patch.map { PatchHunks.shownLines(in: $0) } ?? []) }
        return Dictionary(lines, uniquingKeysWith: { first, _ in first })
    }

    private static func explainedReview(_ fault: Fault) -> Fault {
        guard let refusal = fault.cause as? GitHubRefusal else { return fault }
        var fault = fault
        switch refusal.status {
        case 403 where !fault.isRetryable:
            fault.advice =
                "My token may not review pull requests there: give it “Pull requests: read and write” on GitHub."
        case 422: fault.advice = "GitHub did not take the review; the diff on the card can be applied by hand."
        default: break
        }
        return fault
    }
}
