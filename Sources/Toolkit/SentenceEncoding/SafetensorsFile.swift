import FoundationEssentials

/// Named tensors in one file, mapped into memory and not copied.
///
/// The format is https://huggingface.co/docs/safetensors: eight bytes with the length of a JSON header, the header, and the
/// numbers. A file that is damaged or cut off is an error, never an access outside of it.
struct SafetensorsFile: Sendable {
    private struct Entry: Decodable {
        var dtype: String
        var shape: [Int]
        var offsets: [Int]

        enum CodingKeys: String, CodingKey {
            case dtype, shape
            case offsets = "data_offsets"
        }
    }

    /// An element of the header that is no tensor, such as `__metadata__`, reads as `nil`.
    private struct LenientEntry: Decodable {
        var entry: Entry?

        init(from decoder: any Decoder) throws { self.entry = try? Entry(from: decoder) }
    }

    private let data: Data
    private let entries: [String: Entry]
    private let start: Int

    init(path: String) throws(EncodingFailure) {
        guard let data = try? Data(contentsOf: URL(filePath: path), options: .alwaysMapped) else {
            throw EncodingFailure("\(path) cannot be read")
        }
        let length = data.prefix(8).enumerated().reduce(UInt64(0)) {
            $0 | UInt64($1.element) << (8 * UInt64($1.offset))
        }
        guard data.count >= 8, length <= UInt64(data.count - 8), length <= 1 << 24 else {
            throw EncodingFailure("\(path) is no safetensors file, or it is cut off")
        }
        self.start = 8 + Int(length)
        guard let header = try? JSONDecoder().decode([String: LenientEntry].self, from: data[8..<self.start]) else {
            throw EncodingFailure("the header of \(path) is damaged")
        }
        self.entries = header.compactMapValues(\.entry)
        self.data = data
    }

    /// The numbers of a tensor of exactly this shape, in 32 bits.
    func floats(_ name: String, shape: [Int]) throws(EncodingFailure) -> Tensor {
        guard let entry = self.entries[name], entry.dtype == "F32", entry.shape == shape, entry.offsets.count == 2
        else {
            throw EncodingFailure("there is no tensor \(name) of \(shape) in 32 bits")
        }
        let count = shape.reduce(1, *)
        let (from, to) = (entry.offsets[0], entry.offsets[1])
        guard from >= 0, to - from == count * 4, to <= self.data.count - self.start, (self.start + from) % 4 == 0 else {
            throw EncodingFailure("tensor \(name) lies outside of its file")
        }
        return Tensor(data: self.data, offset: self.start + from, count: count)
    }

    /// A view of the mapped file.
    struct Tensor: Sendable {
        fileprivate let data: Data
        fileprivate let offset: Int
        let count: Int

        func withFloats<Result>(_ body: (UnsafeBufferPointer<Float>) -> Result) -> Result {
            self.data.withUnsafeBytes { bytes in
                let part = UnsafeRawBufferPointer(rebasing: bytes[self.offset..<(self.offset + self.count * 4)])
                return body(part.assumingMemoryBound(to: Float.self))
            }
        }

        var array: [Float] { self.withFloats { Array($0) } }
    }
}
