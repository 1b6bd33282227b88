import HealingDomain

/// The one grammar of the slash command, the mention and the message shortcut.
package struct CommandParser: Sendable {
    package init() {}

    /// Reads what stood after `/codehealer` or the mention. No words at all ask for help.
    package func parse(_ typed: String) throws(CommandMistake) -> Instruction {
        let words = Self.withoutAddress(CommandText.normalised(typed))
        guard let first = words.first else { return .help(nil) }
        let rest = words.dropFirst().joined(separator: " ")
        guard let verb = Self.verb(first) else { throw Self.unknown(first, rest: rest) }
        switch verb {
        case .why: return .why(rest.isEmpty ? nil : SubjectParser.subject(rest))
        case .fix: return try Self.fix(rest)
        case .search: return try Self.search(rest)
        case .status: return .status
        case .stats: return .stats(try Self.period(rest))
        case .help: return .help(words.dropFirst().first.flatMap(Self.verb))
        default: return try TeamCommandParser.instruction(verb, Array(words.dropFirst()))
        }
    }

    /// The words without the bot's name before them.
    private static func withoutAddress(_ text: String) -> [String] {
        let words = text.split(separator: " ").map(String.init)
        return Array(words.drop { $0.hasPrefix("@") || $0 == "/codehealer" || $0 == "," || $0 == ":" })
    }

    private static func verb(_ word: String) -> Verb? {
        let bare = word.lowercased().reversed().drop { "?!:,.".contains($0) }.reversed()
        return Verb(rawValue: String(bare)) ?? Verb.synonyms[String(bare)] ?? Verb.synonyms[word]
    }

    private static func fix(_ rest: String) throws(CommandMistake) -> Instruction {
        switch SubjectParser.subject(rest) {
        case .pullRequest, .finding, .fix, .message: return .fix(SubjectParser.subject(rest))
        case .words(""):
            throw CommandMistake(problem: "`fix` needs to know what.", nearest: "fix owner/repository#12")
        case .link, .place, .words, .commit, .alert:
            throw CommandMistake(
                problem: "`\(rest)` is neither a pull request nor a finding.", nearest: "fix owner/repository#12")
        }
    }

    private static func period(_ rest: String) throws(CommandMistake) -> StatsPeriod {
        guard let period = StatsPeriod(rest) else {
            throw CommandMistake(problem: "`\(rest.shortened(to: 40))` is no period.", nearest: "stats 30d")
        }
        return period
    }

    private static func search(_ rest: String) throws(CommandMistake) -> Instruction {
        let words = rest.split { "\"'`".contains($0) }.joined(separator: " ")
        guard words.contains(where: { $0.isLetter || $0.isNumber }) else {
            throw CommandMistake(problem: "`search` needs words to look for.", nearest: "search sql injection")
        }
        return .search(words)
    }

    private static func unknown(_ word: String, rest: String) -> CommandMistake {
        let whole = rest.isEmpty ? word : word + " " + rest
        let problem = "I do not know `\(word.shortened(to: 40))`."
        if let verb = self.nearestVerb(to: word) {
            return CommandMistake(problem: problem, nearest: Self.completed(verb, rest: rest))
        }
        switch SubjectParser.subject(whole) {
        case .words where rest.isEmpty: return CommandMistake(problem: problem, nearest: "help")
        case .words: return CommandMistake(problem: problem, nearest: "search \(whole.shortened(to: 100))")
        default: return CommandMistake(problem: problem, nearest: "why \(whole)")
        }
    }

    private static func nearestVerb(to word: String) -> Verb? {
        let lowered = String(word.lowercased().prefix(32))
        let scored = Verb.allCases.map { verb in
            let isStart = lowered.count >= 2 && verb.rawValue.hasPrefix(lowered)
            return (verb: verb, distance: isStart ? 0 : editDistance(lowered, verb.rawValue))
        }
        guard let best = scored.min(by: { $0.distance < $1.distance }) else { return nil }
        return best.distance <= (lowered.count < 5 ? 1 : 2) ? best.verb : nil
    }

    /// The verb with what was typed after it, where that makes sense, else its nearest form that does.
    private static func completed(_ verb: Verb, rest: String) -> String {
        let whole = rest.isEmpty ? verb.rawValue : "\(verb.rawValue) \(rest.shortened(to: 100))"
        do {
            let instruction = try CommandParser().parse(whole)
            switch instruction {
            case .status, .help, .save, .subscriptions: return verb.rawValue
            default: return whole
            }
        } catch {
            return error.nearest
        }
    }
}
