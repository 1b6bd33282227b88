package import HealingDomain

/// Reads a thread's messages as a document: the problem, the answer that ended it, the code, the pairs. Secrets are
/// taken out first; nothing of the original text is kept elsewhere.
package struct ThreadReader: Sendable {
    private static let mostMessages = 500
    private static let longestMessage = 20_000
    private let redaction: SecretRedaction

    package init(redaction: SecretRedaction = SecretRedaction()) { self.redaction = redaction }

    /// - Parameters:
    ///   - messages: the thread as the channel has it, its first message first.
    ///   - mergedLinks: those of the thread's links (see `CodeLinks`) that the caller knows to be merged.
    /// - Returns: `nil` where no person said anything.
    package func read(
        _ messages: [RawMessage], in channel: Channel, mergedLinks: Set<String> = []
    ) -> ThreadDocument? {
        let spoken = messages.prefix(Self.mostMessages).filter(Self.isSpoken).map(self.utterance)
        guard let parent = messages.first, let first = spoken.first else { return nil }
        let conversation = Conversation(utterances: spoken, mergedLinks: mergedLinks)
        let snippets = spoken.flatMap(\.snippets)
        return ThreadDocument(
            reference: MessageReference(channel: channel.id, timestamp: parent.thread ?? parent.timestamp),
            channelName: channel.name, isPrivate: channel.isPrivate, permalink: parent.permalink ?? first.raw.permalink,
            messages: spoken.map(\.message), mentions: Self.mentions(in: spoken), problem: conversation.problem,
            solution: conversation.solution, snippets: snippets.unique(), pairs: conversation.pairs.unique(),
            links: spoken.flatMap { CodeLinks.find(in: $0.message.text) }.unique(),
            errorTerms: spoken.flatMap { ErrorTerms.find(in: $0.message.text) }.unique(),
            resolution: conversation.resolution,
            lastActivity: (spoken.map(\.raw.timestamp).max() ?? parent.timestamp).date)
    }

    private func utterance(_ raw: RawMessage) -> Utterance {
        let text = self.redaction.redact(String(raw.text.prefix(Self.longestMessage)))
        return Utterance(raw: raw, redacted: text)
    }

    private static func mentions(in spoken: [Utterance]) -> [ThreadDocument.Mention]? {
        let named = spoken.flatMap { $0.raw.mentions.map { ThreadDocument.Mention(person: $0.key, name: $0.value) } }
        return named.isEmpty ? nil : named.unique().sorted { ($0.person, $0.name) < ($1.person, $1.name) }
    }

    private static let spokenSubtypes: Set<String> = ["thread_broadcast", "file_share", "me_message"]

    private static func isSpoken(_ message: RawMessage) -> Bool {
        guard !message.isBot, !message.isOutside, message.subtype.map({ Self.spokenSubtypes.contains($0) }) ?? true
        else { return false }
        return message.text.contains { !$0.isWhitespace } && message.text != "This message was deleted."
    }
}

/// One message of a person, taken apart.
struct Utterance {
    var raw: RawMessage
    var message: ThreadMessage
    var text: MessageText
    var snippets: [CodeSnippet]

    init(raw: RawMessage, redacted: String) {
        self.raw = raw
        self.message = ThreadMessage(
            timestamp: raw.timestamp, author: raw.author ?? PersonID(raw.authorName), authorName: raw.authorName,
            text: redacted)
        self.text = MessageText(redacted)
        self.snippets = self.text.pieces.compactMap { piece in
            switch piece {
            case .prose: nil
            case .block(let language, let code):
                CodeSnippet(language: language ?? LanguageGuess.language(of: code) ?? .generic, code: code)
            case .inline(let code):
                code.count >= 3 && code.contains(where: \.isLetter)
                    ? CodeSnippet(language: LanguageGuess.language(of: code) ?? .generic, code: code) : nil
            }
        }
    }

    var author: PersonID { self.message.author }
    var words: Int { self.text.prose.split(separator: " ").count }
}

extension Sequence where Element: Hashable {
    /// Each element once, where it first stands.
    func unique() -> [Element] {
        var seen: Set<Element> = []
        return self.filter { seen.insert($0).inserted }
    }
}
