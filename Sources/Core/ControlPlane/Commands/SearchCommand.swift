import FoundationEssentials
import HealingDomain

/// `search`: what the team said about something, as far as the channel may see it.
struct SearchCommand: CommandHandler {
    let memory: any SolutionMemory
    let team: any TeamSettingsStore

    private static let limit = 5

    func answer(_ words: String, to asker: Asker) async throws(Fault) -> ChannelMessage {
        let audience = asker.audience
        let hits = try await self.memory.threads(
            matching: MemoryQuery(text: words, code: words), access: audience.access, limit: Self.limit * 4
        ).counting(try await self.team.provenMarks())
        // The store was told whose eyes these are for; asked again here, since a leak cannot be taken back.
        let readable = hits.filter { audience.mayRead($0.document.reference, isPrivate: $0.document.isPrivate) }
        guard !readable.isEmpty else {
            return ChannelMessage("The team has not talked about “\(words.shortened(to: 80))” where I can see it.")
        }
        let blocks = readable.prefix(Self.limit).map { MessageBlock.section(Self.entry($0)) }
        return ChannelMessage(
            fallback: "\(blocks.count) threads about \(words.shortened(to: 80)).",
            blocks: blocks + [.context("Searched \(Self.places(audience)).")])
    }

    private static func places(_ audience: Audience) -> StyledText {
        if audience.isGuest { return "this channel" }
        guard !audience.privateChannels.isEmpty else { return "public channels and this one" }
        let count = audience.privateChannels.count
        return "public channels, this one and \(count) private \(count == 1 ? "channel" : "channels") you are in"
    }

    private static func entry(_ hit: ThreadHit) -> StyledText {
        let document = hit.document
        let label = document.problem.hasWords ? document.problem.onOneLine(limit: 160) : "A thread"
        let title = document.permalink.map { StyledText.Span.link(url: $0, label: label) } ?? .bold(label)
        let mark: StyledText =
            hit.proven != nil ? "saved as a proven fix" : document.resolution == nil ? "not solved" : "solved"
        let answer: StyledText = document.solution.map { "\n\($0.onOneLine(limit: 280))" } ?? ""
        let place: StyledText = "#\(document.channelName), \(String(document.lastActivity.inWords.prefix(10))), \(mark)"
        return "\(title)\n\(.italic(place.plain))\(answer)"
    }
}
