package import HealingDomain

/// Keeps what it was asked for, and answers what the test says.
package actor RecordingChannelMiner: ChannelMiner {
    package enum Request: Sendable, Hashable {
        case backfill(ChannelID)
        case forgetThread(MessageReference, by: PersonID)
        case forgetPerson(PersonID, by: PersonID)
        case forgetChannel(ChannelID, by: PersonID)
        case purge(by: PersonID)
    }

    package private(set) var requests: [Request] = []
    private var refusals: [ChannelID: MiningRefusal] = [:]
    private let erasure: Erasure
    private let lines: [MiningProgress]
    private var fault: Fault?

    package init(erasure: Erasure = Erasure(threads: 1), progress: [MiningProgress] = []) {
        self.erasure = erasure
        self.lines = progress
    }

    package func refuse(_ channel: ChannelID, _ refusal: MiningRefusal) { self.refusals[channel] = refusal }
    package func fail(with fault: Fault?) { self.fault = fault }

    package func requestBackfill(_ channel: ChannelID) async throws(Fault) -> BackfillAnswer {
        try self.note(.backfill(channel))
        let known = Channel(id: channel, name: channel.rawValue, isPrivate: false)
        return self.refusals[channel].map { .refused(known, $0) } ?? .queued(known)
    }

    package func forget(thread: MessageReference, requestedBy: PersonID) async throws(Fault) -> Erasure {
        try self.note(.forgetThread(thread, by: requestedBy))
        return self.erasure
    }

    package func forget(person: PersonID, requestedBy: PersonID) async throws(Fault) -> Erasure {
        try self.note(.forgetPerson(person, by: requestedBy))
        return self.erasure
    }

    package func forget(channel: ChannelID, requestedBy: PersonID) async throws(Fault) -> Erasure {
        try self.note(.forgetChannel(channel, by: requestedBy))
        return self.erasure
    }

    package func purge(requestedBy: PersonID) async throws(Fault) -> Erasure {
        try self.note(.purge(by: requestedBy))
        return self.erasure
    }

    package func progress() async throws(Fault) -> [MiningProgress] {
        if let fault { throw fault }
        return self.lines
    }

    private func note(_ request: Request) throws(Fault) {
        if let fault { throw fault }
        self.requests.append(request)
    }
}
