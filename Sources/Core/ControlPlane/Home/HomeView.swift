import FoundationEssentials
package import HealingDomain

/// The bot's own tab: what waits for this person, what the month brought, what is connected and read, what the team chose.
package struct HomeView: Sendable {
    /// What came of the last button, where one was pressed here.
    package var notice: StyledText?
    package var health: [ConnectionHealth]
    /// Only channels that this person may know of.
    package var reading: [MiningProgress]
    /// What this person may decide, with the record where there is one.
    package var waiting: [HealingRecord]
    package var numbers: AuditNumbers
    package var login: Login
    package var subscriptions: [Subscription]
    package var mutes: [Mute]
    package var preferences: [ChannelPreferences]
    package var mayPurge: Bool
    package var settings: ControlPlaneSettings

    /// Which GitHub account the person is known by.
    package enum Login: Sendable, Hashable {
        case unknown
        case configured(String)
        case proven(IdentityLink)
    }

    package var blocks: [MessageBlock] {
        var blocks: [MessageBlock] =
            self.notice.map { [.section("\(.emoji("information_source")) \($0)"), .divider] } ?? []
        blocks += [.header("Waiting for you"), .section(self.approvals), .divider]
        blocks += [.header("This month"), .fields(self.month), .divider]
        blocks += [.header("Connections"), .section(self.connections), .divider]
        blocks += [.header("What I have read")] + self.channels.sections() + [.divider]
        blocks += [.header("You"), .section(self.you), .divider]
        blocks += [.header("The team's choices")] + self.choices.sections()
        blocks.append(.actions(self.buttons))
        blocks.append(.context("\(.code("\(self.settings.command) help")) lists what you can ask me."))
        return blocks
    }

    private var approvals: StyledText {
        self.waiting.isEmpty ? "Nothing." : RecordList(settings: self.settings).lines(self.waiting, limit: 10)
    }

    private var month: [MessageBlock.Field] {
        let kinds = self.numbers.foundByType.prefix(3).map { StyledText("\($0.name.inWords) \($0.count)") }
        return [
            MessageBlock.Field("Findings", "\(self.numbers.found)"),
            MessageBlock.Field("Fixes merged", "\(self.numbers.merged)"),
            MessageBlock.Field("Fixes rejected", "\(self.numbers.rejected)"),
            MessageBlock.Field("Commonest", kinds.isEmpty ? "none" : kinds.joined(separator: ", ")),
        ]
    }

    private var connections: StyledText {
        self.health.isEmpty ? "None set up." : self.health.map(\.line).joined(separator: "\n")
    }

    private var channels: [StyledText] {
        guard !self.reading.isEmpty else { return ["No channel yet. Invite me to one, and I read its threads."] }
        let lines = self.reading.prefix(20).map { line -> StyledText in
            let progress =
                switch line.state {
                case .waiting: "waiting to be read"
                case .reading: "still reading"
                case .complete: "read to the end"
                }
            let last: StyledText = line.lastSync.map { ", last \($0.inWords)" } ?? ""
            let problem: StyledText = line.problem.map { " (\($0.onOneLine(limit: 160)))" } ?? ""
            let threads = "\(line.threads) \(line.threads == 1 ? "thread" : "threads")"
            return "• \(.channel(line.channel)): \(threads), \(progress)\(last)\(problem)"
        }
        return lines + (self.reading.count > 20 ? ["… and \(self.reading.count - 20) more"] : [])
    }

    private var you: StyledText {
        switch self.login {
        case .unknown:
            "I do not know your GitHub account. \(.code("\(self.settings.command) link your-login")) proves it."
        case .configured(let login): "\(.bold(login)) on GitHub, set by whoever runs me."
        case .proven(let link): "\(.bold(link.login)) on GitHub, proven on \(String(link.at.inWords.prefix(10)))."
        }
    }

    private var choices: [StyledText] {
        let team: StyledText =
            self.settings.channel.map { "Cards go to \(.channel($0))" } ?? "Cards go nowhere: no channel is set"
        let rest: StyledText = self.subscriptions.isEmpty ? "." : ", except:"
        let subscriptions = self.subscriptions.prefix(15).map { StyledText("• \(.channel($0.channel)): \($0.inWords)") }
        let mutes = self.mutes.prefix(15).map { StyledText("• muted: \($0.inWords)") }
        let preferences = self.preferences.prefix(15).map { StyledText("• \(.channel($0.channel)): \($0.inWords)") }
        return [team + rest] + subscriptions + mutes + preferences
    }

    private var buttons: [Button] {
        var buttons = [
            Button(label: "Quiet hours and digest…", actionID: HomeAction.preferences.rawValue, value: "preferences")
        ]
        if self.mayPurge {
            buttons.append(
                Button(
                    label: "Purge memory…", actionID: HomeAction.purge.rawValue, value: "purge", style: .danger,
                    confirmation: Button.Confirmation(
                        title: "Purge everything read from Slack?",
                        text:
                            "All threads I read go, with what quotes them. Fixes and the audit stay. It cannot be undone.",
                        confirm: "Purge", deny: "Keep")))
        }
        return buttons
    }
}

extension ChannelPreferences {
    /// `at most 6 cards an hour, quiet from 22 to 7, digest at 9 (Europe/Berlin)`.
    var inWords: StyledText {
        var parts: [String] = []
        if let cap = self.cardsPerHour { parts.append("at most \(cap) \(cap == 1 ? "card" : "cards") an hour") }
        if let quiet = self.quietHours { parts.append("quiet from \(quiet.from) to \(quiet.to)") }
        if let hour = self.digestHour { parts.append("digest at \(hour)") }
        return parts.isEmpty ? "everything at once" : "\(parts.joined(separator: ", ")) (\(self.timeZone))"
    }
}
