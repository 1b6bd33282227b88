import CVectorMath
import Synchronization

/// Vectors in one memory-mapped file, searched exactly in effect: signed bytes find the candidates, 32-bit numbers order
/// them.
///
/// The file is a copy of what a database holds, kept so that a start reads nothing: it carries the `stamp` of the state it
/// copies, and whoever finds another one there fills it anew. A process killed at any moment leaves a file that either has
/// its stamp or is filled anew.
package final class VectorIndex: Sendable {
    /// A row that a search found, with the cosine where all vectors have unit length.
    package struct Match: Sendable, Hashable {
        package var id: Int64
        package var score: Float
    }

    /// Bytes order about this many times the wanted rows, so that rounding hides none of them.
    private static let oversampling = 8
    private let state: Mutex<IndexedVectors>
    package let dimension: Int

    /// Opens the file, or begins it. One of another dimension or kind is begun anew.
    package init(path: String, dimension: Int) throws(VectorIndexFailure) {
        self.dimension = dimension
        self.state = Mutex(try IndexedVectors(path: path, layout: VectorIndexLayout(dimension: dimension)))
    }

    package var count: Int { self.state.withLock { $0.slots.count } }

    /// Which state of the database the rows are a copy of; 0 for none.
    package var stamp: UInt64 { self.state.withLock { $0.stamp } }

    /// Notes that the rows are now the copy of this state. Before changing rows call `begin`.
    package func commit(stamp: UInt64) throws(VectorIndexFailure) {
        try self.locked { state throws(VectorIndexFailure) in try state.commit(stamp) }
    }

    /// From here to `commit` the file counts as a copy of nothing.
    package func begin() throws(VectorIndexFailure) {
        try self.locked { state throws(VectorIndexFailure) in try state.commit(0) }
    }

    /// Adds a row or replaces that of the same id. `group` is whose eyes it is for; a search names the groups it may see.
    package func insert(id: Int64, group: UInt32, vector: [Float]) throws(VectorIndexFailure) {
        guard vector.count == self.dimension, vector.allSatisfy(\.isFinite), group != VectorIndexLayout.free else {
            throw VectorIndexFailure(
                description: "a vector of \(vector.count) numbers for an index of \(self.dimension)")
        }
        try self.locked { state throws(VectorIndexFailure) in try state.insert(id, group, vector) }
    }

    /// Erases the row: its numbers are overwritten.
    package func remove(id: Int64) { self.state.withLock { $0.remove(id) } }

    package func removeAll() { self.state.withLock { $0.removeAll() } }

    /// The rows nearest to the query among those of the groups, the best first.
    package func nearest(to query: [Float], limit: Int, groups: Set<UInt32>) -> [Match] {
        guard limit > 0, query.count == self.dimension, query.allSatisfy(\.isFinite) else { return [] }
        return self.state.withLock { state in
            let candidates = state.scan(query, limit: max(limit * Self.oversampling, 64), groups: groups)
            let exact = candidates.map { Match(id: $0.id, score: state.score(query, slot: $0.slot)) }
            return Array(exact.sorted { ($1.score, $0.id) < ($0.score, $1.id) }.prefix(limit))
        }
    }

    private func locked(_ body: (inout sending IndexedVectors) throws(VectorIndexFailure) -> Void)
        throws(VectorIndexFailure)
    {
        try self.state.withLock { state throws(VectorIndexFailure) in try body(&state) }
    }
}
