import HealingDomain
import Logging

/// Brings answers to whoever asked. None is lost for one broken way: where the first one is closed, the next is taken.
struct CommandAnswers: Sendable {
    let chat: any TeamChat
    let logger: Logger

    /// To the asker alone where Slack gave a way to, else where the words were typed.
    func send(_ message: ChannelMessage, to command: Command) async throws(Fault) {
        for page in MessagePages.split(message) {
            if command.responseURL != nil {
                try await self.sendAlone(page, to: command)
            } else {
                try await self.post(page, for: command)
            }
        }
    }

    /// What nobody but the asker should read: why something is refused.
    func sendAlone(_ message: ChannelMessage, to command: Command) async throws(Fault) {
        if let url = command.responseURL,
            await self.works(
                "a response URL did not take an answer",
                { () async throws(Fault) in
                    try await self.chat.respond(message, responseURL: url)
                })
        {
            return
        }
        if !command.isDirect,
            await self.works(
                "a person could not be told in the channel",
                { () async throws(Fault) in
                    try await self.chat.whisper(
                        message, to: command.person, in: command.channel,
                        thread: command.door == .slashCommand ? nil : command.thread)
                })
        {
            return
        }
        let channel = command.isDirect ? command.channel : ChannelID(command.person.rawValue)
        _ = try await self.chat.post(message, to: channel, thread: nil)
    }

    private func post(_ message: ChannelMessage, for command: Command) async throws(Fault) {
        let quiet = await QuietMessage(chat: self.chat).message(message)
        do {
            _ = try await self.chat.post(
                quiet, to: command.channel, thread: command.isDirect ? nil : command.thread)
        } catch {
            if error.isRetryable { throw error }
            self.logger.info("an answer could not be posted", metadata: ["fault": "\(error)"])
            try await self.sendAlone(message, to: command)
        }
    }

    private func works(_ problem: String, _ body: () async throws(Fault) -> Void) async -> Bool {
        do throws(Fault) {
            try await body()
            return true
        } catch {
            self.logger.info("\(problem)", metadata: ["fault": "\(error)"])
            return false
        }
    }
}

/// Cuts a message that Slack would not take whole into some that it does.
enum MessagePages {
    /// Slack takes about 11,000 characters of text and 47 blocks a message here (see the gateway's limits), and five
    /// answers a command; escaped characters count up to five times.
    static let textLimit = 8000
    static let blockLimit = 40
    static let pageLimit = 4

    static func split(_ message: ChannelMessage) -> [ChannelMessage] {
        var pages: [[MessageBlock]] = [[]]
        var length = 0
        for block in message.blocks {
            let size = block.length
            let isFull = length + size > Self.textLimit || (pages.last?.count ?? 0) >= Self.blockLimit
            if isFull, pages.last?.isEmpty == false, pages.count < Self.pageLimit {
                pages.append([])
                length = 0
            }
            pages[pages.count - 1].append(block)
            length += size
        }
        return pages.enumerated().map { index, blocks in
            var page = message
            page.blocks = blocks
            if index > 0 { page.fallback = "(\(index + 1) of \(pages.count)) \(message.fallback)" }
            return page
        }
    }
}

extension MessageBlock {
    fileprivate var length: Int {
        switch self {
        case .header(let text), .code(let text), .quote(let text): text.utf16.count
        case .section(let text), .context(let text): text.spans.reduce(0) { $0 + $1.length }
        case .fields(let fields):
            fields.reduce(0) { $0 + $1.label.utf16.count + $1.value.spans.reduce(0) { $0 + $1.length } }
        case .actions, .divider: 0
        }
    }
}

extension StyledText.Span {
    /// About what it takes in Slack's markup: a link counts with its address.
    var length: Int {
        if case .link(let url, let label) = self { return url.utf16.count + label.utf16.count + 3 }
        return StyledText([self]).plain.utf16.count + 4
    }
}

extension StyledText {
    var length: Int { self.spans.reduce(0) { $0 + $1.length } }
}

extension [StyledText] {
    /// Lines put together into as few sections as Slack takes each of.
    func sections(limit: Int = 2400) -> [MessageBlock] {
        var sections: [[StyledText]] = []
        var length = 0
        for line in self {
            if sections.isEmpty || length + line.length > limit {
                sections.append([])
                length = 0
            }
            sections[sections.count - 1].append(line)
            length += line.length + 1
        }
        return sections.map { .section($0.joined(separator: "\n")) }
    }
}
