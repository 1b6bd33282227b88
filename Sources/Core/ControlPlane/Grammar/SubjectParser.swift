import HealingDomain

/// Reads what an instruction is about. Whatever is nothing else is words.
enum SubjectParser {
    static func subject(_ text: String) -> Subject {
        let bare = Self.unquoted(text)
        let words = bare.split(separator: " ").map(String.init)
        guard let last = words.last else { return .words("") }
        if words.count > 1 {
            return Self.named(words.dropLast().joined(separator: " ").lowercased(), last) ?? .words(bare)
        }
        if last.contains("://") { return LinkParser.subject(last) }
        return Self.pullRequest(last) ?? Self.finding(last) ?? Self.place(last) ?? .words(last)
    }

    private static func unquoted(_ text: String) -> String {
        let quotes: Set<Character> = ["\"", "'", "`", " "]
        let start = text.drop { quotes.contains($0) }
        return String(start.reversed().drop { quotes.contains($0) || $0 == "?" }.reversed())
    }

    /// `pr 12`, `pull request #12`, `finding a1b2`, `acme/shop 12`.
    private static func named(_ kind: String, _ value: String) -> Subject? {
        switch kind {
        case "pr", "pull", "pull request": return Self.pullRequest(value)
        case "finding": return Self.isHex(value, atLeast: 4) ? .finding(prefix: value.lowercased()) : nil
        default: return Self.isRepository(kind[...]) ? Self.pullRequest(kind + "#" + value) : nil
        }
    }

    /// `#12`, `12`, `pr12`, `acme/shop#12`.
    private static func pullRequest(_ word: String) -> Subject? {
        let parts = word.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2 {
            guard let number = Self.number(parts[1]) else { return nil }
            if parts[0].isEmpty || parts[0].lowercased() == "pr" {
                return .pullRequest(repository: nil, number: number)
            }
            guard Self.isRepository(parts[0]) else { return nil }
            return .pullRequest(repository: RepositoryName(String(parts[0])), number: number)
        }
        let digits = word.lowercased().hasPrefix("pr") ? word.dropFirst(2) : word[...]
        return Self.number(digits).map { .pullRequest(repository: nil, number: $0) }
    }

    private static func finding(_ word: String) -> Subject? {
        if word.hasPrefix("fix-") { return .fix(id: word) }
        return Self.isHex(word, atLeast: 8) ? .finding(prefix: word.lowercased()) : nil
    }

    /// `db/orders.py:42`, `db/orders.py:42:7`, `db/orders.py#L42`, `db/orders.py`.
    private static func place(_ word: String) -> Subject? {
        let parts = word.replacing("#L", with: ":").split(separator: ":")
        guard let path = parts.first, Self.looksLikeFile(path) else { return nil }
        guard parts.count > 1 else { return .place(path: String(path), line: nil) }
        let digits = parts[1].hasPrefix("L") ? parts[1].dropFirst() : parts[1]
        return Self.number(digits).map { .place(path: String(path), line: $0) }
    }

    private static func looksLikeFile(_ path: Substring) -> Bool {
        guard let name = path.split(separator: "/").last, let dot = name.lastIndex(of: ".") else { return false }
        let ending = name[name.index(after: dot)...]
        return (1...8).contains(ending.count) && ending.allSatisfy { $0.isLetter || $0.isNumber }
    }

    static func isRepository(_ text: Substring) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 2
            && parts.allSatisfy { part in
                !part.isEmpty && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
            }
    }

    /// A number of a pull request or a line: 1 to 9,999,999; longer rows of digits are fingerprints.
    static func number(_ text: Substring) -> Int? {
        guard (1...7).contains(text.utf8.count), let number = Int(text), number > 0, text.first != "+" else {
            return nil
        }
        return number
    }

    private static func isHex(_ word: String, atLeast count: Int) -> Bool {
        (count...64).contains(word.utf8.count) && word.allSatisfy { $0.isASCII && $0.isHexDigit }
    }
}

/// Reads links to pull requests, lines of files and Slack messages.
enum LinkParser {
    static func subject(_ link: String) -> Subject {
        let (address, fragment) = Self.cut(link[...], at: "#")
        let (path, query) = Self.cut(address, at: "?")
        let segments = path.split(separator: "/").dropFirst(2).map { Self.percentDecoded($0) }
        return Self.pullRequest(segments) ?? Self.place(segments, fragment: fragment)
            ?? Self.commit(segments) ?? Self.alert(segments) ?? Self.message(segments, query: query) ?? .link(link)
    }

