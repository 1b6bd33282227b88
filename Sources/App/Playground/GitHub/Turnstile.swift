/// Lets one task at a time move refs, so that what moved can be told apart from what another task moved.
actor Turnstile {
    private var isTaken = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func pass<Answer: Sendable>(_ work: @Sendable () async throws -> Answer) async throws -> Answer {
        await self.enter()
        defer { self.leave() }
        return try await work()
    }

    private func enter() async {
        guard self.isTaken else {
            self.isTaken = true
            return
        }
        await withCheckedContinuation { self.waiting.append($0) }
    }

    private func leave() {
        guard !self.waiting.isEmpty else {
            self.isTaken = false
            return
        }
        self.waiting.removeFirst().resume()
    }
}
