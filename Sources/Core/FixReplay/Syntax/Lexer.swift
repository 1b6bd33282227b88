/// Cuts bytes into significant tokens by a language's table. Never fails: what it cannot read it reports in `problem`.
struct Lexer {
    let bytes: [UInt8]
    let table: LanguageTable
    var tokens: [Token] = []
    var problem: String?
    private var position = 0
    private var newline = true
    private var pendingHeredocs: [Heredoc] = []
    private var indents: [Int] = [0]
    /// Open brackets, so that a line end inside round or square ones means nothing.
    private var openers: [UInt8] = []

    struct Heredoc { var word: [UInt8] }

    init(_ bytes: [UInt8], _ table: LanguageTable) {
        self.bytes = bytes
        self.table = table
        self.tokens.reserveCapacity(bytes.count / 4)
    }

    mutating func run() {
        if self.bytes.starts(with: [0x23, 0x21]) { self.skipLine() }
        while self.position < self.bytes.count {
            let byte = self.bytes[self.position]
            if byte == 0x0a {
                self.endLine()
            } else if byte.isBlank {
                self.position += 1
            } else if !self.skipComment() && !self.skipContinuation() {
                self.readToken(byte)
            }
        }
        self.closeIndents(to: 0)
    }

    func at(_ offset: Int) -> UInt8 {
        let index = self.position + offset
        return index >= 0 && index < self.bytes.count ? self.bytes[index] : 0
    }

    func hasPrefix(_ text: [UInt8], at index: Int) -> Bool {
        guard index >= 0, index + text.count <= self.bytes.count else { return false }
        for offset in 0..<text.count where self.bytes[index + offset] != text[offset] { return false }
        return true
    }

    private mutating func endLine() {
        self.newline = true
        self.position += 1
        while let heredoc = self.pendingHeredocs.first {
            self.pendingHeredocs.removeFirst()
            self.skipHeredoc(heredoc)
        }
        if self.table.family == .ruby, self.hasPrefix(Array("=begin".utf8), at: self.position) {
            while self.position < self.bytes.count, !self.hasPrefix(Array("=end".utf8), at: self.position) {
                self.skipLine()
            }
        }
    }

    private mutating func skipLine() {
        while self.position < self.bytes.count, self.bytes[self.position] != 0x0a { self.position += 1 }
        if self.position < self.bytes.count { self.position += 1 }
        self.newline = true
    }

    private mutating func skipHeredoc(_ heredoc: Heredoc) {
        while self.position < self.bytes.count {
            var start = self.position
            while start < self.bytes.count, self.bytes[start].isBlank { start += 1 }
            let ends = self.hasPrefix(heredoc.word, at: start) && !self.isName(at: start + heredoc.word.count)
            if ends {
                self.position = start + heredoc.word.count
                if self.table.family == .ruby { self.skipLine() }
                // Code that shares a line with a here-document cannot be cut into simple slices.
                self.problem = "here-documents are not replayed"
                return
            }
            while self.position < self.bytes.count, self.bytes[self.position] != 0x0a { self.position += 1 }
            if self.position < self.bytes.count { self.position += 1 }
        }
        self.problem = "a here-document has no end"
    }

    private func isName(at index: Int) -> Bool { index < self.bytes.count && self.bytes[index].continuesName }

    private mutating func skipComment() -> Bool {
        if self.table.blockComments, self.at(0) == 0x2f, self.at(1) == 0x2a {
            self.skipBlockComment()
            return true
        }
        for opening in self.table.lineComments where self.hasPrefix(opening, at: self.position) {
            if self.table.family == .php, opening.count == 1, self.at(1) == 0x5b { continue }
            while self.position < self.bytes.count, self.bytes[self.position] != 0x0a { self.position += 1 }
            return true
        }
        return false
    }

    private mutating func skipBlockComment() {
        var depth = 0
        repeat {
            if self.at(0) == 0x2f, self.at(1) == 0x2a, depth == 0 || self.table.nestedComments {
                depth += 1
                self.position += 2
            } else if self.at(0) == 0x2a, self.at(1) == 0x2f {
                depth -= 1
                self.position += 2
            } else {
                if self.at(0) == 0x0a { self.newline = true }
                self.position += 1
            }
        } while depth > 0 && self.position < self.bytes.count
        if depth > 0 { self.problem = "a comment has no end" }
    }

    private mutating func skipContinuation() -> Bool {
        guard self.at(0) == 0x5c, self.at(1) == 0x0a || (self.at(1) == 0x0d && self.at(2) == 0x0a) else { return false }
        self.position += self.at(1) == 0x0a ? 2 : 3
        return true
    }

    private var linesMatter: Bool {
        guard let opener = self.openers.last else { return true }
        return opener == 0x7b && !self.table.indented
    }

    private mutating func readToken(_ byte: UInt8) {
        let start = self.position
        let (kind, end) = self.scan(byte)
        self.position = max(end, start + 1)
        if self.position > self.bytes.count {
            self.problem = "a string has no end"
            self.position = self.bytes.count
        }
        let first = self.newline && self.table.lineOriented && self.linesMatter
        self.newline = false
        if first, self.table.indented { self.measureIndent(before: start) }
        self.append(kind, start, self.position, startsLine: first && !self.continuesStatement(byte))
    }

    private mutating func append(_ kind: TokenKind, _ start: Int, _ end: Int, startsLine: Bool) {
        if kind == .open { self.openers.append(self.bytes[start]) }
        if kind == .close, !self.openers.isEmpty { self.openers.removeLast() }
        self.tokens.append(
            Token(
                kind: kind, start: start, end: end, hash: StableHash.token(kind, self.bytes[start..<end]),
                startsLine: startsLine))
    }

    /// A line that starts with an operator or follows one goes on with the statement before it.
    private func continuesStatement(_ byte: UInt8) -> Bool {
        guard !self.table.indented, let last = self.tokens.last else { return false }
        if last.kind == .mark {
            let text = self.bytes[last.start..<last.end]
            return
                !(text.elementsEqual([0x3b]) || text.elementsEqual([0x2b, 0x2b]) || text.elementsEqual([0x2d, 0x2d]))
                || byte == 0x2e
        }
        if byte == 0x2e || byte == 0x3f { return true }
        if self.table.family == .ruby { return byte == 0x26 }
        return byte == 0x26 || byte == 0x7c || byte == 0x3d || byte == 0x2c
    }

    private mutating func measureIndent(before start: Int) {
        var column = 0
        var index = start
        while index > 0, self.bytes[index - 1].isBlank { index -= 1 }
        for place in index..<start { column = self.bytes[place] == 0x09 ? column / 8 * 8 + 8 : column + 1 }
        if self.tokens.isEmpty { self.indents = [column] }
        if column > (self.indents.last ?? 0) {
            self.indents.append(column)
            self.tokens.append(Token(kind: .indent, start: start, end: start, hash: 1, startsLine: false))
        } else {
            self.closeIndents(to: column)
        }
    }

    private mutating func closeIndents(to column: Int) {
        while self.indents.count > 1, let last = self.indents.last, last > column {
            self.indents.removeLast()
            let end = self.tokens.last?.end ?? 0
            self.tokens.append(Token(kind: .dedent, start: end, end: end, hash: 2, startsLine: false))
        }
    }

    mutating func expectHeredoc(_ word: [UInt8]) { self.pendingHeredocs.append(Heredoc(word: word)) }
    var index: Int { self.position }
}
