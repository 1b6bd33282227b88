/// Joins rankings whose scores cannot be compared.
package enum ScoreFusion {
    /// Reciprocal rank fusion (Cormack, Clarke and Büttcher, 2009): each list gives an item 1 / (60 + its rank).
    /// - Returns: every item of any list, the best first.
    package static func reciprocalRank<Item: Hashable & Comparable>(_ lists: [[Item]]) -> [Item] {
        var sums: [Item: Double] = [:]
        for list in lists {
            for (rank, item) in list.enumerated() { sums[item, default: 0] += 1 / Double(61 + rank) }
        }
        return sums.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    }
}
