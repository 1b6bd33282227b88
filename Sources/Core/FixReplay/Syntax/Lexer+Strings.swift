/// How strings, templates and regular expressions are read. Each answer is the end of the literal that starts here;
/// an end past the text means that it has none.
extension Lexer {
    func stringEnd() -> Int? {
        let byte = self.at(0)
        switch self.table.family {
        case .python: return self.pythonString()
        case .javascript:
            if byte == 0x60 { return self.interpolated(from: self.index + 1, quote: 0x60, opener: 0x24, brace: 0x7b) }
            if byte == 0x2f, !self.lastEndsOperand { return self.regularExpression() }
            return byte == 0x22 || byte == 0x27
                ? self.quoted(from: self.index + 1, quote: byte, escapes: true, lines: false) : nil
        case .ruby:
            if byte == 0x22 || byte == 0x60 {
                return self.interpolated(from: self.index + 1, quote: byte, opener: 0x23, brace: 0x7b)
            }
            if byte == 0x2f, self.rubyAllowsExpression { return self.regularExpression() }
            return byte == 0x27 ? self.quoted(from: self.index + 1, quote: byte, escapes: true, lines: true) : nil
        case .go where byte == 0x60: return self.quoted(from: self.index + 1, quote: byte, escapes: false, lines: true)
        case .swift: return self.swiftString()
        case .rust: return self.rustString()
        case .csharp: return self.csharpString()
        case .php where byte == 0x22 || byte == 0x27:
            return self.quoted(from: self.index + 1, quote: byte, escapes: true, lines: true)
        case .yaml
        where byte == 0x27 && self.lastEndsOperand && self.index > 0 && self.bytes[self.index - 1].continuesName:
            return nil
        default:
            if byte == 0x22, self.at(1) == 0x22, self.at(2) == 0x22 {
                return self.tripled(from: self.index + 3, quote: byte)
            }
            return byte == 0x22 || byte == 0x27
                ? self.quoted(from: self.index + 1, quote: byte, escapes: true, lines: false) : nil
        }
    }

    /// From the first byte of the content to behind the closing quote.
    func quoted(from start: Int, quote: UInt8, escapes: Bool, lines: Bool) -> Int {
        var end = start
        while end < self.bytes.count {
            let byte = self.bytes[end]
            if byte == quote { return end + 1 }
            if byte == 0x0a, !lines { return self.bytes.count + 1 }
            end += escapes && byte == 0x5c ? 2 : 1
        }
        return self.bytes.count + 1
    }

    func tripled(from start: Int, quote: UInt8) -> Int {
        var end = start
        while end + 2 < self.bytes.count {
            if self.bytes[end] == quote, self.bytes[end + 1] == quote, self.bytes[end + 2] == quote { return end + 3 }
            end += self.bytes[end] == 0x5c ? 2 : 1
        }
        return self.bytes.count + 1
    }

    /// A string with code inside. Nested strings of the same kind are followed with a stack, not by recursion.
    func interpolated(from start: Int, quote: UInt8, opener: UInt8, brace: UInt8) -> Int {
        let closing: UInt8 = brace == 0x7b ? 0x7d : 0x29
        var end = start
        /// One entry a level of embedded code: its open braces. Text and code alternate.
        var depths: [Int] = []
        var inText = true
        while end < self.bytes.count {
            let byte = self.bytes[end]
            if inText {
                if byte == opener, end + 1 < self.bytes.count, self.bytes[end + 1] == brace {
                    depths.append(0)
                    inText = false
                    end += 1
                } else if byte == 0x5c {
                    end += 1
                } else if byte == quote {
                    if depths.isEmpty { return end + 1 }
                    inText = false
                }
            } else if byte == brace {
                depths[depths.count - 1] += 1
            } else if byte == closing {
                if depths[depths.count - 1] == 0 {
                    depths.removeLast()
                    inText = true
                } else {
                    depths[depths.count - 1] -= 1
                }
            } else if byte == quote {
                inText = true
            } else if byte == 0x27 || byte == 0x22 {
                end = self.quoted(from: end + 1, quote: byte, escapes: true, lines: false) - 1
            }
            end += 1
        }
        return self.bytes.count + 1
    }

