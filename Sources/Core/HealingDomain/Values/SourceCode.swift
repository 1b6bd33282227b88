/// A programming language, by the name that Semgrep gives it.
package struct Language: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    package static let python: Self = "python"
    package static let javascript: Self = "javascript"
    package static let typescript: Self = "typescript"
    package static let go: Self = "go"
    package static let java: Self = "java"
    package static let ruby: Self = "ruby"
    package static let swift: Self = "swift"
    package static let csharp: Self = "csharp"
    package static let php: Self = "php"
    package static let rust: Self = "rust"
    package static let yaml: Self = "yaml"
    package static let generic: Self = "generic"

    private static let byExtension: [String: Language] = [
        "py": .python, "pyi": .python, "js": .javascript, "jsx": .javascript, "mjs": .javascript, "cjs": .javascript,
        "ts": .typescript, "tsx": .typescript, "mts": .typescript, "cts": .typescript, "go": .go, "java": .java,
        "rb": .ruby, "rake": .ruby, "swift": .swift, "cs": .csharp, "php": .php, "rs": .rust, "yaml": .yaml,
        "yml": .yaml,
    ]

    /// The language of a file by its extension; `generic` where the extension says nothing.
    package init(path: String) {
        let name = path.split(separator: "/").last ?? ""
        let pieces = name.split(separator: ".")
        let ending = pieces.count > 1 ? String(pieces[pieces.count - 1]).lowercased() : ""
        self = Self.byExtension[ending] ?? .generic
    }

    /// The language of a Markdown fence or of a person's word for it (`py`, `js`, `golang`).
    package init(name: String) {
        let lowered = name.lowercased()
        self = Self.byExtension[lowered] ?? (lowered == "golang" ? .go : Language(rawValue: lowered))
    }
}

/// The text of one file at one commit.
package struct SourceFile: Sendable, Hashable, Codable {
    /// Relative to the repository's root, with `/`.
    package var path: String
    package var content: String

    package init(path: String, content: String) {
        self.path = path
        self.content = content
    }

    package var language: Language { Language(path: self.path) }
}

/// A place in a file: lines and columns count from 1, the end column is the first one outside.
package struct SourceRange: Sendable, Hashable, Codable {
    package var startLine: Int
    package var startColumn: Int
    package var endLine: Int
    package var endColumn: Int

    package init(startLine: Int, startColumn: Int = 1, endLine: Int, endColumn: Int = 1) {
        self.startLine = startLine
        self.startColumn = startColumn
        self.endLine = endLine
        self.endColumn = endColumn
    }

    package var lines: ClosedRange<Int> { self.startLine...max(self.startLine, self.endLine) }
}
