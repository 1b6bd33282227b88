/// How single tokens are read.
extension Lexer {
    /// The kind and the end of the token that starts here; an end past the text means that it has none.
    mutating func scan(_ byte: UInt8) -> (TokenKind, Int) {
        if let end = self.stringEnd() { return (.string, end) }
        if let result = self.rubyToken(byte) { return result }
        if self.startsName(byte) { return self.scanName() }
        if byte.isDigit || (byte == 0x2e && self.at(1).isDigit && self.lastEndsOperand == false) {
            return (.number, self.numberEnd())
        }
        switch byte {
        case 0x28, 0x5b, 0x7b: return (.open, self.index + 1)
        case 0x29, 0x5d, 0x7d: return (.close, self.index + 1)
        default: return (.mark, self.index + Self.markLength(self.bytes, self.index))
        }
    }

    private func startsName(_ byte: UInt8) -> Bool {
        if byte.startsName { return true }
        switch self.table.family {
        case .javascript: return byte == 0x24 || (byte == 0x23 && self.at(1).startsName)
        case .php: return byte == 0x24 && self.at(1).startsName
        case .ruby: return (byte == 0x40 || byte == 0x24) && (self.at(1).startsName || self.at(1) == 0x40)
        case .rust: return byte == 0x27
        default: return false
        }
    }

    private func scanName() -> (TokenKind, Int) {
        var end = self.index + 1
        let dollar = self.table.family == .javascript
        if self.at(0) == 0x40, self.at(1) == 0x40 { end += 1 }
        while end < self.bytes.count, self.bytes[end].continuesName || (dollar && self.bytes[end] == 0x24) { end += 1 }
        if self.table.family == .ruby, end < self.bytes.count, self.bytes[end] == 0x3f || self.bytes[end] == 0x21 {
            let next = end + 1 < self.bytes.count ? self.bytes[end + 1] : 0
            if next != 0x3d, self.bytes[end] == 0x21 || next.isSpace || !next.startsName { end += 1 }
        }
        let text = self.bytes[self.index..<end]
        if text.count <= 14, !self.followsMember, self.table.keywords.contains(String(decoding: text, as: UTF8.self)) {
            return (.keyword, end)
        }
        return (.name, end)
    }

    /// After a dot a keyword is a member's name.
    private var followsMember: Bool {
        guard let last = self.tokens.last, last.kind == .mark else { return false }
        let text = self.bytes[last.start..<last.end]
        return text.elementsEqual([0x2e]) || text.elementsEqual([0x3f, 0x2e]) || text.elementsEqual([0x26, 0x2e])
    }

    private func numberEnd() -> Int {
        var end = self.index
        while end < self.bytes.count {
            let byte = self.bytes[end]
            if byte.continuesName {
                end += 1
            } else if byte == 0x2e, end + 1 < self.bytes.count, self.bytes[end + 1].isDigit {
                end += 1
            } else if byte == 0x2b || byte == 0x2d, end > self.index, self.bytes[end - 1] | 0x20 == 0x65,
                self.bytes[self.index..<end].allSatisfy({ $0.isDigit || $0 == 0x2e || $0 | 0x20 == 0x65 || $0 == 0x5f }
                ),
                end + 1 < self.bytes.count, self.bytes[end + 1].isDigit
            {
                end += 1
            } else {
                break
            }
        }
        return end
    }

    var lastEndsOperand: Bool {
        guard let last = self.tokens.last else { return false }
        switch last.kind {
        case .name, .number, .string, .symbol, .close: return true
        case .keyword:
            let text = String(decoding: self.bytes[last.start..<last.end], as: UTF8.self)
            return self.table.constants.contains(text) || text == "this" || text == "self" || text == "super"
                || text == "end"
        default: return false
        }
    }

