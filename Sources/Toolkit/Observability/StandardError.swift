import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The process's standard error, written whole line by whole line.
package enum StandardError {
    private static let lock = Mutex<Void>(())

    /// Writes all of the text before anybody else writes; gives up silently where nobody reads.
    package static func write(_ text: String) {
        var bytes = Array(text.utf8)[...]
        self.lock.withLock { _ in
            while !bytes.isEmpty {
                let count = bytes.withUnsafeBytes { Self.writeSome($0) }
                guard count > 0 else { return }
                bytes = bytes.dropFirst(count)
            }
        }
    }

    private static func writeSome(_ bytes: UnsafeRawBufferPointer) -> Int {
        while true {
            #if canImport(Glibc)
                let count = Glibc.write(STDERR_FILENO, bytes.baseAddress, bytes.count)
            #elseif canImport(Musl)
                let count = Musl.write(STDERR_FILENO, bytes.baseAddress, bytes.count)
            #else
                let count = Darwin.write(STDERR_FILENO, bytes.baseAddress, bytes.count)
            #endif
            if count >= 0 || errno != EINTR { return count }
        }
    }
}
