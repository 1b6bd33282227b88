package import HealingDomain
import Logging

/// What people can say to the bot and see of it.
package struct ControlPlane: Sendable {
    /// Also for the flow and for timers: `expireOverdue`, `resumeUnexecuted`.
    package let approvals: ApprovalDesk
    private let commands: CommandDesk
    private let buttons: CardButtons
    private let home: HomePublisher
    private let homeActions: HomeActions
    private let logger: Logger

    package init(_ dependencies: Dependencies) {
        let approvals = ApprovalDesk(dependencies)
        let commands = CommandDesk(dependencies, desk: approvals)
        self.approvals = approvals
        self.commands = commands
        self.buttons = CardButtons(
            records: dependencies.records, membership: approvals.check.membership, why: commands.why,
            audiences: commands.audiences, answers: approvals.answers)
        self.home = HomePublisher(
            parts: dependencies, check: approvals.check, audiences: commands.audiences,
            hasAuthority: { await commands.hasAuthority($0) })
        self.homeActions = HomeActions(
            parts: dependencies, membership: approvals.check.membership, publisher: self.home,
            log: TeamLog(chat: dependencies.chat, audit: dependencies.audit, now: dependencies.now))
        self.logger = dependencies.logger
    }

    /// Acts on what a person did, and on what happened to a pull request. Events of the flow and of the memory are not
    /// for it and change nothing. May be given the same event again; throws only what giving it again may mend, or what
    /// nobody could be told.
    package func handle(_ event: InboundEvent) async throws(Fault) {
        switch event {
        case .command(let command): try await self.commands.handle(command)
        case .action(let click): try await self.press(click)
        case .modalSubmitted(let submission):
            switch submission.callbackID {
            case RejectionDialog.callbackID: try await self.approvals.reject(submission)
            case PreferencesDialog.callbackID: try await self.homeActions.save(submission)
            default: break
            }
        case .turnedAway(let stranger):
            let clicker = Clicker(
                person: stranger.person, channel: stranger.channel, responseURL: stranger.responseURL)
            try await self.approvals.answers.tell(Refusal.notInTeam.text, to: clicker)
        case .homeOpened(let person): try await self.home.publish(for: person)
        case .pullRequest(let event): try await self.approvals.pullRequestChanged(event)
        case .push, .threadChanged, .joinedChannel, .leftChannel, .workspaceChanged, .ignored: break
        }
    }

    /// Tells whoever gave a command that it was tried again and again in vain. Returns whether the event was one.
    package func giveUp(_ event: InboundEvent, _ fault: Fault) async -> Bool {
        guard case .command(let command) = event else { return false }
        await self.commands.giveUp(command, fault)
        return true
    }

    private func press(_ click: CardAction) async throws(Fault) {
        if let action = HomeAction(rawValue: click.actionID) { return try await self.homeActions.press(action, click) }
        switch ButtonAction(rawValue: click.actionID) {
        case .approve: try await self.approvals.approve(click)
        case .reject: try await self.approvals.askReason(click)
        case .why: try await self.buttons.explain(click)
        case .diff: try await self.buttons.showDiff(click)
        case nil:
            self.logger.info("a button of nobody's", metadata: ["action": "\(click.actionID)"])
            try await self.approvals.answerUnknown(Clicker(click))
        }
    }
}
