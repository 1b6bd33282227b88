import Foundation
import GitHubGateway
import HTTPCalling

extension FakeGitHub.State {
    mutating func pulls(
        _ method: String, _ path: [String], _ query: [String: String], _ body: [String: Any]
    ) -> HTTPAnswer {
        guard let number = path.first.flatMap({ Int($0) }) else {
            return method == "POST" ? self.open(body) : self.listPulls(query)
        }
        guard let pull = self.pulls[number] else { return Self.refuse(404, "Not Found") }
        switch (method, path.dropFirst().first) {
        case ("GET", nil): return Self.answer(self.record(pull))
        case ("PATCH", nil):
            self.pulls[number]?.state = body["state"] as? String ?? pull.state
            return Self.answer(["number": number])
        case ("PUT", "merge"): return self.merge(pull, body)
        case ("GET", "files"): return Self.answer(self.difference(pull.baseSHA, pull.headSHA))
        case (_, "reviews"): return self.reviews(method, pull, Array(path.dropFirst(2)), body)
        default: return Self.refuse(404, "Not Found")
        }
    }

    private mutating func open(_ body: [String: Any]) -> HTTPAnswer {
        let head = body["head"] as? String ?? ""
        let base = body["base"] as? String ?? ""
        guard let headSHA = self.branches[head], let baseSHA = self.branches[base] else {
            return Self.refuse(422, "Validation Failed", errors: ["head or base is invalid"])
        }
        if self.pulls.values.contains(where: { $0.head == head && $0.state == "open" }) {
            return Self.refuse(422, "Validation Failed", errors: ["A pull request already exists for acme:\(head)."])
        }
        var pull = FakeGitHub.Pull(number: self.nextNumber, head: head, headSHA: headSHA, base: base, baseSHA: baseSHA)
        pull.title = body["title"] as? String ?? ""
        pull.body = body["body"] as? String ?? ""
        pull.isDraft = body["draft"] as? Bool ?? false
        self.pulls[pull.number] = pull
        self.nextNumber += 1
        return Self.answer(self.record(pull), status: 201)
    }

    /// One a page, so that pages have to be turned.
    private func listPulls(_ query: [String: String]) -> HTTPAnswer {
        let open = self.pulls.values.filter { $0.state == query["state"] ?? "open" }.sorted { $0.number < $1.number }
        let page = Int(query["page"] ?? "1") ?? 1
        var answer = Self.answer(open.dropFirst(page - 1).prefix(1).map(self.record))
        if page < open.count {
            let next = "\(self.address)/repos/acme/shop/pulls?state=open&page=\(page + 1)"
            answer.headers.append(HTTPField("Link", "<\(next)>; rel=\"next\", <\(next)>; rel=\"last\""))
        }
        return answer
    }

    private func record(_ pull: FakeGitHub.Pull) -> [String: Any] {
        [
            "number": pull.number, "node_id": "PR_\(pull.number)", "state": pull.state, "draft": pull.isDraft,
            "html_url": "https://github.test/acme/shop/pull/\(pull.number)", "merged": pull.mergeSHA != nil,
            "merge_commit_sha": pull.mergeSHA ?? NSNull(), "user": ["login": "codehealer[bot]"],
            "maintainer_can_modify": pull.maintainersMayPush,
            "changed_files": self.difference(pull.baseSHA, pull.headSHA).count,
            "head": [
                "ref": pull.head, "sha": pull.headSHA,
                "repo": pull.headRepository.map { ["full_name": $0] as Any } ?? NSNull(),
            ],
            "base": ["ref": pull.base, "sha": pull.baseSHA, "repo": ["full_name": "acme/shop"]],
        ]
    }

