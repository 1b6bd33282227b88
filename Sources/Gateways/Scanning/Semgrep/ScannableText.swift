import HealingDomain

/// How a file is handed to Semgrep: which extension its name gets there, and what of it is refused before.
struct ScannableText: Sendable {
    /// One of Semgrep's own; `txt` where only rules on plain text apply.
    var fileExtension: String
    var content: String

    /// Files of these extensions have a parser in Semgrep and rules of ours, or of the team's.
    private static let parsed: Set<String> = [
        "py", "pyi", "js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts", "go", "java", "rb", "php", "cs", "kt", "rs",
        "swift", "scala", "c", "h", "cpp", "sh", "tf", "yaml", "yml", "json", "html", "xml",
    ]
    private static let parsedAs = ["rake": "rb", "pyw": "py", "gemspec": "rb", "bash": "sh"]

    init(_ file: SourceFile) {
        let name = file.path.split(separator: "/").last ?? ""
        let pieces = name.split(separator: ".", omittingEmptySubsequences: false)
        let ending = pieces.count > 1 ? String(pieces[pieces.count - 1]).lowercased() : ""
        let known = Self.parsedAs[ending] ?? ending
        self.fileExtension = Self.parsed.contains(known) ? known : "txt"
        self.content = file.content
    }

    /// Why Semgrep is not asked about the file; `nil` where it is.
    static func refusal(of file: SourceFile, limit: Int) -> String? {
        if file.content.utf8.count > limit {
            return "the file has \(file.content.utf8.count) bytes, more than the \(limit) that are scanned"
        }
        return file.content.utf8.contains(0) ? "the file is not text" : nil
    }
}
