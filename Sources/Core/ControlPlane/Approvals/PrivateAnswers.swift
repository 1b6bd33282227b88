import HealingDomain
import Logging

/// Whom to answer, and by which ways.
struct Clicker: Sendable {
    var person: PersonID
    var channel: ChannelID?
    var responseURL: String?
    /// The message whose button was pressed.
    var message: MessageReference?

    init(person: PersonID, channel: ChannelID?, responseURL: String?, message: MessageReference? = nil) {
        self.person = person
        self.channel = channel
        self.responseURL = responseURL
        self.message = message
    }

    init(_ click: CardAction) {
        self.init(
            person: click.person, channel: click.message?.channel, responseURL: click.responseURL,
            message: click.message)
    }
}

/// Tells things to one person alone.
struct PrivateAnswers: Sendable {
    let chat: any TeamChat
    let logger: Logger

    func tell(_ text: StyledText, to clicker: Clicker) async throws(Fault) {
        try await self.tell(ChannelMessage(text), to: clicker)
    }

    /// Through the response URL first, which works where the bot is not a member; it dies after 30 minutes or 5 uses,
    /// and then the person is told in the channel. Throws only what a retry may mend.
    func tell(_ message: ChannelMessage, to clicker: Clicker) async throws(Fault) {
        if let url = clicker.responseURL {
            do {
                return try await self.chat.respond(message, responseURL: url)
            } catch {
                self.logger.info("a response URL did not take an answer", metadata: ["fault": "\(error)"])
            }
        }
        guard let channel = clicker.channel else {
            self.logger.error("nowhere to answer a person", metadata: ["person": "\(clicker.person)"])
            return
        }
        do {
            try await self.chat.whisper(message, to: clicker.person, in: channel, thread: nil)
        } catch {
            if error.isRetryable { throw error }
            self.logger.error("a person could not be answered", metadata: ["fault": "\(error)"])
        }
    }
}
