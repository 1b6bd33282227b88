package import FoundationEssentials
package import HealingDomain

/// The agenda in memory.
package actor InMemoryMiningAgenda: MiningAgenda {
    private var noted: [MiningTask: (task: NotedTask, due: Date)] = [:]

    package init() {}

    package func note(_ tasks: [MiningTask], due: Date) async throws(Fault) {
        for task in tasks {
            var entry = self.noted[task] ?? (NotedTask(task: task, edition: 0), due)
            entry.task.edition += 1
            entry.due = min(entry.due, due)
            self.noted[task] = entry
        }
    }

    package func next(at moment: Date, threadsOnly: Bool) async throws(Fault) -> NotedTask? {
        self.noted.values.filter { $0.due <= moment && !(threadsOnly && $0.task.task.isChannel) }
            .min { ($0.task.task.rank, $0.due, $0.task.task.name) < ($1.task.task.rank, $1.due, $1.task.task.name) }?
            .task
    }

    package func finish(_ noted: NotedTask) async throws(Fault) {
        if self.noted[noted.task]?.task.edition == noted.edition { self.noted[noted.task] = nil }
    }

    package func postpone(_ noted: NotedTask, until moment: Date, reason: String?) async throws(Fault) {
        guard var entry = self.noted[noted.task] else { return }
        entry.due = moment
        entry.task.problem = reason
        entry.task.failures = reason == nil ? 0 : entry.task.failures + 1
        self.noted[noted.task] = entry
    }

    package func tasks() async throws(Fault) -> [NotedTask] {
        self.noted.values.map(\.task).sorted { $0.task.name < $1.task.name }
    }

    package func drop(channel: ChannelID) async throws(Fault) {
        self.noted = self.noted.filter { $0.key.channel != channel }
    }

    package func clear() async throws(Fault) { self.noted = [:] }
}

extension MiningTask {
    fileprivate var isChannel: Bool { if case .channel = self { true } else { false } }
    fileprivate var rank: Int { self.isChannel ? 1 : 0 }
    fileprivate var name: String {
        switch self {
        case .channel(let id): id.rawValue
        case .thread(let reference): "\(reference.channel) \(reference.timestamp)"
        }
    }
}
