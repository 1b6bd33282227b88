import HealingDomain

/// Turns a model's search-and-replace pairs into one change of the file, or says what is wrong with them.
struct RepairEdits: Sendable {
    static let editLimit = 5
    static let changedLineLimit = 20

    private let file: SourceFile
    private let finding: Finding
    private let doing: String

    init(file: SourceFile, finding: Finding, doing: String) {
        self.file = file
        self.finding = finding
        self.doing = doing
    }

    func change(by replacements: [RepairAnswer.Replacement]) throws(Fault) -> ProposedChange {
        guard replacements.count <= Self.editLimit else {
            throw self.wrong("it has \(replacements.count) edits, at most \(Self.editLimit) are allowed")
        }
        let text = Array(self.file.content.utf8)
        var edits: [Edit] = []
        var changedLines = 0
        for (index, replacement) in replacements.enumerated() {
            let number = index + 1
            try self.check(replacement, number)
            let search = self.withFileLineEnds(replacement.search)
            let replace = self.withFileLineEnds(replacement.replace)
            let start = try self.place(of: Array(search.utf8), in: text, number)
            edits.append(Edit(start: start, end: start + search.utf8.count, replacement: replace))
            changedLines += Self.changedLines(from: search, to: replace)
        }
        guard changedLines <= Self.changedLineLimit else {
            throw self.wrong("it changes \(changedLines) lines, at most \(Self.changedLineLimit) are allowed")
        }
        guard let change = ProposedChange(path: self.file.path, original: self.file.content, edits: edits) else {
            throw self.wrong("its edits overlap or cut a character in two")
        }
        guard change.updated != change.original else { throw self.wrong("its edits change nothing") }
        return change
    }

    private func wrong(_ detail: String) -> Fault {
        Fault(doing: self.doing, detail: "the model's edit is refused: \(detail)")
    }

    private func check(_ replacement: RepairAnswer.Replacement, _ number: Int) throws(Fault) {
        if let path = replacement.path, path != self.file.path {
            throw self.wrong("edit \(number) is for another file")
        }
        guard !replacement.search.isEmpty else { throw self.wrong("edit \(number) searches for nothing") }
        guard !replacement.replace.unicodeScalars.contains(where: Self.isHidden) else {
            throw self.wrong("edit \(number) writes control characters")
        }
    }

    /// Control characters, and those that make code read differently from what it does (CVE-2021-42574).
    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 9, 10, 13: false
        case 0..<32, 0x7f..<0xa0, 0x200b...0x200f, 0x202a...0x202e, 0x2060...0x2069, 0xfeff: true
        default: false
        }
    }

    private func withFileLineEnds(_ text: String) -> String {
        // As UTF-8: "\r\n" is one character to String, and would hide the "\n" in it.
        guard self.file.content.utf8.contains(13) else { return text }
        let unix = text.replacing("\r\n", with: "\n")
        return unix.replacing("\n", with: "\r\n")
    }

    /// The one place in the file, or the one within the flagged function.
    private func place(of search: [UInt8], in text: [UInt8], _ number: Int) throws(Fault) -> Int {
        let places = Self.places(of: search, in: text)
        if places.count == 1 { return places[0] }
        guard !places.isEmpty else { throw self.wrong("what edit \(number) searches for is not in the file") }
        let block = self.enclosingBytes()
        let near = places.filter { block.contains($0) && $0 + search.count <= block.upperBound }
        guard near.count == 1 else {
            throw self.wrong("what edit \(number) searches for occurs \(places.count) times in the file")
        }
        return near[0]
    }

    /// At most a few: more only need to be more than one.
    private static func places(of search: [UInt8], in text: [UInt8]) -> [Int] {
        guard search.count <= text.count else { return [] }
        var places: [Int] = []
        for start in 0...(text.count - search.count) where text[start] == search[0] {
            if text[start..<start + search.count].elementsEqual(search) { places.append(start) }
        }
        return places
    }

    private func enclosingBytes() -> Range<Int> {
        let lines = self.file.lines
        let block = EnclosingBlock.lines(around: self.finding.range.lines, in: lines)
        guard let first = lines.dropFirst(block.lowerBound - 1).first,
            let last = lines.prefix(block.upperBound).last
        else { return 0..<0 }
        let content = self.file.content.utf8
        let start = content.distance(from: content.startIndex, to: first.startIndex)
        return start..<max(start, content.distance(from: content.startIndex, to: last.endIndex))
    }

    /// The lines between what both have in common at the start and at the end.
    private static func changedLines(from before: String, to after: String) -> Int {
        let old = before.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let new = after.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let shorter = min(old.count, new.count)
        let head = zip(old, new).prefix { $0 == $1 }.count
        let tail = min(shorter - head, zip(old.reversed(), new.reversed()).prefix { $0 == $1 }.count)
        return max(old.count, new.count) - head - tail
    }
}
