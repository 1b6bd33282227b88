/// How deflated bytes are wrapped.
package enum DeflateFormat: Sendable, Hashable {
    /// RFC 1952.
    case gzip
    /// RFC 1950, as in PNG.
    case zlib
    /// RFC 1951 alone, as in zip.
    case raw

    var windowBits: Int32 {
        switch self {
        case .gzip: 15 + 16
        case .zlib: 15
        case .raw: -15
        }
    }
}

/// Packing and unpacking in memory.
package enum Deflate {
    /// `level` is from 0 (stored) to 9 (smallest); 6 is the usual balance.
    package static func pack(
        _ bytes: [UInt8], as format: DeflateFormat, level: Int = 6
    ) throws(CompressionFailure) -> [UInt8] {
        let stream = try DeflateStream(format: format, level: Int32(min(max(level, 0), 9)))
        return try stream.finish(bytes)
    }

    /// The whole content; never more than `limit` bytes, so that a small bomb cannot fill the memory. Bytes after the
    /// end are malformed, except for further gzip members, which belong to the content.
    package static func unpack(
        _ bytes: [UInt8], as format: DeflateFormat, limit: Int
    ) throws(CompressionFailure) -> [UInt8] {
        let reader = try InflateReader(format: format, limit: limit)
        var output: [UInt8] = []
        try reader.read(bytes[...]) { output.append(contentsOf: $0) }
        try reader.finish()
        return output
    }
}
