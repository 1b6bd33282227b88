import HealingDomain

extension Result where Failure == Fault {
    var failure: Fault? { if case .failure(let fault) = self { fault } else { nil } }
}

extension Array where Element: Sendable {
    /// Transforms the elements side by side, at most `limit` at once; results keep the order.
    func concurrentMap<Value: Sendable>(
        limit: Int, _ transform: @escaping @Sendable (Element) async -> Value
    ) async -> [Value] {
        await withTaskGroup(of: (Int, Value).self) { group in
            var results = [Value?](repeating: nil, count: self.count)
            var next = 0
            func start() {
                guard next < self.count else { return }
                let (index, element) = (next, self[next])
                group.addTask { (index, await transform(element)) }
                next += 1
            }
            for _ in 0..<Swift.min(limit, self.count) { start() }
            for await (index, value) in group {
                results[index] = value
                start()
            }
            return results.compactMap { $0 }
        }
    }
}

extension Duration {
    var milliseconds: Int {
        Int(self.components.seconds) * 1_000 + Int(self.components.attoseconds / 1_000_000_000_000_000)
    }
}

/// Lets the holders of one key go one after the other, in the order they came.
actor TurnTaker {
    /// A key that is present is taken; its value holds those who wait.
    private var waiting: [String: [CheckedContinuation<Void, Never>]] = [:]

    func take<Value: Sendable>(
        _ key: String, _ body: @Sendable () async throws(Fault) -> Value
    ) async throws(Fault) -> Value {
        await self.enter(key)
        defer { self.leave(key) }
        return try await body()
    }

    private func enter(_ key: String) async {
        guard self.waiting[key] != nil else {
            self.waiting[key] = []
            return
        }
        await withCheckedContinuation { self.waiting[key]?.append($0) }
    }

    private func leave(_ key: String) {
        guard var queue = self.waiting[key], !queue.isEmpty else {
            self.waiting[key] = nil
            return
        }
        let next = queue.removeFirst()
        self.waiting[key] = queue
        next.resume()
    }
}
