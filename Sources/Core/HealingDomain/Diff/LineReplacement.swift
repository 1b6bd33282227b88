/// One place where a change replaces whole lines of a text by others. Nothing removed is an insertion before `start`.
package struct LineReplacement: Sendable, Hashable, Codable {
    /// The first line removed, from 1.
    package var start: Int
    /// The lines removed, each with its line feed where it has one.
    package var removed: String
    package var removedCount: Int
    /// The lines put there, likewise.
    package var inserted: String

    package init(start: Int, removed: String, removedCount: Int, inserted: String) {
        self.start = start
        self.removed = removed
        self.removedCount = removedCount
        self.inserted = inserted
    }

    /// The first line after those removed.
    package var end: Int { self.start + self.removedCount }

    /// Whether the result depends on which of the two comes first.
    fileprivate func collides(with other: LineReplacement) -> Bool {
        if self.removedCount == 0 || other.removedCount == 0 {
            return self.start <= other.end && other.start <= self.end
        }
        return self.start < other.end && other.start < self.end
    }
}

extension ProposedChange {
    /// Where the two texts differ, line by line, from the top.
    package var replacements: [LineReplacement] {
        var found: [LineReplacement] = []
        var line = 1
        var removed: [UInt8] = [], inserted: [UInt8] = []
        var count = 0
        func finish() {
            if !removed.isEmpty || !inserted.isEmpty {
                found.append(
                    LineReplacement(
                        start: line - count, removed: String(decoding: removed, as: UTF8.self), removedCount: count,
                        inserted: String(decoding: inserted, as: UTF8.self)))
            }
            (removed, inserted, count) = ([], [], 0)
        }
        let (old, new) = (LineDiff.lines(of: self.original), LineDiff.lines(of: self.updated))
        for step in LineDiff.steps(from: old, to: new) {
            switch step {
            case .keep:
                finish()
                line += 1
            case .remove(let bytes):
                removed += bytes
                count += 1
                line += 1
            case .insert(let bytes): inserted += bytes
            }
        }
        finish()
        return found
    }

    /// Both changes of one file at once; `nil` where they are of different texts or touch the same lines. An edit that
    /// both make, such as the same import, is made once.
    package func combined(with other: ProposedChange) -> ProposedChange? {
        guard self.path == other.path, self.original.utf8.elementsEqual(other.original.utf8) else { return nil }
        let mine = self.replacements
        let new = other.replacements.filter { !mine.contains($0) }
        guard !new.contains(where: { edit in mine.contains { $0.collides(with: edit) } }) else { return nil }
        return ProposedChange(path: self.path, original: self.original, replacements: mine + new)
    }

    /// The text with these lines replaced, which must not touch each other.
    package init(path: String, original: String, replacements: [LineReplacement]) {
        var lines = LineDiff.lines(of: original)
        for edit in replacements.sorted(by: { $0.start > $1.start }) {
            let range = min(max(edit.start - 1, 0), lines.count)..<min(max(edit.end - 1, 0), lines.count)
            lines.replaceSubrange(range, with: [ArraySlice(Array(edit.inserted.utf8))])
        }
        self.init(path: path, original: original, updated: String(decoding: lines.joined(), as: UTF8.self))
    }

    /// The changes of several findings as one change a file, by path; `nil` where two of them touch the same lines.
    package static func combined(_ changes: [ProposedChange]) -> [ProposedChange]? {
        var byPath: [String: ProposedChange] = [:]
        for change in changes {
            guard let known = byPath[change.path] else {
                byPath[change.path] = change
                continue
            }
            guard let both = known.combined(with: change) else { return nil }
            byPath[change.path] = both
        }
        return byPath.values.sorted { $0.path < $1.path }
    }

    /// What an approval of these changes binds to, before it is digested.
    package static func digestText(_ changes: [ProposedChange]) -> String {
        changes.map { "\($0.path)\0\($0.original)\0\($0.updated)" }.joined(separator: "\0\0")
    }
}
