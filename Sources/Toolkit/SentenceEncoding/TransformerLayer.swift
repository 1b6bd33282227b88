import CVectorMath

/// `y = W x + b`, with the weights laid out for the kernel.
struct Linear: Sendable {
    private let packed: [Float]
    private let bias: [Float]
    private let inputs: Int
    let outputs: Int

    /// Several matrices of the same inputs become one, their outputs side by side.
    init(_ file: SafetensorsFile, _ names: [String], inputs: Int, outputs: Int) throws(EncodingFailure) {
        var weight: [Float] = []
        var bias: [Float] = []
        for name in names {
            weight += try file.floats(name + ".weight", shape: [outputs, inputs]).array
            bias += try file.floats(name + ".bias", shape: [outputs]).array
        }
        self.inputs = inputs
        self.outputs = outputs * names.count
        self.bias = bias
        let (rows, count) = (self.outputs, vm_packed_count(self.outputs, inputs))
        self.packed = [Float](unsafeUninitializedCapacity: count) { buffer, written in
            if let base = buffer.baseAddress { vm_pack(weight, rows, inputs, base) }
            written = count
        }
    }

    func apply(_ x: [Float], rows: Int, into y: inout [Float]) {
        vm_linear(x, rows, self.inputs, self.packed, self.bias, self.outputs, &y)
    }
}

/// Layer normalisation.
struct Normalisation: Sendable {
    private let weight: [Float]
    private let bias: [Float]
    private let epsilon: Float

    init(_ file: SafetensorsFile, _ name: String, _ shape: TransformerShape) throws(EncodingFailure) {
        self.weight = try file.floats(name + ".weight", shape: [shape.width]).array
        self.bias = try file.floats(name + ".bias", shape: [shape.width]).array
        self.epsilon = shape.epsilon
    }

    /// `x` becomes the normalised sum of both.
    func apply(_ x: inout [Float], adding residual: [Float], rows: Int) {
        vm_add_norm(&x, residual, rows, self.weight.count, self.weight, self.bias, self.epsilon)
    }

    func apply(_ x: inout [Float], rows: Int) {
        vm_add_norm(&x, nil, rows, self.weight.count, self.weight, self.bias, self.epsilon)
    }
}

/// One layer: attention inside each text, then a network over each piece.
struct TransformerLayer: Sendable {
    private let heads: Int
    private let attention: Linear
    private let attentionOutput: Linear
    private let attentionNorm: Normalisation
    private let inner: Linear
    private let output: Linear
    private let outputNorm: Normalisation

    init(_ file: SafetensorsFile, _ shape: TransformerShape, number: Int) throws(EncodingFailure) {
        let name = "encoder.layer.\(number)."
        let (width, inner) = (shape.width, shape.inner)
        self.heads = shape.heads
        self.attention = try Linear(
            file, ["query", "key", "value"].map { name + "attention.self." + $0 }, inputs: width, outputs: width)
        self.attentionOutput = try Linear(file, [name + "attention.output.dense"], inputs: width, outputs: width)
        self.attentionNorm = try Normalisation(file, name + "attention.output.LayerNorm", shape)
        self.inner = try Linear(file, [name + "intermediate.dense"], inputs: width, outputs: inner)
        self.output = try Linear(file, [name + "output.dense"], inputs: inner, outputs: width)
        self.outputNorm = try Normalisation(file, name + "output.LayerNorm", shape)
    }

    /// Room that all layers of one pass share.
    struct Workspace {
        var attention: [Float] = []
        var context: [Float]
        var inner: [Float] = []
        var scratch: [Float]

        init(rows: Int, longest: Int, width: Int) {
            self.context = [Float](repeating: 0, count: rows * width)
            self.scratch = [Float](repeating: 0, count: longest + 2 * longest * width)
        }
    }

    func apply(to hidden: inout [Float], lengths: [Int], workspace: inout Workspace) {
        let rows = lengths.reduce(0, +)
        let width = self.output.outputs
        Self.grow(&workspace.attention, rows * self.attention.outputs)
        Self.grow(&workspace.inner, rows * self.inner.outputs)
        self.attention.apply(hidden, rows: rows, into: &workspace.attention)
        self.attend(lengths: lengths, width: width, workspace: &workspace)
        // `hidden` is still needed as the residual, so the projection lands in the room of the attention.
        self.attentionOutput.apply(workspace.context, rows: rows, into: &workspace.attention)
        self.attentionNorm.apply(&hidden, adding: workspace.attention, rows: rows)
        self.inner.apply(hidden, rows: rows, into: &workspace.inner)
        vm_gelu(&workspace.inner, rows * self.inner.outputs)
        self.output.apply(workspace.inner, rows: rows, into: &workspace.context)
        self.outputNorm.apply(&hidden, adding: workspace.context, rows: rows)
    }

    private func attend(lengths: [Int], width: Int, workspace: inout Workspace) {
        let heads = self.heads
        workspace.attention.withUnsafeBufferPointer { attention in
            workspace.context.withUnsafeMutableBufferPointer { context in
                guard let from = attention.baseAddress, let to = context.baseAddress else { return }
                var start = 0
                for length in lengths where length > 0 {
                    vm_attention(
                        from + start * 3 * width, length, heads, width / heads, to + start * width,
                        &workspace.scratch)
                    start += length
                }
            }
        }
    }

    private static func grow(_ room: inout [Float], _ count: Int) {
        if room.count < count { room = [Float](repeating: 0, count: count) }
    }
}
