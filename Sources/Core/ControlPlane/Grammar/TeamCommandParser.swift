import HealingDomain

/// Reads what follows the verbs by which a team settles things: who hears of what, what is silent, who is who.
enum TeamCommandParser {
    static func instruction(_ verb: Verb, _ words: [String]) throws(CommandMistake) -> Instruction {
        switch verb {
        case .save: return .save
        case .subscriptions: return .subscriptions
        case .mine: return .mine(try self.channel(words))
        case .forget: return .forget(try self.forgotten(words))
        case .subscribe: return try self.subscribe(words)
        case .unsubscribe: return .unsubscribe(try self.repository(words.first, for: verb))
        case .mute: return .mute(try self.mute(words))
        case .unmute: return .unmute(words.isEmpty ? nil : try self.mute(words))
        case .link: return .link(try self.link(words))
        case .why, .fix, .search, .status, .stats, .help: return .help(verb)
        }
    }

    // MARK: Channels and people

    private static func channel(_ words: [String]) throws(CommandMistake) -> ChannelID? {
        guard let word = words.first, !["here", "this"].contains(word.lowercased()) else { return nil }
        let id = word.hasPrefix("#") ? word.dropFirst() : word[...]
        guard self.isID(id, of: ["C", "G", "D"]) else {
            throw CommandMistake(
                problem:
                    "I cannot tell which channel `\(word.shortened(to: 60))` is: choose it from the list that Slack shows while you type `#`.",
                nearest: "mine")
        }
        return ChannelID(String(id))
    }

    private static func forgotten(_ words: [String]) throws(CommandMistake) -> ForgetTarget {
        let text = words.joined(separator: " ")
        switch text.lowercased() {
        case "me", "my words", "myself": return .asker
        case "this", "this thread", "thread": return .thisThread
        default: break
        }
        let id = text.hasPrefix("@") ? text.dropFirst() : text[...]
        if self.isID(id, of: ["U", "W"]) { return .person(PersonID(String(id))) }
        if case .message(let reference) = SubjectParser.subject(text) { return .thread(reference) }
        let problem =
            text.isEmpty
            ? "`forget` needs to know what."
            : "`\(text.shortened(to: 60))` is neither a link to a thread nor a person chosen from Slack's list."
        throw CommandMistake(problem: problem, nearest: "forget me")
    }

    /// Slack's ids are capital letters and digits, which no name of a channel or person is.
    private static func isID(_ text: Substring, of kinds: Set<Character>) -> Bool {
        guard let kind = text.first, kinds.contains(kind), text.count >= 2 else { return false }
        return text.allSatisfy { $0.isASCII && ($0.isUppercase || $0.isNumber) }
    }

    // MARK: Subscriptions

    private static func subscribe(_ words: [String]) throws(CommandMistake) -> Instruction {
        let repository = try self.repository(words.first, for: .subscribe)
        var branch: String?
        var severity: Severity?
        for word in words.dropFirst()
        where !["min", "minimum", "from", "branch", "severity"].contains(word.lowercased()) {
            if severity == nil, let level = Severity(rawValue: word.uppercased().filter { $0 != "+" }) {
                severity = level
            } else if branch == nil {
                branch = word
            } else {
                throw CommandMistake(
                    problem: "`\(word.shortened(to: 40))` is one word too many.",
                    nearest: "subscribe \(repository) \(branch ?? "main") \(severity?.rawValue.lowercased() ?? "high")")
            }
        }
        return .subscribe(repository, branch: branch, minimumSeverity: severity ?? .low)
    }

    private static func repository(_ word: String?, for verb: Verb) throws(CommandMistake) -> RepositoryName {
        guard let word else {
            throw CommandMistake(
                problem: "`\(verb.rawValue)` needs a repository.", nearest: "\(verb.rawValue) owner/repository")
        }
        if word.contains("://"), let repository = LinkParser.repository(word) { return repository }
        let bare = word.filter { $0 != "`" && $0 != "\"" && $0 != "'" }
        guard SubjectParser.isRepository(bare[...]) else {
            throw CommandMistake(
                problem: "`\(word.shortened(to: 60))` is no repository.", nearest: "\(verb.rawValue) owner/repository")
        }
        return RepositoryName(bare)
    }

    // MARK: Mutes

    private static func mute(_ words: [String]) throws(CommandMistake) -> MuteWish {
        var words = words.map { word in word.filter { $0 != "`" && $0 != "\"" } }.filter { !$0.isEmpty }
        var reason: String?
        if let start = words.firstIndex(where: { ["because", "since", "reason"].contains($0.lowercased()) }) {
            reason = words[(start + 1)...].joined(separator: " ").shortened(to: 300)
            words = Array(words[..<start])
        }
        var repository: RepositoryName?
        if let at = words.lastIndex(where: { $0.lowercased() == "in" }), at + 1 < words.count, at > 0 {
            repository = try self.repository(words[at + 1], for: .mute)
            words.removeSubrange(at...(at + 1))
        }
        var kind: String?
        if words.count == 2, ["rule", "path"].contains(words[0].lowercased()) {
            kind = words.removeFirst().lowercased()
        }
        guard let target = words.first, words.count == 1 else {
            throw CommandMistake(
                problem: words.isEmpty ? "I need a rule or a path." : "One rule or path at a time.",
                nearest: words.first.map { "mute \($0.shortened(to: 100))" } ?? "mute tests/")
        }
        let isPath = kind.map { $0 == "path" } ?? self.looksLikePath(target)
        return MuteWish(
            target: isPath ? .path(PathPattern(target)) : .rule(RuleID(target)), repository: repository,
            reason: reason?.hasWords == true ? reason : nil)
    }

    /// Rules have dots like files have, but never a slash nor the ending of a known language.
    private static func looksLikePath(_ word: String) -> Bool {
        word.contains("/") || Language(path: word) != .generic
    }

    // MARK: Accounts

    private static func link(_ words: [String]) throws(CommandMistake) -> LinkWish {
        if let url = words.first(where: { $0.contains("://") }) { return .proof(url: url) }
        guard let word = words.first else { return .show }
        let login = word.hasPrefix("@") ? String(word.dropFirst()) : word
        if ["none", "remove", "off", "nobody"].contains(login.lowercased()) { return .remove }
        let isLogin =
            (1...60).contains(login.utf8.count)
            && login.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
        guard isLogin, !(word.hasPrefix("@") && self.isID(login[...], of: ["U", "W"])) else {
            throw CommandMistake(
                problem: "`\(word.shortened(to: 60))` is no GitHub login: type the name of your account there.",
                nearest: "link your-github-login")
        }
        return .login(login)
    }
}
