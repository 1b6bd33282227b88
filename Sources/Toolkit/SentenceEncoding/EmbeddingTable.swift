import CVectorMath

/// What goes into the first layer: piece + position + kind of text, normalised. The large table stays in the mapped file.
struct EmbeddingTable: Sendable {
    private let pieces: SafetensorsFile.Tensor
    private let positions: [Float]
    private let kind: [Float]
    private let norm: Normalisation
    private let width: Int
    private let vocabulary: Int

    init(_ file: SafetensorsFile, _ shape: TransformerShape) throws(EncodingFailure) {
        self.width = shape.width
        self.vocabulary = shape.vocabulary
        self.pieces = try file.floats(
            "embeddings.word_embeddings.weight", shape: [shape.vocabulary, shape.width])
        self.positions = try file.floats(
            "embeddings.position_embeddings.weight", shape: [shape.positions, shape.width]
        ).array
        let kinds = try file.floats("embeddings.token_type_embeddings.weight", shape: [2, shape.width]).array
        self.kind = Array(kinds.prefix(shape.width))
        self.norm = try Normalisation(file, "embeddings.LayerNorm", shape)
    }

    func sum(_ texts: [ArraySlice<Int32>]) -> [Float] {
        let rows = texts.reduce(0) { $0 + $1.count }
        var sum = [Float](repeating: 0, count: rows * self.width)
        self.pieces.withFloats { table in
            self.positions.withUnsafeBufferPointer { positions in
                sum.withUnsafeMutableBufferPointer { sum in
                    guard let into = sum.baseAddress, let table = table.baseAddress, let at = positions.baseAddress
                    else { return }
                    self.add(texts, table: table, positions: at, into: into)
                }
            }
        }
        self.norm.apply(&sum, rows: rows)
        return sum
    }

    private func add(
        _ texts: [ArraySlice<Int32>], table: UnsafePointer<Float>, positions: UnsafePointer<Float>,
        into sum: UnsafeMutablePointer<Float>
    ) {
        var row = 0
        for text in texts {
            for (position, piece) in text.enumerated() {
                let into = sum + row * self.width
                let known = (0..<self.vocabulary).contains(Int(piece)) ? Int(piece) : 0
                vm_add_scaled(into, table + known * self.width, 1, self.width)
                vm_add_scaled(into, positions + position * self.width, 1, self.width)
                vm_add_scaled(into, self.kind, 1, self.width)
                row += 1
            }
        }
    }
}
