/// One replacement in one text: UTF-8 offsets of the original, end exclusive.
package struct Edit: Sendable, Hashable, Codable {
    package var start: Int
    package var end: Int
    package var replacement: String

    package init(start: Int, end: Int, replacement: String) {
        self.start = start
        self.end = end
        self.replacement = replacement
    }
}

/// A whole change to one file: the original text and what it becomes.
package struct ProposedChange: Sendable, Hashable, Codable {
    package var path: String
    package var original: String
    package var updated: String

    package init(path: String, original: String, updated: String) {
        self.path = path
        self.original = original
        self.updated = updated
    }

    /// Applies edits from the end of the text; `nil` where they overlap, are out of order or cut a character in two.
    package init?(path: String, original: String, edits: [Edit]) {
        var bytes = Array(original.utf8)
        var lowest = bytes.count
        for edit in edits.sorted(by: { ($0.start, $0.end) > ($1.start, $1.end) }) {
            guard edit.start >= 0, edit.start <= edit.end, edit.end <= lowest else { return nil }
            bytes.replaceSubrange(edit.start..<edit.end, with: edit.replacement.utf8)
            lowest = edit.start
        }
        guard let updated = String(validating: bytes, as: UTF8.self) else { return nil }
        self.init(path: path, original: original, updated: updated)
    }
}
