import ControlPlane
import FoundationEssentials
import HealingDomain
import HealingFlow

/// Who acts on which event.
struct EventRouter: Sendable {
    let pipeline: HealingPipeline
    let controlPlane: ControlPlane
    let learnFromMerge: LearnFromMerge
    let channels: ChannelKeeper
    let records: any HealingRecordStore
    let audit: any AuditTrail
    let now: @Sendable () -> Date
    let dispatcher: OutboxDispatcher

    func handle(_ event: InboundEvent) async throws(Fault) {
        switch event {
        case .push(let push): try await self.pipeline.heal(push)
        case .pullRequest(let event): try await self.pullRequestChanged(event)
        case .action(let action) where action.actionID == DoctorButton.actionID: try await self.note(action)
        case .command, .action, .modalSubmitted, .homeOpened, .turnedAway: try await self.controlPlane.handle(event)
        case .threadChanged(let change): try await self.channels.threadChanged(change)
        case .joinedChannel(let channel):
            try await self.dispatcher.channelOpened(channel)
            try await self.channels.joined(channel)
        case .leftChannel(let channel): try await self.channels.left(channel)
        case .workspaceChanged(let change): try await self.channels.changed(change)
        case .ignored: break
        }
    }

    /// The doctor waits for it.
    private func note(_ action: CardAction) async throws(Fault) {
        guard let entry = DoctorButton.entry(for: action, at: self.now()) else { return }
        try await self.audit.append(entry)
    }

    /// Our own pull requests, and those that we offered fixes on, are the control plane's; what people merged teaches.
    private func pullRequestChanged(_ event: PullRequestEvent) async throws(Fault) {
        let known = try await self.records.records(repository: event.repository, pullRequest: event.number)
        if !known.isEmpty { try await self.controlPlane.handle(.pullRequest(event)) }
        if known.allSatisfy({ $0.proposal != nil }) { try await self.learnFromMerge(event) }
    }
}