    /// GitHub takes comments only on lines of the right side that a hunk shows.
    private mutating func reviews(
        _ method: String, _ pull: FakeGitHub.Pull, _ path: [String], _ body: [String: Any]
    ) -> HTTPAnswer {
        func json(_ review: FakeGitHub.Review) -> [String: Any] {
            [
                "id": review.id, "body": review.body,
                "html_url": "https://github.test/acme/shop/pull/\(pull.number)#pullrequestreview-\(review.id)",
            ]
        }
        if method == "GET" {
            guard let id = path.first.flatMap({ Int($0) }) else { return Self.answer(pull.reviews.map(json)) }
            let review = pull.reviews.first { $0.id == id }
            return Self.answer((review?.comments ?? []).map { ["body": $0.body] })
        }
        var comments: [FakeGitHub.Comment] = []
        for comment in body["comments"] as? [[String: Any]] ?? [] {
            let (file, line) = (comment["path"] as? String ?? "", comment["line"] as? Int ?? 0)
            let lines = (comment["start_line"] as? Int ?? line)...line
            let patch = self.difference(pull.baseSHA, pull.headSHA).first { $0["filename"] as? String == file }?[
                "patch"]
            let shown = PatchHunks.shownLines(in: patch as? String ?? "")
            guard comment["side"] as? String == "RIGHT",
                shown.contains(where: { $0.contains(lines.lowerBound) && $0.contains(line) })
            else {
                return Self.refuse(
                    422, "Unprocessable Entity", errors: ["Pull request review thread line must be part of the diff"])
            }
            comments.append(FakeGitHub.Comment(path: file, body: comment["body"] as? String ?? "", lines: lines))
        }
        let review = FakeGitHub.Review(
            id: pull.reviews.count + 100, body: body["body"] as? String ?? "",
            commit: body["commit_id"] as? String ?? "", comments: comments)
        self.pulls[pull.number]?.reviews.append(review)
        return Self.answer(json(review))
    }

    private mutating func merge(_ pull: FakeGitHub.Pull, _ body: [String: Any]) -> HTTPAnswer {
        guard pull.state == "open" else { return Self.refuse(405, "Pull Request is not mergeable") }
        guard body["sha"] as? String == pull.headSHA else {
            return Self.refuse(409, "Head branch was modified. Review and try the merge again.")
        }
        let tree = self.commits[pull.headSHA]?.tree ?? ""
        let title = body["commit_title"] as? String ?? ""
        let merge = self.add(FakeGitHub.Commit(tree: tree, parents: [pull.baseSHA], message: title, author: "github"))
        self.branches[pull.base] = merge
        self.pulls[pull.number]?.state = "closed"
        self.pulls[pull.number]?.mergeSHA = merge
        return Self.answer(["sha": merge, "merged": true, "message": "Pull Request successfully merged"])
    }

    mutating func issues(_ method: String, _ number: String, _ area: String, _ body: [String: Any]) -> HTTPAnswer {
        guard let number = Int(number), let pull = self.pulls[number] else { return Self.refuse(404, "Not Found") }
        switch (method, area) {
        case ("GET", "comments"): return Self.answer(pull.comments.map { ["body": $0] })
        case ("POST", "comments"):
            self.pulls[number]?.comments.append(body["body"] as? String ?? "")
            return Self.answer(["id": 1], status: 201)
        case ("POST", "labels"):
            self.pulls[number]?.labels += body["labels"] as? [String] ?? []
            return Self.answer([[String: String]]())
        default: return Self.refuse(404, "Not Found")
        }
    }

    mutating func graphQL(_ body: [String: Any]) -> HTTPAnswer {
        let variables = body["variables"] as? [String: String] ?? [:]
        guard (body["query"] as? String)?.contains("markPullRequestReadyForReview") == true,
            let number = variables["id"].flatMap({ Int($0.dropFirst(3)) }), self.pulls[number] != nil
        else { return Self.answer(["errors": [["message": "Could not resolve to a node"]]]) }
        self.pulls[number]?.isDraft = false
        return Self.answer(["data": ["markPullRequestReadyForReview": ["pullRequest": ["isDraft": false]]]])
    }
}
