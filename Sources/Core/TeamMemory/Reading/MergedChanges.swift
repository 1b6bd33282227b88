package import HealingDomain

extension ThreadDocument {
    private static let longestFile = 200_000

    /// Notes that a link of the thread is merged, and takes what it changed as pairs, one a file: whole files, so that
    /// a replay sees the code around the change; of very long ones the changed places. Pairs that the same link gave
    /// before are replaced.
    package mutating func addMergedChanges(
        _ changes: [ProposedChange], link: String, redaction: SecretRedaction = SecretRedaction()
    ) {
        let origin = FixPair.Origin.mergedPullRequest(url: link)
        self.pairs.removeAll { $0.origin == origin }
        for change in changes where change.original != change.updated {
            let pair = FixPair(
                language: Language(path: change.path), before: redaction.redact(change.original),
                after: redaction.redact(change.updated), origin: origin)
            let isLong = pair.before.utf8.count + pair.after.utf8.count > Self.longestFile
            self.pairs.append(isLong ? pair.changedPlaces : pair)
        }
        self.resolution = .mergedPullRequest
        if !self.links.contains(link) { self.links.append(link) }
    }
}

extension FixPair {
    /// The pair cut to what differs, with three lines around it: what it is about. A pair that people wrote is that already.
    package var changedPlaces: FixPair {
        guard self.isMerged else { return self }
        let hunks = LineHunks.between(self.before, self.after)
        return FixPair(
            language: self.language, before: hunks.map(\.before).joined(separator: "\n"),
            after: hunks.map(\.after).joined(separator: "\n"), origin: self.origin)
    }
}

/// What differs between two texts, with a little of what does not around it.
enum LineHunks {
    private static let context = 3
    private static let mostLines = 20_000
    private static let mostHunks = 50

    struct Hunk: Hashable {
        var before: String
        var after: String
    }

    /// Hunks that only add or only remove whole lines have their context to stand on.
    static func between(_ before: String, _ after: String) -> [Hunk] {
        let old = before.split(separator: "\n", omittingEmptySubsequences: false)
        let new = after.split(separator: "\n", omittingEmptySubsequences: false)
        guard old.count + new.count <= Self.mostLines else { return [] }
        let blocks = Self.blocks(old, new)
        return blocks.prefix(Self.mostHunks).map { block in
            Hunk(
                before: old[block.old].joined(separator: "\n").trimmingBlankLines(),
                after: new[block.new].joined(separator: "\n").trimmingBlankLines())
        }.filter { $0.before != $0.after && !$0.before.isEmpty && !$0.after.isEmpty }
    }

    private struct Block {
        var old: Range<Int>
        var new: Range<Int>
    }

    private static func blocks(_ old: [Substring], _ new: [Substring]) -> [Block] {
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for change in new.difference(from: old) {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var blocks: [Block] = []
        var (left, right) = (0, 0)
        while left < old.count || right < new.count {
            let (startLeft, startRight) = (left, right)
            while left < old.count, removed.contains(left) { left += 1 }
            while right < new.count, inserted.contains(right) { right += 1 }
            if left > startLeft || right > startRight {
                blocks.append(Block(old: startLeft..<left, new: startRight..<right))
            } else {
                left += 1
                right += 1
            }
        }
        return Self.widened(blocks, old.count, new.count)
    }

    private static func widened(_ blocks: [Block], _ oldCount: Int, _ newCount: Int) -> [Block] {
        var result: [Block] = []
        for block in blocks {
            let old = max(0, block.old.lowerBound - Self.context)..<min(oldCount, block.old.upperBound + Self.context)
            let new = max(0, block.new.lowerBound - Self.context)..<min(newCount, block.new.upperBound + Self.context)
            if let last = result.last, old.lowerBound <= last.old.upperBound || new.lowerBound <= last.new.upperBound {
                result[result.count - 1] = Block(
                    old: last.old.lowerBound..<max(old.upperBound, last.old.upperBound),
                    new: last.new.lowerBound..<max(new.upperBound, last.new.upperBound))
            } else {
                result.append(Block(old: old, new: new))
            }
        }
        return result
    }
}
