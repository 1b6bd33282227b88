import Hummingbird

/// Reviews of pull requests, by REST.
extension GitHubCall {
    func reviews() async throws -> Response {
        let number = try self.number()
        let pull = try await self.host.pull(number, in: self.name)
        let url = "\(await self.host.apiURL(self.name))/pulls/\(number)/reviews"
        switch (self.method, self.path.count, self.path.last) {
        case ("GET", 2, _):
            let web = await self.host.webURL(self.name)
            return self.page(pull.reviews.map { Self.json($0, of: number, web: web) }, url: url)
        case ("POST", 2, _): return try await self.createReview(of: pull)
        case ("GET", 4, "comments"):
            let id = try self.number(2)
            guard let review = pull.reviews.first(where: { $0.id == id }) else { throw GitHubError.notFound }
            let comments = review.comments.map { comment -> JSON in
                [
                    "path": .string(comment.path), "line": .int(comment.lines.upperBound), "side": "RIGHT",
                    "body": .string(comment.body),
                ]
            }
            return self.page(comments, url: "\(url)/\(id)/comments")
        default: throw GitHubError.notFound
        }
    }

    private static func json(_ review: PullRequest.Review, of number: Int, web: String) -> JSON {
        [
            "id": .int(review.id), "user": ["login": .string(review.author)], "body": .string(review.body),
            "state": "COMMENTED", "commit_id": .string(review.commit),
            "html_url": .string("\(web)/pull/\(number)#pullrequestreview-\(review.id)"),
        ]
    }

    private func createReview(of pull: PullRequest) async throws -> Response {
        let commit = try await self.commit(self.body["commit_id"]?.string ?? pull.headSHA)
        let files = try await self.repository.compare(pull.baseSHA, commit)?.files ?? []
        var comments: [PullRequest.Review.Comment] = []
        for comment in self.body["comments"]?.array ?? [] {
            comments.append(try Self.comment(comment, on: files))
        }
        guard self.body["event"]?.string == "COMMENT" else {
            throw GitHubError.invalid("PullRequestReview", "event", "invalid")
        }
        let review = PullRequest.Review(
            id: await self.host.makeID(), author: self.caller, body: self.body["body"]?.string ?? "", commit: commit,
            comments: comments)
        _ = try await self.host.updatePull(pull.number, in: self.name) { $0.reviews.append(review) }
        return .json(Self.json(review, of: pull.number, web: await self.host.webURL(self.name)))
    }

    /// GitHub takes comments only on lines that one hunk of the diff shows.
    private static func comment(_ comment: JSON, on files: [FileDiff]) throws -> PullRequest.Review.Comment {
        guard let path = comment["path"]?.string, let line = comment["line"]?.int, let body = comment["body"]?.string
        else { throw GitHubError(422, "Unprocessable Entity") }
        let start = comment["start_line"]?.int ?? line
        guard comment["side"]?.string ?? "RIGHT" == "RIGHT", start <= line else {
            throw GitHubError(422, "Unprocessable Entity", errors: ["pull_request_review_thread.start_line is invalid"])
        }
        let hunks = files.first { $0.path == path }?.shownLines ?? []
        guard hunks.contains(where: { $0.contains(start) && $0.contains(line) }) else {
            throw GitHubError(
                422, "Unprocessable Entity", errors: ["pull_request_review_thread.line must be part of the diff"])
        }
        return PullRequest.Review.Comment(path: path, lines: start...line, body: body)
    }
}

extension FileDiff {
    /// The lines of the new side that each hunk shows.
    var shownLines: [ClosedRange<Int>] {
        (self.patch ?? "").split(separator: "\n").compactMap { line in
            guard line.hasPrefix("@@ "), let side = line.split(separator: " ").first(where: { $0.hasPrefix("+") })
            else {
                return nil
            }
            let numbers = side.dropFirst().split(separator: ",").compactMap { Int($0) }
            guard let start = numbers.first else { return nil }
            let count = numbers.count > 1 ? numbers[1] : 1
            return count > 0 ? start...(start + count - 1) : nil
        }
    }
}
