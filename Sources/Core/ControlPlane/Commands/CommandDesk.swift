import HealingDomain
import Logging

/// Reads what was typed, asks the command for its answer, and brings it to the asker.
struct CommandDesk: Sendable {
    let parser = CommandParser()
    let chat: any TeamChat
    let membership: Membership
    let why: WhyCommand
    let fix: FixCommand
    let search: SearchCommand
    let status: StatusCommand
    let help: HelpCommand
    let settings: ControlPlaneSettings
    let logger: Logger

    init(_ parts: ControlPlane.Dependencies, desk: ApprovalDesk) {
        let settings = parts.settings
        let lookup = RecordLookup(records: parts.records, audit: parts.audit, settings: settings)
        self.chat = parts.chat
        self.membership = desk.check.membership
        self.why = WhyCommand(lookup: lookup, approvals: parts.approvals, audit: parts.audit, settings: settings)
        self.fix = FixCommand(chat: parts.chat, lookup: lookup, healer: parts.healer, desk: desk, settings: settings)
        self.search = SearchCommand(memory: parts.memory)
        self.status = StatusCommand(health: parts.health, memory: parts.memory, approvals: parts.approvals)
        self.help = HelpCommand(settings: settings)
        self.settings = settings
        self.logger = parts.logger
    }

    func handle(_ command: Command) async throws(Fault) {
        let person: Person
        switch try await self.membership.standing(of: command.person) {
        case .refused(let refusal): return try await self.answer(ChannelMessage(refusal.text), to: command)
        case .member(let somebody), .guest(let somebody): person = somebody
        }
        do {
            let answer = try await self.answer(Asker(command: command, person: person))
            try await self.answer(answer, to: command)
        } catch {
            if error.isRetryable { throw error }
            self.logger.error("a command ended in a fault", metadata: ["fault": "\(error)"])
            let advice = error.advice ?? "Please try again; if it stays so, ask whoever runs me to look at the log."
            try await self.answer(ChannelMessage("That did not work (\(error.doing)). \(advice)"), to: command)
        }
    }

    private func answer(_ asker: Asker) async throws(Fault) -> ChannelMessage {
        let instruction: Instruction
        do {
            instruction = try self.parser.parse(asker.command.text)
        } catch {
            return ChannelMessage(
                "\(error.problem) Did you mean \(.code("\(self.settings.command) \(error.nearest)"))?")
        }
        switch instruction {
        case .why(let subject): return try await self.why.answer(subject, to: asker)
        case .fix(let subject): return try await self.fix.answer(subject, to: asker)
        case .search(let words): return try await self.search.answer(words, to: asker)
        case .status: return try await self.status.answer()
        case .help(let verb): return try await self.help.answer(verb, to: asker)
        }
    }

    /// To the asker alone where Slack gave a way to, else where the words were typed.
    private func answer(_ message: ChannelMessage, to command: Command) async throws(Fault) {
        if let url = command.responseURL {
            try await self.chat.respond(message, responseURL: url)
        } else {
            let quiet = await QuietMessage(chat: self.chat).message(message)
            _ = try await self.chat.post(quiet, to: command.channel, thread: command.thread)
        }
    }
}
