import HealingDomain

/// One text as tokens with their brackets matched: what learning and applying work on.
struct Source: Sendable {
    let bytes: [UInt8]
    let language: Language
    let table: LanguageTable
    private(set) var tokens: [Token]
    /// Why this text cannot be worked on safely; `nil` when it lexes and its brackets balance.
    private(set) var problem: String?

    init(_ text: String, _ language: Language) {
        self.bytes = Array(text.utf8)
        self.language = language
        self.table = LanguageTable.of(language)
        var lexer = Lexer(self.bytes, self.table)
        lexer.run()
        self.tokens = lexer.tokens
        self.problem = lexer.problem
        self.matchBrackets()
        if self.table.family == .ruby { self.matchRubyBlocks() }
        self.assignParents()
    }

    var count: Int { self.tokens.count }

    func text(_ index: Int) -> String {
        String(decoding: self.bytes[self.tokens[index].start..<self.tokens[index].end], as: UTF8.self)
    }

    func text(_ range: Range<Int>) -> String {
        guard !range.isEmpty else { return "" }
        return String(
            decoding: self.bytes[self.tokens[range.lowerBound].start..<self.tokens[range.upperBound - 1].end],
            as: UTF8.self)
    }

    /// The bytes between token `index - 1` and token `index`.
    func gap(before index: Int) -> ArraySlice<UInt8> {
        let start = index > 0 ? self.tokens[index - 1].end : 0
        let end = index < self.count ? self.tokens[index].start : self.bytes.count
        return self.bytes[start..<max(start, end)]
    }

    func gapText(before index: Int) -> String { String(decoding: self.gap(before: index), as: UTF8.self) }

    /// Whether there is a comment between token `index - 1` and token `index`.
    func hasComment(before index: Int) -> Bool { self.gap(before: index).contains { !$0.isSpace && $0 != 0x5c } }

    func isMark(_ index: Int, _ text: StaticString) -> Bool {
        guard index >= 0, index < self.count else { return false }
        let token = self.tokens[index]
        guard token.end - token.start == text.utf8CodeUnitCount, token.kind != .string, token.kind != .name else {
            return false
        }
        for offset in 0..<text.utf8CodeUnitCount where self.bytes[token.start + offset] != text.utf8Start[offset] {
            return false
        }
        return true
    }

    func isWord(_ index: Int, _ text: String) -> Bool {
        guard index >= 0, index < self.count else { return false }
        let token = self.tokens[index]
        return (token.kind == .keyword || token.kind == .name)
            && self.bytes[token.start..<token.end].elementsEqual(text.utf8)
    }

    func isOpen(_ index: Int) -> Bool { index >= 0 && index < self.count && self.tokens[index].partner > index }
    func isClose(_ index: Int) -> Bool {
        index >= 0 && index < self.count && self.tokens[index].partner >= 0 && self.tokens[index].partner < index
    }

    /// The line of a byte offset, from 1.
    func line(ofByte offset: Int) -> Int {
        var line = 1
        for index in 0..<min(offset, self.bytes.count) where self.bytes[index] == 0x0a { line += 1 }
        return line
    }

    /// The white space that starts the line of this byte.
    func indentation(atByte offset: Int) -> ArraySlice<UInt8> {
        var start = min(offset, self.bytes.count)
        while start > 0, self.bytes[start - 1] != 0x0a { start -= 1 }
        var end = start
        while end < self.bytes.count, self.bytes[end] == 0x20 || self.bytes[end] == 0x09 { end += 1 }
        return self.bytes[start..<end]
    }

    private mutating func matchBrackets() {
        var stack: [Int] = []
        for index in self.tokens.indices {
            switch self.tokens[index].kind {
            case .open, .indent: stack.append(index)
            case .close, .dedent:
                guard let open = stack.popLast(), self.closes(index, open) else {
                    self.problem = self.problem ?? "the brackets do not balance"
                    return
                }
                self.tokens[open].partner = index
                self.tokens[index].partner = open
            default: break
            }
        }
        if !stack.isEmpty { self.problem = self.problem ?? "the brackets do not balance" }
    }

    private func closes(_ close: Int, _ open: Int) -> Bool {
        if self.tokens[open].kind == .indent { return self.tokens[close].kind == .dedent }
        guard self.tokens[close].kind == .close else { return false }
        switch self.bytes[self.tokens[open].start] {
        case 0x28: return self.bytes[self.tokens[close].start] == 0x29
        case 0x5b: return self.bytes[self.tokens[close].start] == 0x5d
        default: return self.bytes[self.tokens[close].start] == 0x7d
        }
    }

    /// `def … end` and its kin; left unmatched, all of them, where they do not balance.
    private mutating func matchRubyBlocks() {
        var stack: [Int] = []
        var pairs: [(Int, Int)] = []
        var loopLine = false
        for index in self.tokens.indices {
            if self.tokens[index].startsLine { loopLine = false }
            guard self.tokens[index].kind == .keyword else { continue }
            switch self.text(index) {
            case "def", "class", "module", "begin", "case": stack.append(index)
            case "do":
                if !loopLine { stack.append(index) }
                loopLine = false
            case "if", "unless":
                if self.startsRubyClause(index) { stack.append(index) }
            case "while", "until", "for":
                if self.startsRubyClause(index) {
                    stack.append(index)
                    loopLine = true
                }
            case "end":
                guard let open = stack.popLast() else { return }
                pairs.append((open, index))
            default: break
            }
        }
        guard stack.isEmpty else { return }
        for (open, close) in pairs {
            self.tokens[open].partner = close
            self.tokens[close].partner = open
        }
    }

    private func startsRubyClause(_ index: Int) -> Bool {
        guard index > 0, !self.tokens[index].startsLine else { return true }
        switch self.tokens[index - 1].kind {
        case .mark, .open: return true
        case .keyword: return ["then", "else", "do", "begin", "not", "and", "or"].contains(self.text(index - 1))
        default: return false
        }
    }

    private mutating func assignParents() {
        var stack: [Int] = []
        for index in self.tokens.indices {
            let partner = self.tokens[index].partner
            if partner >= 0, partner < index, stack.last == partner { stack.removeLast() }
            self.tokens[index].parent = stack.last ?? -1
            if partner > index { stack.append(index) }
        }
    }
}
