import HealingDomain
import HealingTesting
import TeamMemory

/// Reads a conversation that is written as `ada: …` turns, ten seconds apart; Ada always asks first.
func read(
    _ turns: [String], reactions: [Int: [String: [PersonID]]] = [:], mergedLinks: Set<String> = [],
    channel: Channel = .sample()
) -> ThreadDocument? {
    ThreadReader().read(messages(turns, reactions: reactions), in: channel, mergedLinks: mergedLinks)
}

func messages(_ turns: [String], reactions: [Int: [String: [PersonID]]] = [:]) -> [RawMessage] {
    turns.enumerated().map { index, turn in
        let name = String(turn.prefix { $0 != ":" })
        return RawMessage.sample(
            timestamp: MessageTimestamp("17689\(10_000 + index * 10).000100"), thread: "1768910000.000100",
            author: PersonID("U-" + name), authorName: name,
            text: String(turn.dropFirst(name.count + 1).drop { $0 == " " }), isBot: name == "bot",
            reactions: reactions[index] ?? [:])
    }
}
