import HealingDomain

/// A diff that somebody pasted, hunk by hunk, as the code before and after.
enum UnifiedDiff {
    struct Hunk: Hashable {
        var path: String?
        var before: String
        var after: String
    }

    /// The hunks of a text in unified format; empty where it is something else. Without `@@` lines every line has to be
    /// marked, so that a list of dashes is not read as code that was removed.
    static func hunks(of text: String, isMarkedAsDiff: Bool = false) -> [Hunk] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let hasHeader = lines.contains { $0.hasPrefix("@@") } || lines.contains { $0.hasPrefix("diff --git") }
        let hasBoth = lines.contains { Self.isRemoval($0) } && lines.contains { Self.isAddition($0) }
        let isWhole = lines.allSatisfy { $0.isEmpty || "+- @\\".contains($0.first ?? " ") }
        guard hasBoth, hasHeader || isMarkedAsDiff || isWhole else { return [] }
        return Self.read(lines)
    }

    private static func read(_ lines: [Substring]) -> [Hunk] {
        var hunks: [Hunk] = []
        var path: String?
        var before: [Substring] = []
        var after: [Substring] = []
        func finish() {
            let hunk = Hunk(
                path: path, before: before.joined(separator: "\n").trimmingBlankLines(),
                after: after.joined(separator: "\n").trimmingBlankLines())
            if hunk.before != hunk.after, !hunk.before.isEmpty, !hunk.after.isEmpty { hunks.append(hunk) }
            before = []
            after = []
        }
        for line in lines {
            if line.hasPrefix("+++ ") {
                path = Self.path(line)
            } else if line.hasPrefix("@@") || line.hasPrefix("diff --git") {
                finish()
            } else if Self.isRemoval(line) {
                before.append(line.dropFirst())
            } else if Self.isAddition(line) {
                after.append(line.dropFirst())
            } else if !line.hasPrefix("--- ") && !line.hasPrefix("index ") && !line.hasPrefix("\\") {
                let context = line.hasPrefix(" ") ? line.dropFirst() : line
                before.append(context)
                after.append(context)
            }
        }
        finish()
        return hunks
    }

    private static func isRemoval(_ line: Substring) -> Bool { line.hasPrefix("-") && !line.hasPrefix("--- ") }
    private static func isAddition(_ line: Substring) -> Bool { line.hasPrefix("+") && !line.hasPrefix("+++ ") }

    private static func path(_ line: Substring) -> String? {
        let name = line.dropFirst(4).prefix { $0 != "\t" }
        return name == "/dev/null" ? nil : String(name.hasPrefix("b/") ? name.dropFirst(2) : name)
    }
}
