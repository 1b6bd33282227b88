import HealingDomain

/// `help`: only what works, and for a guest only what guests may do.
struct HelpCommand: CommandHandler {
    let settings: ControlPlaneSettings

    func answer(_ verb: Verb?, to asker: Asker) async throws(Fault) -> ChannelMessage {
        let allowed = Verb.allCases.filter { $0.isForGuests || !asker.person.isRestricted }
        if let verb, allowed.contains(verb) { return self.explanation(of: verb) }
        let lines = allowed.map { verb -> StyledText in
            "\(.code("\(self.settings.command) \(verb.usage)"))\n\(verb.summary)"
        }
        return ChannelMessage(
            fallback: "Commands: \(allowed.map(\.rawValue).joined(separator: ", ")).",
            blocks: lines.sections() + [
                .context("The same words work after a mention of me, also inside threads. \(self.approvers)")
            ])
    }

    private func explanation(of verb: Verb) -> ChannelMessage {
        let examples = verb.examples.map { StyledText([.code("\(self.settings.command) \($0)")]) }
        return ChannelMessage(
            "\(.code("\(self.settings.command) \(verb.usage)"))\n\(verb.summary)\n\(examples.joined(separator: "\n"))")
    }

    private var approvers: StyledText {
        let policy = self.settings.policy
        guard !(policy.approvers.isEmpty && policy.groups.isEmpty) else {
            return "Any full member of the team may approve."
        }
        let names =
            policy.approvers.map { StyledText([.person($0)]) }
            + policy.groups.map { "the group \(.code($0.rawValue))" as StyledText }
        return
            "Fixes are approved by \(names.prefix(5).joined(separator: ", "))\(names.count > 5 ? " and others" : "")."
    }
}
