package import HealingDomain

/// A message cut into what is prose and what is code.
package struct MessageText: Sendable, Hashable {
    package enum Piece: Sendable, Hashable {
        case prose(String)
        /// Between ``` fences; the language is what stands beside the opening fence.
        case block(language: Language?, code: String)
        /// Between single backticks.
        case inline(String)
    }

    package private(set) var pieces: [Piece] = []

    package init(_ text: String) {
        let parts = text.split(separator: "```", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if index.isMultiple(of: 2) {
                self.addProse(part)
            } else {
                self.addBlock(part)
            }
        }
    }

    /// The words, with inline code as it stands, white space collapsed.
    package var prose: String {
        let words = self.pieces.map { piece in
            switch piece {
            case .prose(let text), .inline(let text): text
            case .block: " "
            }
        }
        return words.joined().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    package var hasCode: Bool {
        self.pieces.contains { if case .prose = $0 { false } else { true } }
    }

    private mutating func addProse(_ text: Substring) {
        var rest = text
        while let open = rest.firstIndex(of: "`") {
            let inside = rest[rest.index(after: open)...]
            guard let close = inside.firstIndex(where: { $0 == "`" || $0.isNewline }) else { break }
            guard inside[close] == "`", close > inside.startIndex else {
                self.append(prose: rest[..<inside.index(after: close)])
                rest = inside[inside.index(after: close)...]
                continue
            }
            self.append(prose: rest[..<open])
            self.pieces.append(.inline(String(inside[..<close])))
            rest = inside[inside.index(after: close)...]
        }
        self.append(prose: rest)
    }

    private mutating func append(prose: Substring) {
        guard !prose.isEmpty else { return }
        if case .prose(let before) = self.pieces.last {
            self.pieces[self.pieces.count - 1] = .prose(before + prose)
        } else {
            self.pieces.append(.prose(String(prose)))
        }
    }

    private mutating func addBlock(_ text: Substring) {
        var code = text
        var language: Language?
        if let lineEnd = text.firstIndex(where: \.isNewline) {
            let first = text[..<lineEnd].filter { !$0.isWhitespace }
            if first.isEmpty || Self.isLanguageName(String(first)) {
                language = first.isEmpty ? nil : Language(name: String(first))
                code = text[text.index(after: lineEnd)...]
            }
        }
        let trimmed = code.trimmingBlankLines()
        if !trimmed.isEmpty { self.pieces.append(.block(language: language, code: trimmed)) }
    }

    private static let languageNames: Set<String> = [
        "python", "py", "javascript", "js", "jsx", "typescript", "ts", "tsx", "go", "golang", "java", "ruby", "rb",
        "swift", "csharp", "cs", "c#", "php", "rust", "rs", "yaml", "yml", "diff", "patch", "sql", "bash", "sh",
        "shell",
        "json", "xml", "html", "css", "kotlin", "scala", "c", "cpp", "c++", "text", "txt", "console", "dockerfile",
        "toml", "ini", "terraform", "hcl", "markdown", "md",
    ]

    private static func isLanguageName(_ word: String) -> Bool { Self.languageNames.contains(word.lowercased()) }
}

extension StringProtocol {
    /// Without empty lines at both ends and white space after the last character; indentation stays.
    func trimmingBlankLines() -> String {
        var lines = self.split(separator: "\n", omittingEmptySubsequences: false)[...]
        while let first = lines.first, first.allSatisfy(\.isWhitespace) { lines.removeFirst() }
        while let last = lines.last, last.allSatisfy(\.isWhitespace) { lines.removeLast() }
        var text = lines.joined(separator: "\n")
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
