#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The file an answer is streamed into.
///
/// Unchecked: used by one transfer, and by its caller only before and after it.
final class DownloadFile: @unchecked Sendable {
    private let path: String
    private let limit: Int
    private var descriptor: Int32
    private var written = 0

    /// Creates or empties the file, readable by its owner only.
    init(path: String, limit: Int) throws(HTTPFailure) {
        self.path = path
        self.limit = limit
        self.descriptor = open(path, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0o600)
        guard self.descriptor >= 0 else {
            throw HTTPFailure(.broken, "opening \(path) for a download: \(String(cString: strerror(errno)))")
        }
    }

    deinit { if self.descriptor >= 0 { close(self.descriptor) } }

    /// What kept the bytes from being written; `nil` when they were.
    func append(_ bytes: UnsafeRawBufferPointer) -> HTTPFailure? {
        guard bytes.count <= self.limit - self.written else {
            return HTTPFailure(.answerTooLarge, "the answer is longer than \(self.limit) bytes")
        }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = write(self.descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                return HTTPFailure(.broken, "writing \(self.path): \(String(cString: strerror(errno)))")
            }
            rest = rest.dropFirst(count)
            self.written += count
        }
        return nil
    }

    /// Closes the file, and removes it where it holds no whole answer.
    func finish(keeping: Bool) throws(HTTPFailure) {
        let code = close(self.descriptor)
        self.descriptor = -1
        if !keeping { unlink(self.path) }
        guard code == 0 || !keeping else {
            unlink(self.path)
            throw HTTPFailure(.broken, "closing \(self.path): \(String(cString: strerror(errno)))")
        }
    }
}