    private func pythonString() -> Int? {
        var offset = 0
        while offset < 3, [0x72, 0x62, 0x75, 0x66, 0x74].contains(self.at(offset) | 0x20) { offset += 1 }
        let quote = self.at(offset)
        guard quote == 0x22 || quote == 0x27 else { return nil }
        let start = self.index + offset
        if self.at(offset + 1) == quote, self.at(offset + 2) == quote {
            return self.tripled(from: start + 3, quote: quote)
        }
        return self.quoted(from: start + 1, quote: quote, escapes: true, lines: false)
    }

    private func swiftString() -> Int? {
        var hashes = 0
        while self.at(hashes) == 0x23 { hashes += 1 }
        guard self.at(hashes) == 0x22 else { return nil }
        let start = self.index + hashes
        if hashes > 0 { return self.delimited(from: start + 1, ending: [0x22] + Array(repeating: 0x23, count: hashes)) }
        if self.at(1) == 0x22, self.at(2) == 0x22 { return self.tripled(from: start + 3, quote: 0x22) }
        return self.interpolated(from: start + 1, quote: 0x22, opener: 0x5c, brace: 0x28)
    }

    private func rustString() -> Int? {
        if self.at(0) == 0x27 {
            if self.at(1) == 0x5c { return self.quoted(from: self.index + 1, quote: 0x27, escapes: true, lines: false) }
            var end = self.index + 2
            while end < self.bytes.count, self.bytes[end] & 0xc0 == 0x80 { end += 1 }
            return end < self.bytes.count && self.bytes[end] == 0x27 ? end + 1 : nil
        }
        var offset = 0
        while offset < 2, self.at(offset) == 0x62 || self.at(offset) == 0x72 { offset += 1 }
        let isRaw = offset > 0 && self.at(offset - 1) == 0x72
        var hashes = 0
        while isRaw, self.at(offset + hashes) == 0x23 { hashes += 1 }
        guard self.at(offset + hashes) == 0x22 else {
            return offset == 1 && self.at(0) == 0x62 && self.at(1) == 0x27
                ? self.quoted(from: self.index + 2, quote: 0x27, escapes: true, lines: false) : nil
        }
        let start = self.index + offset + hashes + 1
        if isRaw { return self.delimited(from: start, ending: [0x22] + Array(repeating: 0x23, count: hashes)) }
        return self.quoted(from: start, quote: 0x22, escapes: true, lines: true)
    }

    private func csharpString() -> Int? {
        var offset = 0
        while offset < 2, self.at(offset) == 0x24 || self.at(offset) == 0x40 { offset += 1 }
        if self.at(offset) == 0x27, offset == 0 {
            return self.quoted(from: self.index + 1, quote: 0x27, escapes: true, lines: false)
        }
        guard self.at(offset) == 0x22 else { return nil }
        let start = self.index + offset
        if self.at(offset + 1) == 0x22, self.at(offset + 2) == 0x22 {
            return self.tripled(from: start + 3, quote: 0x22)
        }
        let isVerbatim = (0..<offset).contains { self.at($0) == 0x40 }
        return self.quoted(from: start + 1, quote: 0x22, escapes: !isVerbatim, lines: isVerbatim)
    }

    private func delimited(from start: Int, ending: [UInt8]) -> Int {
        var end = start
        while end < self.bytes.count, !self.hasPrefix(ending, at: end) { end += 1 }
        return end < self.bytes.count ? end + ending.count : self.bytes.count + 1
    }

    private var rubyAllowsExpression: Bool {
        guard self.lastEndsOperand, let last = self.tokens.last else { return true }
        return last.kind == .name && self.index > last.end && !self.at(1).isSpace && self.at(1) != 0x3d
    }

    private func regularExpression() -> Int? {
        var end = self.index + 1
        var inClass = false
        while end < self.bytes.count, self.bytes[end] != 0x0a {
            let byte = self.bytes[end]
            if byte == 0x5c {
                end += 2
                continue
            }
            if byte == 0x5b { inClass = true }
            if byte == 0x5d { inClass = false }
            end += 1
            if byte == 0x2f, !inClass {
                while end < self.bytes.count, self.bytes[end].isLetter { end += 1 }
                return end
            }
        }
        return nil
    }
}
