/// A ref that moved; `nil` is "there was none" or "it is gone".
struct RefMove: Sendable, Hashable {
    var ref: String
    var before: String?
    var after: String?

    var branch: String? { self.ref.hasPrefix("refs/heads/") ? String(self.ref.dropFirst(11)) : nil }
}

extension GitHubHost {
    /// Runs `work`, which moves refs of the repository by git itself, and tells what moved.
    package func afterPush<Answer: Sendable>(
        to name: String, by login: String?, _ work: @escaping @Sendable () async throws -> Answer
    ) async throws -> Answer {
        let repository = try self.repository(name)
        return try await self.turnstile.pass {
            let answer = try await work()
            try await self.tellMoves(in: name, now: try await repository.refs("refs/heads/"), by: login)
            return answer
        }
    }

    /// Moves one ref and tells it. False where it was not at `old` any more.
    func move(_ ref: String, from old: String?, to new: String?, in name: String, by login: String) async throws -> Bool
    {
        let repository = try self.repository(name)
        return try await self.turnstile.pass {
            guard try await repository.moveRef(ref, from: old, to: new) else { return false }
            await self.note(RefMove(ref: ref, before: old, after: new), in: name)
            try await self.tell(RefMove(ref: ref, before: old, after: new), in: name, by: login)
            return true
        }
    }

    private func note(_ move: RefMove, in name: String) { self.known[name]?[move.ref] = move.after }

    private func tellMoves(in name: String, now refs: [String: String], by login: String?) async throws {
        let before = self.known[name] ?? [:]
        self.known[name] = refs
        for ref in Set(before.keys).union(refs.keys).sorted() where before[ref] != refs[ref] {
            try await self.tell(RefMove(ref: ref, before: before[ref], after: refs[ref]), in: name, by: login)
        }
    }

    private func tell(_ move: RefMove, in name: String, by login: String?) async throws {
        self.changed()
        let push = try await self.pushPayload(move, in: name, by: login)
        self.courier.send(push.webhook)
        guard let branch = move.branch else { return }
        try await self.followHead(of: branch, to: move.after, in: name, by: push.sender)
    }

    /// The head of an open pull request is wherever its branch is; a deleted branch closes it.
    private func followHead(of branch: String, to head: String?, in name: String, by sender: String) async throws {
        for pull in self.pulls[name] ?? [] where pull.isOpen && pull.headBranch == branch && pull.fork == nil {
            guard let head else {
                let closed = try self.updatePull(pull.number, in: name) {
                    $0.isOpen = false
                    $0.closedAt = self.timestamp()
                }
                self.tell("closed", closed, in: name, by: sender)
                continue
            }
            let moved = try self.updatePull(pull.number, in: name) { $0.headSHA = head }
            _ = try await self.repository(name).git.run(["update-ref", "refs/pull/\(pull.number)/head", head])
            self.tell(
                "synchronize", moved, in: name, by: sender,
                extra: ["before": .string(pull.headSHA), "after": .string(head)])
        }
    }
}
