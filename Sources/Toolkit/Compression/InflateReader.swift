import CZlib

/// Unpacks a stream that arrives in chunks, in constant memory. Not shared between tasks.
///
/// One gzip file may hold several members (RFC 1952, section 2.2); their contents follow one another.
package final class InflateReader {
    private let stream: UnsafeMutablePointer<z_stream>
    private let format: DeflateFormat
    private let limit: Int
    private var produced = 0
    private var hasEnded = false
    private var output = [UInt8](repeating: 0, count: 64 << 10)

    /// Unpacks at most `limit` bytes in all.
    package init(format: DeflateFormat, limit: Int) throws(CompressionFailure) {
        self.format = format
        self.limit = limit
        self.stream = .allocate(capacity: 1)
        self.stream.initialize(to: z_stream())
        let size = Int32(MemoryLayout<z_stream>.size)
        guard inflateInit2_(self.stream, format.windowBits, ZLIB_VERSION, size) == Z_OK else { throw .unavailable }
    }

    deinit {
        inflateEnd(self.stream)
        self.stream.deallocate()
    }

    /// Unpacks one chunk and gives what comes out of it, piece by piece. A failure is final.
    package func read(
        _ chunk: ArraySlice<UInt8>, _ take: (ArraySlice<UInt8>) throws(CompressionFailure) -> Void
    ) throws(CompressionFailure) {
        var rest = chunk
        while !rest.isEmpty {
            if self.hasEnded { try self.begin(nextMemberIn: rest) }
            let used = try self.unpack(Array(rest.prefix(16 << 10)), take)
            rest = rest.dropFirst(used.consumed)
            // A full buffer may hide more that is already inside zlib.
            var isFull = used.filled
            while isFull, !self.hasEnded { isFull = try self.unpack([], take).filled }
            guard used.consumed > 0 || used.filled || self.hasEnded else { throw .malformed("it does not go on") }
        }
    }

    private func unpack(
        _ bytes: [UInt8], _ take: (ArraySlice<UInt8>) throws(CompressionFailure) -> Void
    ) throws(CompressionFailure) -> (consumed: Int, filled: Bool) {
        let (used, count) = try self.step(bytes)
        guard count <= self.limit - self.produced else {
            throw .tooLarge("it unpacks to more than \(self.limit) bytes")
        }
        self.produced += count
        if count > 0 { try take(self.output[..<count]) }
        return (used, count == self.output.count)
    }

    /// Confirms that the stream was whole.
    package func finish() throws(CompressionFailure) {
        guard self.hasEnded else { throw .truncated }
    }

    private func begin(nextMemberIn rest: ArraySlice<UInt8>) throws(CompressionFailure) {
        guard self.format == .gzip, rest.first == 0x1f else { throw .malformed("bytes follow its end") }
        guard inflateReset(self.stream) == Z_OK else { throw .unavailable }
        self.hasEnded = false
    }

    /// How many bytes were used, and how many came out.
    private func step(_ bytes: [UInt8]) throws(CompressionFailure) -> (used: Int, count: Int) {
        var input = bytes
        var code = Z_OK
        input.withUnsafeMutableBufferPointer { source in
            self.output.withUnsafeMutableBufferPointer { target in
                self.stream.pointee.next_in = source.baseAddress
                self.stream.pointee.avail_in = UInt32(source.count)
                self.stream.pointee.next_out = target.baseAddress
                self.stream.pointee.avail_out = UInt32(target.count)
                code = inflate(self.stream, Z_NO_FLUSH)
            }
        }
        switch code {
        case Z_OK, Z_BUF_ERROR: break
        case Z_STREAM_END: self.hasEnded = true
        case Z_MEM_ERROR: throw .unavailable
        default:
            let reason = self.stream.pointee.msg.map { String(cString: $0) } ?? "it is not in this format"
            throw .malformed(reason)
        }
        let left = Int(self.stream.pointee.avail_in)
        return (bytes.count - left, self.output.count - Int(self.stream.pointee.avail_out))
    }
}
