package import HealingDomain

/// Vectors by feature hashing (Weinberger et al., 2009): words, names, pairs of neighbours and character trigrams, each
/// added with a sign at a place of 256. No model, no download, no meaning beyond shared features.
package struct HashingTextEmbedder: TextEmbedder {
    package let identity = "hashing-256-v1"
    package let dimension = 256

    package init() {}

    package func embed(_ texts: [String], as purpose: EmbeddingPurpose) async throws(Fault) -> [[Float]] {
        texts.map(self.vector)
    }

    func vector(of text: String) -> [Float] {
        var counts: [UInt64: Float] = [:]
        let terms = Tokenizer.terms(text).filter { CommonWords.weight(of: $0) > 0 }
        var previous = ""
        for term in terms {
            counts[Self.hash("w", term), default: 0] += Float(CommonWords.weight(of: term))
            if !previous.isEmpty { counts[Self.hash(previous, term), default: 0] += 0.3 }
            let bytes = Array(term.utf8)
            if bytes.count >= 5 {
                for start in 0...(bytes.count - 3) {
                    counts[Self.hash("c", bytes[start..<start + 3]), default: 0] += 0.15
                }
            }
            previous = term
        }
        var vector = [Float](repeating: 0, count: self.dimension)
        for (hash, count) in counts {
            let sign: Float = hash & (1 << 63) == 0 ? 1 : -1
            vector[Int(hash % UInt64(self.dimension))] += sign * count.squareRoot()
        }
        let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return length > 0 ? vector.map { $0 / length } : vector
    }

    private static func hash(_ kind: String, _ term: String) -> UInt64 { self.hash(kind, Array(term.utf8)[...]) }

    /// FNV-1a with a last mix: the same on every machine and in every process, unlike `Hasher`.
    private static func hash(_ kind: String, _ bytes: ArraySlice<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in kind.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        hash = (hash ^ 0xFF) &* 0x100_0000_01b3
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        hash ^= hash >> 33
        hash = hash &* 0xff51_afd7_ed55_8ccd
        return hash ^ (hash >> 29)
    }
}

/// The cosine of two unit vectors; 0 where their lengths differ.
package func cosine(_ left: [Float], _ right: [Float]) -> Double {
    guard left.count == right.count else { return 0 }
    var sum: Float = 0
    for index in left.indices { sum += left[index] * right[index] }
    return Double(sum)
}
