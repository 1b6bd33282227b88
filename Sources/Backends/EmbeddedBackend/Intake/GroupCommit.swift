import HealingDomain
import Synchronization

/// Puts what many callers want written at the same time into one transaction. The first caller writes; those who come
/// meanwhile wait, and one of them writes for all of them next. A lone caller waits for nobody.
final class GroupCommit<Item: Sendable, Answer: Sendable>: Sendable {
    private enum Turn {
        case answered(Result<Answer, Fault>)
        case lead
    }

    private struct Waiter {
        var item: Item
        var continuation: CheckedContinuation<Turn, Never>
    }

    private struct State {
        var isWriting = false
        var waiting: [Waiter] = []
    }

    private let state = Mutex(State())
    private let limit: Int
    private let write: @Sendable ([Item]) async -> Result<[Answer], Fault>

    /// - Parameters:
    ///   - limit: items in one transaction at most.
    ///   - write: writes all items or none, and answers each in order.
    init(limit: Int = 512, write: @escaping @Sendable ([Item]) async -> Result<[Answer], Fault>) {
        self.limit = max(1, limit)
        self.write = write
    }

    func submit(_ item: Item) async throws(Fault) -> Answer {
        let turn: Turn = await withCheckedContinuation { continuation in
            let mayLead = self.state.withLock { state in
                if state.isWriting {
                    state.waiting.append(Waiter(item: item, continuation: continuation))
                    return false
                }
                state.isWriting = true
                return true
            }
            if mayLead { continuation.resume(returning: .lead) }
        }
        switch turn {
        case .answered(let result): return try result.get()
        case .lead: return try await self.lead(with: item).get()
        }
    }

    private func lead(with item: Item) async -> Result<Answer, Fault> {
        let others = self.state.withLock { state in
            let taken = Array(state.waiting.prefix(self.limit - 1))
            state.waiting.removeFirst(taken.count)
            return taken
        }
        let result = await self.write([item] + others.map(\.item))
        let answers = self.answers(of: result, count: others.count + 1)
        for (waiter, answer) in zip(others, answers.dropFirst()) {
            waiter.continuation.resume(returning: .answered(answer))
        }
        self.handOver()
        return answers[0]
    }

    private func answers(of result: Result<[Answer], Fault>, count: Int) -> [Result<Answer, Fault>] {
        switch result {
        case .success(let answers) where answers.count == count: answers.map { .success($0) }
        case .success:
            Array(
                repeating: .failure(Fault(doing: "writing a group of \(count)", detail: "an answer is missing")),
                count: count)
        case .failure(let fault): Array(repeating: .failure(fault), count: count)
        }
    }

    private func handOver() {
        let next: Waiter? = self.state.withLock { state in
            if state.waiting.isEmpty {
                state.isWriting = false
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.continuation.resume(returning: .lead)
    }
}
