package import FoundationEssentials

/// What of the channels has to be read, durably, in no hurry: noted by events and people, worked off by the miner one
/// after the other, apart from the queue that clicks and pushes wait in.
package protocol MiningAgenda: Sendable {
    /// Notes tasks. One that is noted already keeps its place, and is done once more where it is being done right now.
    func note(_ tasks: [MiningTask], due: Date) async throws(Fault)
    /// The next task that is due at the moment, single threads before channels, the longest due first. It stays noted
    /// until it is finished.
    func next(at moment: Date, threadsOnly: Bool) async throws(Fault) -> NotedTask?
    /// Done: the task goes, unless it was noted anew since it was taken.
    func finish(_ noted: NotedTask) async throws(Fault)
    /// Not done: due again then; the reason is shown to people.
    func postpone(_ noted: NotedTask, until moment: Date, reason: String?) async throws(Fault)
    /// All that is noted, by channel.
    func tasks() async throws(Fault) -> [NotedTask]
    func drop(channel: ChannelID) async throws(Fault)
    func clear() async throws(Fault)
}

package enum MiningTask: Sendable, Hashable, Codable {
    /// A thread changed and has to be read again.
    case thread(MessageReference)
    /// A channel has to be looked at, and read on where its checkpoint says.
    case channel(ChannelID)

    package var channel: ChannelID {
        switch self {
        case .thread(let reference): reference.channel
        case .channel(let id): id
        }
    }
}

package struct NotedTask: Sendable, Hashable {
    package var task: MiningTask
    /// Grows each time the task is noted.
    package var edition: Int
    /// How often it was postponed for a reason.
    package var failures: Int
    package var problem: String?

    package init(task: MiningTask, edition: Int, failures: Int = 0, problem: String? = nil) {
        self.task = task
        self.edition = edition
        self.failures = failures
        self.problem = problem
    }
}
