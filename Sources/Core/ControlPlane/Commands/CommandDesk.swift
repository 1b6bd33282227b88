import HealingDomain
import Logging

/// Reads what was typed, asks the command for its answer, and brings it to the asker.
struct CommandDesk: Sendable {
    let parser = CommandParser()
    let membership: Membership
    let audiences: AudienceFinder
    let answers: CommandAnswers
    let team: TeamCommands
    let why: WhyCommand
    let fix: FixCommand
    let search: SearchCommand
    let status: StatusCommand
    let stats: StatsCommand
    let help: HelpCommand
    let settings: ControlPlaneSettings
    let delays = OnceOnly()
    let logger: Logger

    init(_ parts: ControlPlane.Dependencies, desk: ApprovalDesk) {
        let settings = parts.settings
        let lookup = RecordLookup(records: parts.records, audit: parts.audit, settings: settings)
        self.membership = desk.check.membership
        self.audiences = AudienceFinder(chat: parts.chat, miner: parts.miner)
        self.answers = CommandAnswers(chat: parts.chat, logger: parts.logger)
        self.team = TeamCommands(parts)
        self.why = WhyCommand(
            lookup: lookup, approvals: parts.approvals, audit: parts.audit, team: parts.teamSettings,
            settings: settings)
        self.fix = FixCommand(chat: parts.chat, lookup: lookup, healer: parts.healer, desk: desk, settings: settings)
        self.search = SearchCommand(memory: parts.memory, team: parts.teamSettings)
        self.status = StatusCommand(health: parts.health, memory: parts.memory, approvals: parts.approvals)
        self.stats = StatsCommand(audit: parts.audit, settings: settings, now: parts.now)
        self.help = HelpCommand(settings: settings)
        self.settings = settings
        self.logger = parts.logger
    }

    /// Answers the command, whatever comes of it. Throws only what giving it again may mend, having said once that the
    /// answer is late.
    func handle(_ command: Command) async throws(Fault) {
        do {
            try await self.carryOut(command)
        } catch {
            if error.isRetryable {
                await self.tellDelay(of: command, error)
                throw error
            }
            self.logger.error("a command ended in a fault", metadata: ["fault": "\(error)"])
            try await self.answers.sendAlone(ChannelMessage(Self.failure(error)), to: command)
        }
    }

    /// It was tried again and again in vain: the asker is told.
    func giveUp(_ command: Command, _ fault: Fault) async {
        do throws(Fault) {
            try await self.answers.sendAlone(ChannelMessage(Self.failure(fault)), to: command)
        } catch {
            self.logger.error("a person could not be answered", metadata: ["fault": "\(error)"])
        }
    }

    private func carryOut(_ command: Command) async throws(Fault) {
        let person: Person
        switch try await self.membership.standing(of: command.person) {
        case .refused(let refusal):
            return try await self.answers.sendAlone(ChannelMessage(refusal.text), to: command)
        case .member(let somebody), .guest(let somebody): person = somebody
        }
        let instruction: Instruction
        do {
            instruction = try self.parser.parse(command.text)
        } catch {
            let hint: StyledText = "Did you mean \(.code("\(self.settings.command) \(error.nearest)"))?"
            return try await self.answers.send(ChannelMessage("\(error.problem) \(hint)"), to: command)
        }
        guard instruction.verb.isForGuests || !person.isRestricted else {
            return try await self.answers.sendAlone(ChannelMessage(Refusal.guest.text), to: command)
        }
        let asker = Asker(
            command: command, person: person, audience: await self.audiences.audience(of: command, by: person),
            hasAuthority: await self.hasAuthority(person))
        try await self.answers.send(try await self.answer(instruction, to: asker), to: command)
    }

    private func answer(_ instruction: Instruction, to asker: Asker) async throws(Fault) -> ChannelMessage {
        switch instruction {
        case .why(let subject): try await self.why.answer(subject, to: asker)
        case .fix(let subject): try await self.fix.answer(subject, to: asker)
        case .search(let words): try await self.search.answer(words, to: asker)
        case .status: try await self.status.answer()
        case .stats(let period): try await self.stats.answer(period, to: asker)
        case .help(let verb): try await self.help.answer(verb, to: asker)
        case .save: try await self.team.save.answer(asker)
        case .mine(let channel): try await self.team.mining.mine(channel, asker)
        case .forget(let target): try await self.team.mining.forget(target, asker)
        case .subscribe(let repository, let branch, let severity):
            try await self.team.subscriptions.subscribe(to: repository, branch: branch, from: severity, asker)
        case .unsubscribe(let repository): try await self.team.subscriptions.unsubscribe(from: repository, asker)
        case .subscriptions: try await self.team.subscriptions.list(for: asker)
        case .mute(let wish): try await self.team.mutes.mute(wish, asker)
        case .unmute(let wish): try await self.team.mutes.unmute(wish, asker)
        case .link(let wish): try await self.team.link.answer(wish, to: asker)
        }
    }

    /// Administrators of the workspace, and the approvers where the team has named some.
    func hasAuthority(_ person: Person) async -> Bool {
        let policy = self.settings.policy
        if person.isRestricted { return false }
        if person.isAdmin || policy.approvers.contains(person.id) { return true }
        for group in policy.groups {
            if (try? await self.membership.chat.members(of: group).contains(person.id)) == true { return true }
        }
        return false
    }

    private func tellDelay(of command: Command, _ fault: Fault) async {
        guard await self.delays.isFirst(command) else { return }
        let text: StyledText = "That takes longer (\(fault.doing): \(fault.detail)). I keep trying and answer here."
        try? await self.answers.sendAlone(ChannelMessage(text), to: command)
    }

    private static func failure(_ fault: Fault) -> StyledText {
        let advice = fault.advice ?? "Please try again; if it stays so, ask whoever runs me to look at the log."
        return "That did not work (\(fault.doing)). \(advice)"
    }
}

/// Remembers for a while what was done once.
actor OnceOnly {
    private static let capacity = 1000
    private var done: Set<Command> = []

    func isFirst(_ command: Command) -> Bool {
        if self.done.count >= Self.capacity { self.done = [] }
        return self.done.insert(command).inserted
    }
}
