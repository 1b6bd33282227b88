import Foundation
import HealingTesting

/// A small model of random numbers, with a reading of its own in double precision to compare with.
struct RandomModel {
    static let (width, inner, heads, layers, positions, vocabulary) = (64, 96, 2, 2, 256, 20)
    private var tensors: [String: [Float]] = [:]
    private var shapes: [String: [Int]] = [:]

    init(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let (width, inner) = (Self.width, Self.inner)
        self.add("embeddings.word_embeddings.weight", [Self.vocabulary, width], 1, &random)
        self.add("embeddings.position_embeddings.weight", [Self.positions, width], 0.5, &random)
        self.add("embeddings.token_type_embeddings.weight", [2, width], 0.5, &random)
        self.add("embeddings.LayerNorm", width, &random)
        for layer in 0..<Self.layers {
            let name = "encoder.layer.\(layer)."
            for part in ["query", "key", "value"] {
                self.add(name + "attention.self." + part, from: width, to: width, &random)
            }
            self.add(name + "attention.output.dense", from: width, to: width, &random)
            self.add(name + "attention.output.LayerNorm", width, &random)
            self.add(name + "intermediate.dense", from: width, to: inner, &random)
            self.add(name + "output.dense", from: inner, to: width, &random)
            self.add(name + "output.LayerNorm", width, &random)
        }
    }

    private mutating func add(_ name: String, _ shape: [Int], _ scale: Float, _ random: inout SplitMix64) {
        self.shapes[name] = shape
        self.tensors[name] = (0..<shape.reduce(1, *)).map { _ in Float.random(in: -scale...scale, using: &random) }
    }

    private mutating func add(_ name: String, _ width: Int, _ random: inout SplitMix64) {
        self.add(name + ".weight", [width], 1, &random)
        self.add(name + ".bias", [width], 0.5, &random)
    }

    private mutating func add(_ name: String, from inputs: Int, to outputs: Int, _ random: inout SplitMix64) {
        self.add(name + ".weight", [outputs, inputs], 0.3, &random)
        self.add(name + ".bias", [outputs], 0.3, &random)
    }

    /// Writes the model's three files, and takes them away again.
    func inFolder(_ body: (RandomModel, String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "model-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"] + (4..<Self.vocabulary).map { "w\($0)" }
        try Data(words.joined(separator: "\n").utf8).write(to: URL(filePath: folder + "/vocab.txt"))
        let config = """
            {"hidden_size": \(Self.width), "intermediate_size": \(Self.inner), "num_attention_heads": \(Self.heads),
             "num_hidden_layers": \(Self.layers), "max_position_embeddings": \(Self.positions),
             "vocab_size": \(Self.vocabulary), "layer_norm_eps": 1e-12}
            """
        try Data(config.utf8).write(to: URL(filePath: folder + "/config.json"))
        try self.file.write(to: URL(filePath: folder + "/model.safetensors"))
        try body(self, folder)
    }

    private var file: Data {
        var numbers = Data()
        var entries: [String] = [#""__metadata__":{"format":"pt"}"#]
        for (name, tensor) in self.tensors.sorted(by: { $0.key < $1.key }) {
            let start = numbers.count
            tensor.withUnsafeBytes { numbers.append(contentsOf: $0) }
            let shape = (self.shapes[name] ?? []).map(String.init).joined(separator: ",")
            entries.append(
                #""\#(name)":{"dtype":"F32","shape":[\#(shape)],"data_offsets":[\#(start),\#(numbers.count)]}"#)
        }
        var header = Data("{\(entries.joined(separator: ","))}".utf8)
        while header.count % 8 != 0 { header.append(0x20) }
        return withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) } + header + numbers
    }

    // MARK: The plain reading

    private func matrix(_ name: String) -> [[Double]] {
        let shape = self.shapes[name] ?? [0, 0]
        let all = self.tensors[name] ?? []
        return (0..<shape[0]).map { row in all[(row * shape[1])..<((row + 1) * shape[1])].map(Double.init) }
    }

    private func linear(_ x: [[Double]], _ name: String) -> [[Double]] {
        let (weight, bias) = (self.matrix(name + ".weight"), self.tensors[name + ".bias"] ?? [])
        return x.map { row in zip(weight, bias).map { $0.0.product($0.1, row) } }
    }

    private func norm(_ x: [[Double]], _ name: String) -> [[Double]] {
        let (weight, bias) = (self.tensors[name + ".weight"] ?? [], self.tensors[name + ".bias"] ?? [])
        return x.map { row in
            let mean = row.reduce(0, +) / Double(row.count)
            let variance = row.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(row.count)
            return row.indices.map {
                (row[$0] - mean) / (variance + 1e-12).squareRoot() * Double(weight[$0]) + Double(bias[$0])
            }
        }
    }

    private func attention(_ x: [[Double]], _ name: String) -> [[Double]] {
        let (queries, keys, values) = (
            self.linear(x, name + "query"), self.linear(x, name + "key"), self.linear(x, name + "value")
        )
        let size = Self.width / Self.heads
        return x.indices.map { place in
            (0..<Self.heads).flatMap { head -> [Double] in
                let part = (head * size)..<((head + 1) * size)
                let scores = keys.map { key in
                    exp(zip(queries[place][part], key[part]).map { $0 * $1 }.reduce(0, +) / Double(size).squareRoot())
                }
                let total = scores.reduce(0, +)
                return part.map { column in zip(scores, values).map { $0 * $1[column] }.reduce(0, +) / total }
            }
        }
    }

    func encode(_ text: [Int32]) -> [Double] {
        let (pieces, places) = (
            self.matrix("embeddings.word_embeddings.weight"), self.matrix("embeddings.position_embeddings.weight")
        )
        let kind = self.matrix("embeddings.token_type_embeddings.weight")[0]
        var x = text.enumerated().map { place, piece in
            (0..<Self.width).map { pieces[Int(piece)][$0] + places[place][$0] + kind[$0] }
        }
        x = self.norm(x, "embeddings.LayerNorm")
        for layer in 0..<Self.layers {
            let name = "encoder.layer.\(layer)."
            let attended = self.linear(self.attention(x, name + "attention.self."), name + "attention.output.dense")
            x = self.norm(x.plus(attended), name + "attention.output.LayerNorm")
            let inner = self.linear(x, name + "intermediate.dense")
                .map { $0.map { 0.5 * $0 * (1 + erf($0 / 2.0.squareRoot())) } }
            x = self.norm(x.plus(self.linear(inner, name + "output.dense")), name + "output.LayerNorm")
        }
        let mean = (0..<Self.width).map { column in x.map { $0[column] }.reduce(0, +) / Double(x.count) }
        let length = mean.map { $0 * $0 }.reduce(0, +).squareRoot()
        return mean.map { $0 / length }
    }
}

extension [Double] {
    fileprivate func product(_ bias: Float, _ other: [Double]) -> Double {
        zip(self, other).map { $0 * $1 }.reduce(Double(bias), +)
    }
}

extension [[Double]] {
    fileprivate func plus(_ other: [[Double]]) -> [[Double]] { zip(self, other).map { zip($0, $1).map { $0 + $1 } } }
}
