import FoundationEssentials
package import HealingDomain

/// The bot's own tab: what is connected, what it has read, what waits for this person, what the month brought.
package struct HomeView: Sendable {
    package var health: [ConnectionHealth]
    package var checkpoints: [MiningCheckpoint]
    /// What this person may decide, with the record where there is one.
    package var waiting: [HealingRecord]
    package var numbers: MonthNumbers
    package var settings: ControlPlaneSettings

    package init(
        health: [ConnectionHealth], checkpoints: [MiningCheckpoint], waiting: [HealingRecord], numbers: MonthNumbers,
        settings: ControlPlaneSettings
    ) {
        self.health = health
        self.checkpoints = checkpoints
        self.waiting = waiting
        self.numbers = numbers
        self.settings = settings
    }

    package var blocks: [MessageBlock] {
        [
            .header("Waiting for you"), .section(self.approvals), .divider,
            .header("This month"), .fields(self.month), .divider,
            .header("Connections"), .section(self.connections), .divider,
            .header("What I have read"), .section(self.channels),
            .context("\(.code("\(self.settings.command) help")) lists what you can ask me."),
        ]
    }

    private var approvals: StyledText {
        self.waiting.isEmpty ? "Nothing." : RecordList(settings: self.settings).lines(self.waiting, limit: 10)
    }

    private var month: [MessageBlock.Field] {
        let kinds = self.numbers.topIssues.map { StyledText("\($0.type.inWords) \($0.count)") }
        return [
            MessageBlock.Field("Findings", "\(self.numbers.findings)"),
            MessageBlock.Field("Fixes merged", "\(self.numbers.merged)"),
            MessageBlock.Field("Fixes rejected", "\(self.numbers.rejected)"),
            MessageBlock.Field("Commonest", kinds.isEmpty ? "none" : kinds.joined(separator: ", ")),
        ]
    }

    private var connections: StyledText {
        self.health.isEmpty ? "None set up." : self.health.map(\.line).joined(separator: "\n")
    }

    private var channels: StyledText {
        guard !self.checkpoints.isEmpty else { return "No channel yet. Invite me to one, and I read its threads." }
        let lines = self.checkpoints.prefix(20).map { point -> StyledText in
            let progress = point.isComplete ? "read to the end" : "still reading"
            let threads = "\(point.threads) \(point.threads == 1 ? "thread" : "threads")"
            return "• \(.channel(point.channel)): \(threads), \(progress), last \(point.updatedAt.inWords)"
        }
        let more: [StyledText] = self.checkpoints.count > 20 ? ["… and \(self.checkpoints.count - 20) more"] : []
        return (lines + more).joined(separator: "\n")
    }
}
