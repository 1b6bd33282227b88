/// A token in the text of a Slack message: what stands between `<` and `>` (docs.slack.dev, "Formatting message text").
enum MarkupToken: Sendable, Hashable {
    case user(id: String, label: String?)
    case channel(id: String, label: String?)
    case group(id: String, label: String?)
    /// `here`, `channel`, `everyone`, or a date's fallback.
    case special(String)
    case link(url: String, label: String?)

    init(_ content: Substring) {
        let pieces = content.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
        let name = pieces.first ?? ""
        let label = pieces.count > 1 && !pieces[1].isEmpty ? String(pieces[1]) : nil
        if name.hasPrefix("@") {
            self = .user(id: String(name.dropFirst()), label: label)
        } else if name.hasPrefix("#") {
            self = .channel(id: String(name.dropFirst()), label: label)
        } else if name.hasPrefix("!subteam^") {
            self = .group(id: String(name.dropFirst(9)), label: label)
        } else if name.hasPrefix("!") {
            self = .special(label ?? String(name.dropFirst().prefix { $0 != "^" }))
        } else {
            self = .link(url: String(name), label: label)
        }
    }
}

enum SlackMarkup {
    /// The text with each token replaced by what `write` says of it and Slack's three entities undone, once, after the
    /// tokens: what a person typed can then not turn into one. `write` is also told whether the token stands in code.
    static func resolve(_ text: String, write: (_ token: MarkupToken, _ isInCode: Bool) -> String) -> String {
        var output = ""
        var code = CodeState()
        var rest = text[...]
        while let start = rest.firstIndex(of: "<") {
            let before = rest[..<start]
            code.read(before)
            output += self.unescape(before)
            let inside = rest[rest.index(after: start)...]
            guard let end = inside.firstIndex(where: { $0 == ">" || $0 == "<" }), inside[end] == ">",
                end > inside.startIndex
            else {
                output.append("<")
                rest = inside
                continue
            }
            output += self.unescape(write(MarkupToken(inside[..<end]), code.isInCode))
            rest = inside[inside.index(after: end)...]
        }
        return output + self.unescape(rest)
    }

    /// `&lt;`, `&gt;` and `&amp;`, the only entities that Slack writes.
    static func unescape(_ text: some StringProtocol) -> String {
        guard text.utf8.contains(UInt8(ascii: "&")) else { return String(text) }
        var output = ""
        var rest = Substring(text)
        while let start = rest.firstIndex(of: "&") {
            output += rest[..<start]
            rest = rest[start...]
            let entity = self.entities.first { rest.hasPrefix($0.name) }
            output += entity?.text ?? "&"
            rest = rest.dropFirst(entity?.name.count ?? 1)
        }
        return output + rest
    }

    private static let entities = [("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")].map { (name: $0.0, text: $0.1) }

    /// Whether the text read so far ends inside a fence or a code span.
    private struct CodeState {
        private var isInFence = false
        private var isInSpan = false
        var isInCode: Bool { self.isInFence || self.isInSpan }

        mutating func read(_ text: Substring) {
            var ticks = 0
            for byte in text.utf8 {
                if byte == UInt8(ascii: "`") {
                    ticks += 1
                } else {
                    self.close(ticks)
                    ticks = 0
                    if byte == UInt8(ascii: "\n") { self.isInSpan = false }
                }
            }
            self.close(ticks)
        }

        private mutating func close(_ ticks: Int) {
            if ticks >= 3 {
                self.isInFence.toggle()
                self.isInSpan = false
            } else if ticks == 1, !self.isInFence {
                self.isInSpan.toggle()
            }
        }
    }
}

extension SlackMarkup {
    /// As a person reads it: `@name`, `#channel`, the address with its label where the label says more.
    static func readable(_ text: String, names: [String: String]) -> String {
        self.resolve(text) { token, isInCode in
            switch token {
            case .user(let id, let label): "@" + (names[id] ?? label ?? id)
            case .channel(let id, let label): "#" + (label ?? id)
            case .group(let id, let label): label ?? "@" + id
            case .special(let name): name.hasPrefix("@") || name.contains(" ") ? name : "@" + name
            case .link(let url, let label): self.link(url, label, isInCode: isInCode)
            }
        }
    }

    /// The ids of the people whom the text mentions, in order.
    static func mentioned(in text: String) -> [String] {
        var found: [String] = []
        _ = self.resolve(text) { token, _ in
            if case .user(let id, _) = token, !id.isEmpty { found.append(id) }
            return ""
        }
        return found
    }

    /// As the command grammar takes it: mentions keep their ids, links are addresses.
    static func command(_ text: String) -> String {
        self.resolve(text) { token, _ in
            switch token {
            case .user(let id, _): "<@\(id)>"
            case .channel(let id, _): "<#\(id)>"
            case .group(let id, _): "<!subteam^\(id)>"
            case .special(let name): name
            case .link(let url, let label):
                // `<https://…|#12>` and `<http://a.py|a.py>` were typed as their labels.
                label.map { self.isSpelling($0, of: url) || $0.hasPrefix("#") ? $0 : url } ?? url
            }
        }
    }

    private static func link(_ url: String, _ label: String?, isInCode: Bool) -> String {
        let address = url.hasPrefix("mailto:") ? String(url.dropFirst(7)) : url
        guard let label else { return address }
        if isInCode { return label }
        return self.isSpelling(label, of: address) ? address : "\(address) (\(label))"
    }

    private static func isSpelling(_ label: String, of url: String) -> Bool {
        url == label || url == "http://" + label || url == "https://" + label || url == "mailto:" + label
    }
}
