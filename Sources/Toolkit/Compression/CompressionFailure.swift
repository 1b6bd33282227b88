/// Why bytes could not be unpacked or read as an archive.
package enum CompressionFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// Not the format it should be, or altered.
    case malformed(String)
    /// It ends before its own end.
    case truncated
    /// It holds more than was allowed, in the words of the limit that was hit.
    case tooLarge(String)
    /// zlib could not work, for want of memory.
    case unavailable

    package var description: String {
        switch self {
        case .malformed(let detail): "the data is malformed: \(detail)"
        case .truncated: "the data ends too early"
        case .tooLarge(let detail): "the data is too large: \(detail)"
        case .unavailable: "zlib could not be set up"
        }
    }
}
