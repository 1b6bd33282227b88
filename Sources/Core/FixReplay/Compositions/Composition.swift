/// Text with values in it, however the language wrote it: an interpolated string, a concatenation, `%`, `format`.
struct Composition: Hashable {
    enum Part: Hashable {
        /// As it stands between quotes, escapes and all.
        case text(String)
        case value(String)
    }
    var parts: [Part]
    /// The quote and the prefix that a plain string of the same text would have.
    var quote: String
    var prefix: String

    var values: [String] {
        self.parts.compactMap { part in
            if case .value(let value) = part { value } else { nil }
        }
    }

    /// `nil` where these tokens are no text with values.
    init?(_ source: Source, _ range: Range<Int>) {
        guard !range.isEmpty, range.upperBound <= source.count else { return nil }
        let reader = CompositionReader(source: source, range: range)
        guard let parts = reader.parts(), let literal = reader.firstLiteral else { return nil }
        self.parts = Self.joined(parts)
        self.quote = literal.quote
        self.prefix = literal.prefix.filter { !"fF$@".contains($0) }
        guard self.values.allSatisfy({ !$0.isEmpty && !$0.contains("\n") }) else { return nil }
    }

    private static func joined(_ parts: [Part]) -> [Part] {
        var joined: [Part] = []
        for part in parts {
            if case .text(let text) = part, case .text(let last) = joined.last {
                joined[joined.count - 1] = .text(last + text)
            } else if part != .text("") {
                joined.append(part)
            }
        }
        return joined
    }
}

/// Reads the forms that a composition can have.
struct CompositionReader {
    let source: Source
    let range: Range<Int>

    var firstLiteral: StringLiteral? {
        self.range.first { self.source.tokens[$0].kind == .string }.map { StringLiteral(self.source.text($0)) }
    }

    func parts() -> [Composition.Part]? {
        if self.range.count == 1 { return self.literal(self.range.lowerBound) }
        return self.formatted() ?? self.percent() ?? self.concatenated()
    }

    private func literal(_ index: Int) -> [Composition.Part]? {
        guard self.source.tokens[index].kind == .string else { return nil }
        return Interpolation(family: self.source.table.family).parts(StringLiteral(self.source.text(index)))
    }

    private func concatenated() -> [Composition.Part]? {
        var parts: [Composition.Part] = []
        var place = self.range.lowerBound
        while place < self.range.upperBound {
            guard let end = self.source.operandEnd(from: place), end <= self.range.upperBound else { return nil }
            if self.source.tokens[place].kind == .string {
                for index in place..<end {
                    guard let read = self.literal(index) else { return nil }
                    parts += read
                }
            } else {
                parts.append(.value(self.plain(place..<end)))
            }
            if end == self.range.upperBound { break }
            guard self.source.isMark(end, "+") || (self.source.table.family == .php && self.source.isMark(end, "."))
            else { return nil }
            place = end + 1
        }
        let hasText = parts.contains { part in if case .text = part { true } else { false } }
        return hasText ? parts : nil
    }

    /// A value without a conversion to text around it.
    private func plain(_ range: Range<Int>) -> String {
        let isConversion = self.source.isWord(range.lowerBound, "str") || self.source.isWord(range.lowerBound, "String")
        if isConversion, range.count > 3, self.source.isMark(range.lowerBound + 1, "("),
            self.source.tokens[range.lowerBound + 1].partner == range.upperBound - 1
        {
            return self.source.text(range.lowerBound + 2..<range.upperBound - 1)
        }
        return self.source.text(range)
    }

    /// `"… %s" % x` and `"… %s" % (x, y)`.
    private func percent() -> [Composition.Part]? {
        let start = self.range.lowerBound
        guard self.source.table.family == .python || self.source.table.family == .ruby, self.range.count > 2,
            self.source.tokens[start].kind == .string, self.source.isMark(start + 1, "%"),
            self.source.operandEnd(from: start + 2) == self.range.upperBound
        else { return nil }
        let isList =
            self.source.tokens[start + 2].kind == .open
            && self.source.tokens[start + 2].partner == self.range.upperBound - 1
        let values = isList ? self.elements(start + 2) : [self.source.text(start + 2..<self.range.upperBound)]
        return self.filled(StringLiteral(self.source.text(start)), values, ["%s", "%d", "%i"])
    }

    /// `"… {}".format(x)`, `fmt.Sprintf("… %s", x)`, `String.format("… %s", x)`.
    private func formatted() -> [Composition.Part]? {
        let end = self.range.upperBound - 1
        guard self.source.isMark(end, ")"), self.source.tokens[end].partner > self.range.lowerBound else { return nil }
        let open = self.source.tokens[end].partner
        let start = self.range.lowerBound
        if open == start + 3, self.source.tokens[start].kind == .string, self.source.isWord(start + 2, "format") {
            return self.filled(
                StringLiteral(self.source.text(start)), self.elements(open), ["{}", "{0}", "{1}", "{2}", "{3}"])
        }
        let callee = self.source.text(start..<open)
        guard ["fmt.Sprintf", "String.format", "sprintf", "format"].contains(callee),
            self.source.tokens[open + 1].kind == .string,
            self.source.isMark(open + 2, ",")
        else { return nil }
        return self.filled(
            StringLiteral(self.source.text(open + 1)), Array(self.elements(open).dropFirst()), ["%s", "%d", "%v", "%q"])
    }

