/// Reads a `.tar.gz` that arrives in chunks. Not shared between tasks.
package final class TarGzipReader {
    private let inflate: InflateReader
    private var tar: TarReader

    package init(limits: TarLimits = TarLimits()) throws(CompressionFailure) {
        self.inflate = try InflateReader(format: .gzip, limit: limits.totalSize)
        self.tar = TarReader(limits: limits)
    }

    /// Takes one chunk in and gives the entries that are whole now. A failure is final.
    package func read(
        _ chunk: ArraySlice<UInt8>, _ take: (TarEntry) throws(CompressionFailure) -> Void
    ) throws(CompressionFailure) {
        try self.inflate.read(chunk) { (bytes) throws(CompressionFailure) in try self.tar.read(bytes, take) }
    }

    /// Confirms that both the packing and the archive were whole.
    package func finish() throws(CompressionFailure) {
        try self.inflate.finish()
        try self.tar.finish()
    }
}
