import FoundationEssentials
import HealingDomain

/// What people settle for the team, as the audit names it.
package enum TeamStep: String, Sendable, CaseIterable {
    case subscribed = "team.subscribed"
    case unsubscribed = "team.unsubscribed"
    case muted = "team.muted"
    case unmuted = "team.unmuted"
    case linked = "team.linked"
    case unlinked = "team.unlinked"
    case saved = "team.thread_saved"
    case unsaved = "team.thread_unsaved"
    case preferences = "team.preferences"
}

/// Writes to the audit what people settle, and tells their channel.
struct TeamLog: Sendable {
    let chat: any TeamChat
    let audit: any AuditTrail
    let now: @Sendable () -> Date

    /// The audit's id of what belongs to no fix.
    static let fixID = "team-settings"

    func append(
        _ step: TeamStep, by person: PersonID, repository: RepositoryName? = nil, detail: String
    ) async throws(Fault) {
        try await self.audit.append(
            AuditEntry(
                fixID: Self.fixID, timestamp: self.now(), step: step.rawValue, repository: repository,
                user: person.rawValue, detail: detail))
    }

    /// Says it where it was settled, so that nobody wonders. Returns what the asker has to be told where that failed.
    func tell(_ text: StyledText, for command: Command) async -> StyledText? {
        // A mention's answer is read by the whole channel anyway.
        guard command.responseURL != nil, !command.isDirect else { return nil }
        do throws(Fault) {
            let quiet = await QuietMessage(chat: self.chat).message(ChannelMessage(text))
            _ = try await self.chat.post(quiet, to: command.channel, thread: nil)
            return nil
        } catch {
            return "I could not say so in this channel: invite me there (\(.code("/invite @codehealer")))."
        }
    }
}