    private func elements(_ open: Int) -> [String] {
        var elements: [String] = []
        var place = open + 1
        while place < self.source.tokens[open].partner {
            let end = self.source.elementEnd(from: place, limit: self.source.tokens[open].partner)
            if end > place { elements.append(self.source.text(place..<end)) }
            place = end + 1
        }
        return elements
    }

    private func filled(_ literal: StringLiteral, _ values: [String], _ placeholders: [String]) -> [Composition.Part]? {
        var parts: [Composition.Part] = []
        var rest = Array(literal.content.utf8)[...]
        var text: [UInt8] = []
        var used = 0
        while let byte = rest.first {
            if let mark = placeholders.first(where: { rest.starts(with: $0.utf8) }) {
                guard used < values.count else { return nil }
                parts.append(.text(String(decoding: text, as: UTF8.self)))
                parts.append(.value(values[used]))
                text = []
                used += 1
                rest = rest.dropFirst(mark.utf8.count)
            } else if byte == 0x25, placeholders[0] == "%s" {
                guard rest.starts(with: [0x25, 0x25]) else { return nil }
                text.append(byte)
                rest = rest.dropFirst(2)
            } else if placeholders[0] == "{}", byte == 0x7b || byte == 0x7d {
                return nil
            } else {
                text.append(byte)
                rest = rest.dropFirst()
            }
        }
        parts.append(.text(String(decoding: text, as: UTF8.self)))
        return used == values.count ? parts : nil
    }
}

/// Takes interpolated string literals apart.
struct Interpolation {
    let family: LanguageTable.Family

    func parts(_ literal: StringLiteral) -> [Composition.Part]? {
        switch self.family {
        case .python:
            return literal.prefix.contains { "fF".contains($0) } ? self.braced(literal.content) : self.plain(literal)
        case .csharp: return literal.prefix.contains("$") ? self.braced(literal.content) : self.plain(literal)
        case .javascript: return literal.quote == "`" ? self.opened(literal.content, "${", "}") : self.plain(literal)
        case .ruby:
            return literal.quote == "\"" || literal.quote == "`"
                ? self.opened(literal.content, "#{", "}") : self.plain(literal)
        case .swift: return self.opened(literal.content, "\\(", ")")
        case .php: return literal.quote == "\"" && literal.content.contains("$") ? nil : self.plain(literal)
        default: return self.plain(literal)
        }
    }

    private func plain(_ literal: StringLiteral) -> [Composition.Part]? {
        literal.quote.isEmpty ? nil : [.text(literal.content)]
    }

    /// `{value}`, with `{{` for a brace; a format or a conversion makes it more than a value.
    private func braced(_ content: String) -> [Composition.Part]? {
        var parts: [Composition.Part] = []
        var text: [UInt8] = []
        var rest = Array(content.utf8)[...]
        while let byte = rest.first {
            rest = rest.dropFirst()
            if byte == 0x7b || byte == 0x7d, rest.first == byte {
                text.append(byte)
                rest = rest.dropFirst()
            } else if byte == 0x7b {
                guard let end = rest.firstIndex(of: 0x7d) else { return nil }
                let value = rest[..<end]
                guard !value.contains(0x21), !value.contains(0x3a), !value.contains(0x7b) else { return nil }
                parts += [.text(String(decoding: text, as: UTF8.self)), .value(Self.trimmed(value))]
                text = []
                rest = rest[(end + 1)...]
            } else {
                text.append(byte)
            }
        }
        return parts + [.text(String(decoding: text, as: UTF8.self))]
    }

    private func opened(_ content: String, _ opener: String, _ closer: Character) -> [Composition.Part]? {
        var parts: [Composition.Part] = []
        var text: [UInt8] = []
        let open = Array(opener.utf8)
        let close = closer.asciiValue ?? 0x7d
        let bytes = Array(content.utf8)
        var place = 0
        while place < bytes.count {
            guard place + 1 < bytes.count, bytes[place] == open[0], bytes[place + 1] == open[1] else {
                text.append(bytes[place])
                place += 1
                continue
            }
            var depth = 1
            var end = place + 2
            while end < bytes.count {
                if bytes[end] == open[1] { depth += 1 }
                if bytes[end] == close { depth -= 1 }
                if depth == 0 { break }
                end += 1
            }
            guard end < bytes.count else { return nil }
            parts += [.text(String(decoding: text, as: UTF8.self)), .value(Self.trimmed(bytes[(place + 2)..<end]))]
            text = []
            place = end + 1
        }
        return parts + [.text(String(decoding: text, as: UTF8.self))]
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
        var slice = bytes
        while slice.first?.isSpace == true { slice = slice.dropFirst() }
        while slice.last?.isSpace == true { slice = slice.dropLast() }
        return String(decoding: slice, as: UTF8.self)
    }
}
