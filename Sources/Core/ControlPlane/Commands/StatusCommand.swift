import HealingDomain

/// `status`: whether all is well, in a few lines.
struct StatusCommand: Sendable {
    let health: @Sendable () async -> [ConnectionHealth]
    let memory: any SolutionMemory
    let approvals: any ApprovalStore

    func answer() async throws(Fault) -> ChannelMessage {
        let connections = await self.health()
        let broken = connections.filter { !$0.isHealthy }
        let headline =
            broken.isEmpty ? "All connected." : "\(broken.count) of \(connections.count) connections need attention."
        let waiting = try await self.approvals.pending().count
        let threads = try await self.memory.threadCount()
        let numbers: StyledText = """
            \(waiting) \(waiting == 1 ? "fix waits" : "fixes wait") for a decision. \
            \(threads) \(threads == 1 ? "thread" : "threads") in memory.
            """
        let lines = ([StyledText("\(.bold(headline))")] + connections.map(\.line) + [numbers]).joined(separator: "\n")
        return ChannelMessage(fallback: "\(headline) \(numbers.plain)", blocks: [.section(lines)])
    }
}

extension ConnectionHealth {
    var line: StyledText {
        let mark: StyledText.Span = .emoji(self.isHealthy ? "white_check_mark" : "x")
        let detail: StyledText = self.detail.hasWords ? ": \(self.detail.onOneLine(limit: 200))" : ""
        return "\(mark) \(self.name)\(detail)"
    }
}