    /// `https://github.com/acme/shop`, with or without more behind it.
    static func repository(_ link: String) -> RepositoryName? {
        let segments = self.cut(self.cut(link[...], at: "#").0, at: "?").0.split(separator: "/").dropFirst(2)
        guard segments.count >= 2 else { return nil }
        let name = segments.prefix(2).joined(separator: "/")
        let bare = name.hasSuffix(".git") ? String(name.dropLast(4)) : name
        return SubjectParser.isRepository(bare[...]) ? RepositoryName(bare) : nil
    }

    private static func repository(in segments: [String], before index: Int) -> RepositoryName? {
        guard index >= 2 else { return nil }
        let name = segments[index - 2] + "/" + segments[index - 1]
        return SubjectParser.isRepository(name[...]) ? RepositoryName(name) : nil
    }

    /// `…/commit/<digits>`, also of a pull request's list of commits.
    private static func commit(_ segments: [String]) -> Subject? {
        guard let index = segments.firstIndex(where: { $0 == "commit" || $0 == "commits" }), index + 1 < segments.count,
            let repository = Self.repository(in: segments, before: index)
        else { return nil }
        let digits = segments[index + 1].lowercased()
        guard (7...64).contains(digits.utf8.count), digits.allSatisfy({ $0.isASCII && $0.isHexDigit }) else {
            return nil
        }
        return .commit(digits, repository: repository)
    }

    /// `…/security/code-scanning/5`, `…/security/dependabot/5`.
    private static func alert(_ segments: [String]) -> Subject? {
        guard let index = segments.firstIndex(of: "security"), index + 2 < segments.count,
            let repository = Self.repository(in: segments, before: index),
            let number = SubjectParser.number(segments[index + 2][...])
        else { return nil }
        return .alert(repository: repository, number: number)
    }

    private static func cut(_ text: Substring, at mark: Character) -> (Substring, Substring) {
        guard let index = text.firstIndex(of: mark) else { return (text, "") }
        return (text[..<index], text[text.index(after: index)...])
    }

    private static func pullRequest(_ segments: [String]) -> Subject? {
        guard let index = segments.lastIndex(where: { $0 == "pull" || $0 == "pulls" }), index >= 2,
            index + 1 < segments.count, let number = SubjectParser.number(segments[index + 1][...])
        else { return nil }
        let repository = segments[index - 2] + "/" + segments[index - 1]
        return SubjectParser.isRepository(repository[...])
            ? .pullRequest(repository: RepositoryName(repository), number: number) : nil
    }

    private static func place(_ segments: [String], fragment: Substring) -> Subject? {
        guard let index = segments.firstIndex(of: "blob"), index >= 2, index + 2 < segments.count else { return nil }
        let digits = fragment.hasPrefix("L") ? fragment.dropFirst().prefix { $0.isNumber } : ""
        return .place(
            path: segments[(index + 2)...].joined(separator: "/"), line: SubjectParser.number(digits),
            repository: Self.repository(in: segments, before: index))
    }

    /// `…/archives/C123/p1700000000123456`: the last six digits stand after the dot of the timestamp.
    private static func message(_ segments: [String], query: Substring) -> Subject? {
        guard let index = segments.firstIndex(of: "archives"), index + 2 < segments.count else { return nil }
        let channel = ChannelID(segments[index + 1])
        let thread = query.split(separator: "&").first { $0.hasPrefix("thread_ts=") }?.dropFirst("thread_ts=".count)
        if let thread {
            return .message(MessageReference(channel: channel, timestamp: MessageTimestamp(String(thread))))
        }
        let digits = segments[index + 2].dropFirst()
        guard segments[index + 2].hasPrefix("p"), digits.count > 6, digits.allSatisfy(\.isNumber) else { return nil }
        let timestamp = MessageTimestamp(digits.dropLast(6) + "." + digits.suffix(6))
        return .message(MessageReference(channel: channel, timestamp: timestamp))
    }

    private static func percentDecoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.first {
            let digits = rest.dropFirst().prefix(2)
            if byte == UInt8(ascii: "%"), digits.count == 2, let value = UInt8(String(Substring(digits)), radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
                rest = rest.dropFirst()
            }
        }
        return String(validating: bytes, as: UTF8.self) ?? String(text)
    }
}
