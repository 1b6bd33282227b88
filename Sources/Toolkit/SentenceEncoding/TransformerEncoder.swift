import CVectorMath
import FoundationEssentials

/// A sentence encoder of BERT's shape (mean of the last layer, unit length), such as all-MiniLM-L6-v2, run in the process.
package struct TransformerEncoder: Sendable {
    /// How long a text may be, in pieces with its two marks; the rest is not read.
    package static let longestText = 256

    package let dimension: Int
    private let tokenizer: WordPieceTokenizer
    private let embeddings: EmbeddingTable
    private let layers: [TransformerLayer]

    /// Opens a folder with `model.safetensors`, `vocab.txt` and `config.json`.
    package init(folder: String) throws(EncodingFailure) {
        let shape = try TransformerShape(folder: folder)
        guard let vocabulary = try? String(contentsOf: URL(filePath: folder + "/vocab.txt"), encoding: .utf8) else {
            throw EncodingFailure("\(folder)/vocab.txt cannot be read")
        }
        let file = try SafetensorsFile(path: folder + "/model.safetensors")
        self.tokenizer = try WordPieceTokenizer(vocabulary: vocabulary)
        self.embeddings = try EmbeddingTable(file, shape)
        var layers: [TransformerLayer] = []
        for number in 0..<shape.layers { layers.append(try TransformerLayer(file, shape, number: number)) }
        self.layers = layers
        self.dimension = shape.width
    }

    /// The pieces of a text as they go into the model.
    package func pieces(of text: String) -> [Int32] {
        [self.tokenizer.start] + self.tokenizer.pieces(of: text, limit: Self.longestText - 2) + [self.tokenizer.end]
    }

    /// One unit vector a text, in order. The work grows with the number of pieces; texts share the passes over the weights.
    package func encode(_ texts: [[Int32]]) -> [[Float]] {
        let lengths = texts.map { min($0.count, Self.longestText) }
        let rows = lengths.reduce(0, +)
        guard rows > 0 else { return texts.map { _ in [Float](repeating: 0, count: self.dimension) } }
        var hidden = self.embeddings.sum(texts.map { $0.prefix(Self.longestText) })
        var workspace = TransformerLayer.Workspace(rows: rows, longest: lengths.max() ?? 0, width: self.dimension)
        for layer in self.layers { layer.apply(to: &hidden, lengths: lengths, workspace: &workspace) }
        var start = 0
        return lengths.map { length in
            defer { start += length }
            return Self.mean(hidden, from: start, count: length, width: self.dimension)
        }
    }

    private static func mean(_ hidden: [Float], from start: Int, count: Int, width: Int) -> [Float] {
        var sum = [Float](repeating: 0, count: width)
        hidden.withUnsafeBufferPointer { hidden in
            guard let base = hidden.baseAddress else { return }
            for row in start..<(start + count) { vm_add_scaled(&sum, base + row * width, 1, width) }
        }
        return UnitVector.make(sum)
    }
}

/// What `config.json` says of the model.
struct TransformerShape: Decodable {
    var width: Int
    var inner: Int
    var heads: Int
    var layers: Int
    var positions: Int
    var vocabulary: Int
    var epsilon: Float

    enum CodingKeys: String, CodingKey {
        case width = "hidden_size"
        case inner = "intermediate_size"
        case heads = "num_attention_heads"
        case layers = "num_hidden_layers"
        case positions = "max_position_embeddings"
        case vocabulary = "vocab_size"
        case epsilon = "layer_norm_eps"
    }

    init(folder: String) throws(EncodingFailure) {
        guard let data = try? Data(contentsOf: URL(filePath: folder + "/config.json")),
            let shape = try? JSONDecoder().decode(Self.self, from: data)
        else { throw EncodingFailure("\(folder)/config.json cannot be read") }
        let numbers = [shape.width, shape.inner, shape.heads, shape.layers, shape.positions, shape.vocabulary]
        guard numbers.allSatisfy({ (1...1_000_000).contains($0) }), shape.width % shape.heads == 0,
            shape.positions >= TransformerEncoder.longestText
        else { throw EncodingFailure("\(folder)/config.json describes no model that is known here") }
        self = shape
    }
}
