import HealingDomain
import Synchronization

/// Puts what many callers want written at the same time into one transaction. The first caller asks for a turn at the
/// writer; whoever comes until that turn begins is written with it. A lone caller waits for nobody, and between two groups
/// whatever else waits for the writer has its turn.
final class GroupCommit<Item: Sendable, Answer: Sendable>: Sendable {
    /// Takes a turn at the writer; in it, takes the items and writes all or none of them; then tells each one's answer in
    /// order. `take` is called at most once a turn, `done` exactly once.
    typealias Write =
        @Sendable (
            _ take: @escaping @Sendable () -> [Item],
            _ done: @escaping @Sendable (Result<[Answer], Fault>) -> Void
        ) -> Void

    private struct Waiter {
        var item: Item
        var answer: @Sendable (Result<Answer, Fault>) -> Void
    }

    private struct State {
        var hasTurn = false
        var waiting: [Waiter] = []
        var written: [Waiter] = []
    }

    private let state = Mutex(State())
    private let limit: Int
    private let write: Write

    /// `limit` is how many items one transaction takes at most, so that nobody else waits long for the writer.
    init(limit: Int = 512, write: @escaping Write) {
        self.limit = max(1, limit)
        self.write = write
    }

    /// `answer` is called on the thread that wrote.
    func submit(_ item: Item, answer: @escaping @Sendable (Result<Answer, Fault>) -> Void) {
        let asks = self.state.withLock { state in
            state.waiting.append(Waiter(item: item, answer: answer))
            if state.hasTurn { return false }
            state.hasTurn = true
            return true
        }
        if asks { self.askForTurn() }
    }

    private func askForTurn() {
        self.write({ self.take().map(\.item) }, { self.finish($0) })
    }

    @discardableResult
    private func take() -> [Waiter] {
        self.state.withLock { state in
            let group = Array(state.waiting.prefix(self.limit))
            state.waiting.removeFirst(group.count)
            state.written += group
            return group
        }
    }

    private func finish(_ result: Result<[Answer], Fault>) {
        // A turn that failed before it took anything fails those who asked for it.
        if case .failure = result, self.state.withLock({ $0.written.isEmpty }) { self.take() }
        let (group, asksAgain) = self.state.withLock { state in
            let group = state.written
            state.written = []
            state.hasTurn = !state.waiting.isEmpty
            return (group, state.hasTurn)
        }
        // Asked for before the answers are told, so that the writer need not wait for those.
        if asksAgain { self.askForTurn() }
        switch result {
        case .success(let answers) where answers.count == group.count:
            for (waiter, answer) in zip(group, answers) { waiter.answer(.success(answer)) }
        case .success:
            let fault = Fault(doing: "writing a group of \(group.count)", detail: "an answer is missing")
            for waiter in group { waiter.answer(.failure(fault)) }
        case .failure(let fault):
            for waiter in group { waiter.answer(.failure(fault)) }
        }
    }
}
