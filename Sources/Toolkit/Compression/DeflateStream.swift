import CZlib

/// One packing. Not shared.
final class DeflateStream {
    private let stream: UnsafeMutablePointer<z_stream>

    init(format: DeflateFormat, level: Int32) throws(CompressionFailure) {
        self.stream = .allocate(capacity: 1)
        self.stream.initialize(to: z_stream())
        let size = Int32(MemoryLayout<z_stream>.size)
        let code = deflateInit2_(
            self.stream, level, Z_DEFLATED, format.windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size)
        guard code == Z_OK else { throw .unavailable }
    }

    deinit {
        deflateEnd(self.stream)
        self.stream.deallocate()
    }

    func finish(_ bytes: [UInt8]) throws(CompressionFailure) -> [UInt8] {
        var output: [UInt8] = []
        var rest = bytes[...]
        repeat {
            let piece = Array(rest.prefix(1 << 20))
            rest = rest.dropFirst(piece.count)
            try self.add(piece, isLast: rest.isEmpty, to: &output)
        } while !rest.isEmpty
        return output
    }

    private func add(_ piece: [UInt8], isLast: Bool, to output: inout [UInt8]) throws(CompressionFailure) {
        var input = piece
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        var code = Z_OK
        input.withUnsafeMutableBufferPointer { source in
            self.stream.pointee.next_in = source.baseAddress
            self.stream.pointee.avail_in = UInt32(source.count)
            repeat {
                let count = chunk.withUnsafeMutableBufferPointer { target in
                    self.stream.pointee.next_out = target.baseAddress
                    self.stream.pointee.avail_out = UInt32(target.count)
                    code = deflate(self.stream, isLast ? Z_FINISH : Z_NO_FLUSH)
                    return target.count - Int(self.stream.pointee.avail_out)
                }
                output += chunk.prefix(count)
            } while self.stream.pointee.avail_out == 0
        }
        // Without room or input left zlib says Z_BUF_ERROR, which is no error between two pieces.
        guard isLast ? code == Z_STREAM_END : code == Z_OK || code == Z_BUF_ERROR else { throw .unavailable }
    }
}