    /// Symbols, `%w[…]` and its kin, and here-documents of Ruby.
    private mutating func rubyToken(_ byte: UInt8) -> (TokenKind, Int)? {
        guard self.table.family == .ruby else { return nil }
        if byte == 0x3a, self.at(1) != 0x3a, !self.precedesColon {
            if self.at(1) == 0x22 || self.at(1) == 0x27 {
                return (.symbol, self.quoted(from: self.index + 2, quote: self.at(1), escapes: true, lines: true))
            }
            guard self.at(1).startsName || self.at(1) == 0x40 else { return nil }
            var end = self.index + 2
            while end < self.bytes.count, self.bytes[end].continuesName { end += 1 }
            if end < self.bytes.count, [0x3f, 0x21, 0x3d].contains(self.bytes[end]),
                end + 1 >= self.bytes.count || ![0x3e, 0x3d, 0x7e].contains(self.bytes[end + 1])
            {
                end += 1
            }
            return (.symbol, end)
        }
        if byte == 0x25, !self.lastEndsOperand { return self.percentLiteral().map { (.string, $0) } }
        if byte == 0x3c, self.at(1) == 0x3c, let word = self.heredocWord() {
            self.expectHeredoc(word.text)
            return (.string, word.end)
        }
        return nil
    }

    private var precedesColon: Bool { self.index > 0 && self.bytes[self.index - 1] == 0x3a }

    private func percentLiteral() -> Int? {
        var offset = 1
        if [0x77, 0x57, 0x69, 0x49, 0x71, 0x51, 0x72, 0x78].contains(self.at(1)) { offset = 2 }
        let open = self.at(offset)
        let pairs: [UInt8: UInt8] = [
            0x28: 0x29, 0x5b: 0x5d, 0x7b: 0x7d, 0x3c: 0x3e, 0x7c: 0x7c, 0x21: 0x21, 0x2f: 0x2f,
        ]
        guard let close = pairs[open] else { return nil }
        var depth = 1
        var end = self.index + offset + 1
        while end < self.bytes.count, depth > 0 {
            if self.bytes[end] == 0x5c {
                end += 1
            } else if self.bytes[end] == close {
                depth -= 1
            } else if self.bytes[end] == open {
                depth += 1
            }
            end += 1
        }
        return depth == 0 ? end : self.bytes.count + 1
    }

    private func heredocWord() -> (text: [UInt8], end: Int)? {
        var start = self.index + 2
        if start < self.bytes.count, self.bytes[start] == 0x7e || self.bytes[start] == 0x2d { start += 1 }
        var quote: UInt8?
        if start < self.bytes.count, self.bytes[start] == 0x27 || self.bytes[start] == 0x22 {
            quote = self.bytes[start]
            start += 1
        }
        var end = start
        while end < self.bytes.count, self.bytes[end].continuesName { end += 1 }
        guard end > start, self.bytes[start].startsName, self.bytes[start] < 0x5b || quote != nil else { return nil }
        let text = Array(self.bytes[start..<end])
        if let quote {
            guard end < self.bytes.count, self.bytes[end] == quote else { return nil }
            end += 1
        }
        return (text, end)
    }

    private static let marks: [Set<[UInt8]>] = {
        let texts = [
            "===", "!==", "**=", "...", "<<=", ">>=", "&&=", "||=", "??=", "<=>", "//=", "..<", "..=", "?->", "==",
            "!=",
            "<=", ">=", "&&", "||", "??", "?.", "&.", "::", "->", "=>", "++", "--", "+=", "-=", "*=", "/=", "%=", "&=",
            "|=",
            "^=", "**", "//", "<<", ":=", "=~", "!~", "..", "<-", ".=", "@=",
        ]
        return [2, 3].map { length in Set(texts.filter { $0.utf8.count == length }.map { Array($0.utf8) }) }
    }()

    /// `>>` stays two marks, so that nested type arguments close one by one.
    static func markLength(_ bytes: [UInt8], _ index: Int) -> Int {
        if index + 3 <= bytes.count, Self.marks[1].contains(Array(bytes[index..<index + 3])) { return 3 }
        if index + 2 <= bytes.count, Self.marks[0].contains(Array(bytes[index..<index + 2])) { return 2 }
        return 1
    }
}
