import HealingDomain

/// Which edits of a file can be committed with a click on GitHub, and which are only shown: a suggestion replaces whole
/// lines that one hunk of the pull request's diff shows.
struct SuggestionPlan: Sendable, Hashable {
    struct Suggestion: Sendable, Hashable {
        var path: String
        /// Lines at the head.
        var lines: ClosedRange<Int>
        /// The lines that replace them, each with its line feed; empty deletes them.
        var text: String
        var findings: [Finding]
    }

    var suggestions: [Suggestion] = []
    /// What stands outside the diff, one change a file.
    var patches: [ProposedChange] = []

    /// Edits no further apart than this many lines are one suggestion: half of a fix helps nobody.
    private static let reach = 3

    /// `shown` is what each file's hunks show, by path.
    init(_ items: [SuggestedReview.Item], shown: [String: [ClosedRange<Int>]]) {
        for change in ProposedChange.combined(items.map(\.change)) ?? [] {
            // By byte: for Swift a CR LF is one character.
            let lines = change.original.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
                .map(Substring.init)
            var outside: [LineReplacement] = []
            for group in Self.groups(change.replacements) {
                let hunks = shown[change.path] ?? []
                guard let placed = Self.place(group, among: lines, in: hunks) else {
                    outside += group
                    continue
                }
                let about = items.filter { item in
                    item.change.path == change.path && item.change.replacements.contains(where: group.contains)
                }
                self.suggestions.append(
                    Suggestion(
                        path: change.path, lines: placed.lines, text: placed.text, findings: about.map(\.finding)))
            }
            if !outside.isEmpty {
                self.patches.append(
                    ProposedChange(path: change.path, original: change.original, replacements: outside))
            }
        }
    }

    private static func groups(_ replacements: [LineReplacement]) -> [[LineReplacement]] {
        var groups: [[LineReplacement]] = []
        for replacement in replacements {
            if let last = groups.last?.last, replacement.start - last.end <= self.reach {
                groups[groups.count - 1].append(replacement)
            } else {
                groups.append([replacement])
            }
        }
        return groups
    }

    private struct Placed {
        var lines: ClosedRange<Int>
        var text: String
    }

    private static func place(
        _ group: [LineReplacement], among lines: [Substring], in hunks: [ClosedRange<Int>]
    ) -> Placed? {
        guard let first = group.first, let last = group.last else { return nil }
        var range = first.start..<last.end
        // Nothing is replaced by a pure insertion: a neighbour is taken in.
        if range.isEmpty {
            let before = range.lowerBound - 1, after = range.lowerBound
            guard let neighbour = [before, after].first(where: { line in hunks.contains { $0.contains(line) } }),
                neighbour <= lines.count
            else { return nil }
            range = neighbour..<(neighbour + 1)
        }
        guard range.lowerBound >= 1, range.upperBound - 1 <= lines.count,
            hunks.contains(where: { $0.contains(range.lowerBound) && $0.contains(range.upperBound - 1) })
        else { return nil }
        var text = ""
        var line = range.lowerBound
        for replacement in group {
            while line < replacement.start {
                text += lines[line - 1] + "\n"
                line += 1
            }
            text += replacement.inserted
            if let end = text.utf8.last, end != UInt8(ascii: "\n") { text += "\n" }
            line = max(line, replacement.end)
        }
        while line < range.upperBound {
            text += lines[line - 1] + "\n"
            line += 1
        }
        return Placed(lines: range.lowerBound...(range.upperBound - 1), text: text)
    }
}
