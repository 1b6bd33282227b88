/// A step from one list of lines to another.
enum LineStep: Equatable {
    case keep(ArraySlice<UInt8>)
    case remove(ArraySlice<UInt8>)
    case insert(ArraySlice<UInt8>)
}

/// The lines that differ between two texts, compared byte for byte: Swift's own `==` takes different bytes of the same
/// character for equal, and would take a carriage return and line feed for one character.
enum LineDiff {
    /// Above this many changed lines on both sides together the smallest difference is not looked for.
    private static let limit = 3000

    /// Each with its line feed, so that a missing last one is seen.
    static func lines(of text: String) -> [ArraySlice<UInt8>] {
        let bytes = Array(text.utf8)
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
            lines.append(bytes[start...index])
            start = index + 1
        }
        if start < bytes.count { lines.append(bytes[start...]) }
        return lines
    }

    static func steps(from original: [ArraySlice<UInt8>], to updated: [ArraySlice<UInt8>]) -> [LineStep] {
        let start = zip(original, updated).prefix { $0 == $1 }.count
        let tail = zip(original[start...].reversed(), updated[start...].reversed()).prefix { $0 == $1 }.count
        let old = Array(original[start..<(original.count - tail)])
        let new = Array(updated[start..<(updated.count - tail)])
        return original[..<start].map(LineStep.keep) + Self.middle(old, new)
            + original[(original.count - tail)...].map(LineStep.keep)
    }

    private static func middle(_ old: [ArraySlice<UInt8>], _ new: [ArraySlice<UInt8>]) -> [LineStep] {
        guard old.count + new.count <= Self.limit else {
            return old.map(LineStep.remove) + new.map(LineStep.insert)
        }
        let difference = new.difference(from: old)
        let removed = Set(difference.removals.map(\.offset))
        let inserted = Set(difference.insertions.map(\.offset))
        var steps: [LineStep] = []
        var (i, j) = (0, 0)
        while i < old.count || j < new.count {
            if removed.contains(i), i < old.count {
                steps.append(.remove(old[i]))
                i += 1
            } else if inserted.contains(j), j < new.count {
                steps.append(.insert(new[j]))
                j += 1
            } else if i < old.count, j < new.count {
                steps.append(.keep(old[i]))
                (i, j) = (i + 1, j + 1)
            } else {
                break
            }
        }
        return steps
    }
}

extension CollectionDifference.Change {
    fileprivate var offset: Int {
        switch self {
        case .insert(let offset, _, _), .remove(let offset, _, _): offset
        }
    }
}
