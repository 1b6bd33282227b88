/// The Git side of the page: branches, pull requests with their diffs, deliveries.
struct GitPanel: Sendable {
    let playground: Playground

    func state() async throws -> JSON {
        let name = self.playground.story.repository.name
        let host = self.playground.gitHub
        let repository = try await host.repository(name)
        let branches = try await repository.branches()
        let main = try await repository.commit("refs/heads/develop")
        let log = try await main.asyncMap { try await repository.history($0, limit: 12) } ?? []
        var pulls: [JSON] = []
        for pull in await (host.pulls[name] ?? []).reversed() { pulls.append(await self.json(pull, name, repository)) }
        return [
            "version": .int(await host.version), "repository": .string(name), "web": .string(await host.webURL(name)),
            "clone": .string(self.playground.address.cloneURL(name)),
            "branches": .array(
                branches.sorted { $0.key < $1.key }.map { ["name": .string($0.key), "sha": .string($0.value)] }),
            "commits": .array(
                log.map {
                    [
                        "sha": .string($0.id), "title": .string($0.title), "author": .string($0.author.name),
                        "date": .string($0.author.date),
                    ]
                }),
            "pulls": .array(pulls),
            "deliveries": .array(
                await self.playground.courier.log.webhooks.prefix(30).map {
                    [
                        "id": .string($0.webhook.id), "event": .string($0.webhook.event),
                        "summary": .string($0.webhook.summary), "outcome": .string($0.outcome),
                    ]
                }),
        ]
    }

    private func json(_ pull: PullRequest, _ name: String, _ repository: GitRepository) async -> JSON {
        let state = pull.isMerged ? "merged" : !pull.isOpen ? "closed" : pull.isDraft ? "draft" : "open"
        return [
            "number": .int(pull.number), "title": .string(pull.title), "body": .string(pull.body),
            "state": .string(state), "author": .string(pull.author), "head": .string(pull.headBranch),
            "base": .string(pull.baseBranch), "mergedBy": JSON(pull.mergedBy), "headSHA": .string(pull.headSHA),
            "labels": JSON(pull.labels),
            "comments": .array(
                pull.comments.map { ["author": .string($0.author), "body": .string($0.body)] }),
            "reviews": .array(
                pull.reviews.map { review in
                    [
                        "author": .string(review.author), "body": .string(review.body),
                        "comments": .array(
                            review.comments.map {
                                [
                                    "path": .string($0.path), "from": .int($0.lines.lowerBound),
                                    "to": .int($0.lines.upperBound), "body": .string($0.body),
                                ]
                            }),
                    ]
                }),
            "fork": JSON(pull.fork),
            "diff": JSON(try? await repository.compare(pull.baseSHA, pull.headSHA)?.diff),
        ]
    }
}

extension Optional where Wrapped: Sendable {
    fileprivate func asyncMap<Mapped>(_ transform: (Wrapped) async throws -> Mapped) async rethrows -> Mapped? {
        guard let self else { return nil }
        return try await transform(self)
    }
}
