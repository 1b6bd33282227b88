import Foundation
import HealingTesting
import Testing
import VectorSearch

struct VectorIndexTests {
    private static let dimension = 40

    private static func vector(_ random: inout SplitMix64) -> [Float] {
        let raw = (0..<Self.dimension).map { _ in Float.random(in: -1...1, using: &random) }
        let length = raw.map { $0 * $0 }.reduce(0, +).squareRoot()
        return raw.map { $0 / length }
    }

    private static func product(_ a: [Float], _ b: [Float]) -> Float { zip(a, b).map { $0 * $1 }.reduce(0, +) }

    private func with(_ body: (String) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "index-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(path)
    }

    @Test(arguments: 0..<8)
    func `the nearest rows are those of a plain search, whatever was added, replaced and removed`(seed: Int) throws {
        try self.with { path in
            var random = SplitMix64(seed: UInt64(seed))
            let index = try VectorIndex(path: path, dimension: Self.dimension)
            var rows: [Int64: (group: UInt32, vector: [Float])] = [:]
            for _ in 0..<2_500 {
                let id = Int64.random(in: 0..<1_800, using: &random)
                if Int.random(in: 0..<5, using: &random) == 0 {
                    index.remove(id: id)
                    rows[id] = nil
                } else {
                    let row = (group: UInt32.random(in: 0..<4, using: &random), vector: Self.vector(&random))
                    try index.insert(id: id, group: row.group, vector: row.vector)
                    rows[id] = row
                }
            }
            #expect(index.count == rows.count)
            for groups in [[0], [1, 3], [0, 1, 2, 3], []] as [Set<UInt32>] {
                let query = Self.vector(&random)
                let wanted = rows.filter { groups.contains($0.value.group) }
                    .map { (id: $0.key, score: Self.product(query, $0.value.vector)) }
                    .sorted { ($1.score, $0.id) < ($0.score, $1.id) }.prefix(10)
                let found = index.nearest(to: query, limit: 10, groups: groups)
                #expect(found.map(\.id) == wanted.map(\.id))
                #expect(zip(found, wanted).allSatisfy { abs($0.score - $1.score) < 1e-5 })
            }
        }
    }

    @Test func `a committed index is there again, and one that was cut short counts as a copy of nothing`() throws {
        try self.with { path in
            var random = SplitMix64(seed: 7)
            let vector = Self.vector(&random)
            do {
                let index = try VectorIndex(path: path, dimension: Self.dimension)
                #expect(index.stamp == 0)
                try index.insert(id: 5, group: 1, vector: vector)
                try index.commit(stamp: 42)
            }
            do {
                let index = try VectorIndex(path: path, dimension: Self.dimension)
                #expect(index.stamp == 42 && index.count == 1)
                #expect(index.nearest(to: vector, limit: 3, groups: [1]).map(\.id) == [5])
                try index.begin()
                try index.insert(id: 6, group: 1, vector: vector)
            }
            let index = try VectorIndex(path: path, dimension: Self.dimension)
            #expect(index.stamp == 0 && index.count == 0)
        }
    }

    @Test func `what is removed is overwritten in the file`() throws {
        try self.with { path in
            var random = SplitMix64(seed: 9)
            let index = try VectorIndex(path: path, dimension: Self.dimension)
            let vector = Self.vector(&random)
            try index.insert(id: 1, group: 0, vector: vector)
            try index.commit(stamp: 1)
            let bytes = vector.withUnsafeBytes { Data($0) }
            #expect(try Data(contentsOf: URL(filePath: path)).range(of: bytes) != nil)
            index.remove(id: 1)
            try index.commit(stamp: 2)
            #expect(try Data(contentsOf: URL(filePath: path)).range(of: bytes) == nil)
        }
    }

    @Test func `a file of another dimension or of nonsense is begun anew`() throws {
        try self.with { path in
            try Data((0..<9_999).map { UInt8(truncatingIfNeeded: $0 &* 31) }).write(to: URL(filePath: path))
            let index = try VectorIndex(path: path, dimension: Self.dimension)
            #expect(index.count == 0 && index.stamp == 0)
            var random = SplitMix64(seed: 1)
            try index.insert(id: 1, group: 0, vector: Self.vector(&random))
            try index.commit(stamp: 3)
            #expect(try VectorIndex(path: path, dimension: 64).count == 0)
        }
    }

    @Test func `vectors of another length and numbers that are none are refused`() throws {
        try self.with { path in
            let index = try VectorIndex(path: path, dimension: 3)
            #expect(throws: VectorIndexFailure.self) { try index.insert(id: 1, group: 0, vector: [1, 0]) }
            #expect(throws: VectorIndexFailure.self) { try index.insert(id: 1, group: 0, vector: [1, .nan, 0]) }
            #expect(index.nearest(to: [1, .infinity, 0], limit: 3, groups: [0]).isEmpty)
        }
    }
}
