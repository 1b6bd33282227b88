package import HealingDomain

/// Keeps what was announced; each record gets one card.
package actor RecordingAnnouncer: Announcer {
    package private(set) var announced: [(record: HealingRecord, approval: Approval?)] = []
    package private(set) var notes: [(text: StyledText, record: HealingRecord)] = []
    package private(set) var reports: [StyledText] = []
    private let channel: ChannelID?
    private var fault: Fault?

    /// `channel: nil` is a bot without a channel.
    package init(channel: ChannelID? = "C1") { self.channel = channel }

    package func fail(with fault: Fault?) { self.fault = fault }

    package func announce(_ record: HealingRecord, approval: Approval?) async throws(Fault) -> MessageReference? {
        if let fault { throw fault }
        self.announced.append((record, approval))
        guard let channel else { return nil }
        return record.card
            ?? MessageReference(
                channel: channel, timestamp: MessageTimestamp("1768910400.\(200_000 + self.announced.count)"))
    }

    package func note(_ text: StyledText, on record: HealingRecord) async throws(Fault) {
        if let fault { throw fault }
        self.notes.append((text, record))
    }

    package func report(_ text: StyledText) async throws(Fault) {
        if let fault { throw fault }
        self.reports.append(text)
    }
}

package actor RecordingLearner: Learner {
    package private(set) var lessons: [Lesson] = []
    private var fault: Fault?

    package init() {}

    package func fail(with fault: Fault?) { self.fault = fault }

    package func learn(_ lesson: Lesson) async throws(Fault) {
        try await ProcessLife.pass()
        if let fault { throw fault }
        self.lessons.append(lesson)
    }
}

package actor RecordingPullRequestHealer: PullRequestHealer {
    package struct Request: Sendable, Hashable {
        package var number: Int
        package var repository: RepositoryName
        package var finding: Fingerprint?
        package var requestedBy: String
    }

    package private(set) var requests: [Request] = []
    package private(set) var again: [HealingRecord] = []
    private let answer: Result<PullRequestAnswer, Fault>
    private var healedAgain: HealingRecord?

    package init(_ answer: Result<PullRequestAnswer, Fault> = .success(.looked(.sample()))) { self.answer = answer }

    package func setHealedAgain(_ record: HealingRecord?) { self.healedAgain = record }

    package func heal(
        pullRequest number: Int, in repository: RepositoryName, finding: Fingerprint?, requestedBy: String,
        progress: @escaping @Sendable (PullRequestState) async -> Void
    ) async throws(Fault) -> PullRequestAnswer {
        self.requests.append(
            Request(number: number, repository: repository, finding: finding, requestedBy: requestedBy))
        if case .success(.looked(let report)) = self.answer {
            await progress(
                PullRequestState(
                    reference: report.pullRequest, baseBranch: "develop", baseSHA: .sample, isOpen: true,
                    isMerged: false, mergeSHA: nil, author: "mallory", changedFileCount: report.fileCount))
        }
        return try self.answer.get()
    }

    package func healAgain(_ record: HealingRecord, requestedBy: String) async throws(Fault) -> HealingRecord? {
        self.again.append(record)
        return self.healedAgain
    }
}

/// Reads deliveries as a closure says.
package struct ScriptedDeliveryDecoder: DeliveryDecoder {
    private let read: @Sendable (Delivery) -> Result<InboundEvent, Fault>

    package init(_ read: @escaping @Sendable (Delivery) -> Result<InboundEvent, Fault>) { self.read = read }

    package func decode(_ delivery: Delivery) throws(Fault) -> InboundEvent { try self.read(delivery).get() }
}
