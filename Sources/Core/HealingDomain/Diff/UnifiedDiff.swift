/// A change as the unified diff that `git apply` and `patch -p1` take.
package struct UnifiedDiff: Sendable, Hashable {
    /// With the `---` and `+++` lines; empty where nothing changed.
    package let text: String
    package let additions: Int
    package let removals: Int

    /// Lines of context around each change: what git shows.
    private static let context = 3

    package init(_ change: ProposedChange) {
        let steps = LineDiff.steps(
            from: LineDiff.lines(of: change.original), to: LineDiff.lines(of: change.updated))
        var additions = 0, removals = 0
        for step in steps {
            if case .insert = step { additions += 1 }
            if case .remove = step { removals += 1 }
        }
        (self.additions, self.removals) = (additions, removals)
        guard additions + removals > 0 else {
            self.text = ""
            return
        }
        let name = Self.quoted(change.path)
        var bytes = Array("--- \(name("a/"))\n+++ \(name("b/"))\n".utf8)
        for hunk in Self.hunks(steps) { hunk.write(to: &bytes) }
        self.text = String(decoding: bytes, as: UTF8.self)
    }

    private static func hunks(_ steps: [LineStep]) -> [Hunk] {
        let changed = steps.indices.filter { if case .keep = steps[$0] { false } else { true } }
        var ranges: [Range<Int>] = []
        for index in changed {
            let range = max(0, index - Self.context)..<min(steps.count, index + Self.context + 1)
            if let last = ranges.last, range.lowerBound <= last.upperBound {
                ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
            } else {
                ranges.append(range)
            }
        }
        var hunks: [Hunk] = []
        var (old, new, position) = (0, 0, 0)
        for range in ranges {
            let skipped = range.lowerBound - position
            let hunk = Hunk(oldBefore: old + skipped, newBefore: new + skipped, steps: steps[range])
            hunks.append(hunk)
            (old, new) = (hunk.oldBefore + hunk.oldCount, hunk.newBefore + hunk.newCount)
            position = range.upperBound
        }
        return hunks
    }

    /// Git's quoting of file names: C escapes in quotes where a character needs it, a tab after a name with a space.
    private static func quoted(_ path: String) -> (String) -> String {
        let needsQuotes = path.unicodeScalars.contains { $0.value < 32 || $0 == "\"" || $0 == "\\" || $0.value == 127 }
        guard needsQuotes else { return { $0 + path + (path.contains(" ") ? "\t" : "") } }
        let escaped = path.unicodeScalars.map { scalar -> String in
            switch scalar {
            case "\"", "\\": return "\\" + String(Character(scalar))
            case "\n": return "\\n"
            case "\t": return "\\t"
            case _ where scalar.value < 32 || scalar.value == 127:
                let octal = String(scalar.value, radix: 8)
                return "\\" + String(repeating: "0", count: 3 - octal.count) + octal
            default: return String(Character(scalar))
            }
        }.joined()
        return { "\"" + $0 + escaped + "\"" }
    }
}

private struct Hunk {
    /// Lines of each text that stand before the hunk.
    let oldBefore: Int
    let newBefore: Int
    let steps: ArraySlice<LineStep>

    var oldCount: Int { self.steps.count { if case .insert = $0 { false } else { true } } }
    var newCount: Int { self.steps.count { if case .remove = $0 { false } else { true } } }

    func write(to bytes: inout [UInt8]) {
        bytes += Array("@@ -\(Self.span(self.oldBefore, self.oldCount))".utf8)
        bytes += Array(" +\(Self.span(self.newBefore, self.newCount)) @@\n".utf8)
        for step in self.steps {
            switch step {
            case .keep(let line): Self.write(" ", line, to: &bytes)
            case .remove(let line): Self.write("-", line, to: &bytes)
            case .insert(let line): Self.write("+", line, to: &bytes)
            }
        }
    }

    /// An empty side names the line before it, and a count of one is left out.
    private static func span(_ before: Int, _ count: Int) -> String {
        if count == 1 { return String(before + 1) }
        return "\(count == 0 ? before : before + 1),\(count)"
    }

    private static func write(_ mark: Character, _ line: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
        bytes += String(mark).utf8
        bytes += line
        if line.last != UInt8(ascii: "\n") { bytes += Array("\n\\ No newline at end of file\n".utf8) }
    }
}
