import Glibc

/// A file in memory that grows: writes go to the page cache, and from there to the disk when the system or `flush` says so.
final class MappedFile {
    private let descriptor: Int32
    private(set) var bytes: UnsafeMutableRawBufferPointer

    /// Opens or creates the file, at least `size` bytes long. The longer part reads as zeros and takes no disk until written.
    init(path: String, size: Int) throws(VectorIndexFailure) {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system("opening \(path)") }
        self.descriptor = descriptor
        self.bytes = UnsafeMutableRawBufferPointer(start: nil, count: 0)
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw .system("reading the size of \(path)")
        }
        try self.map(max(size, Int(status.st_size)))
    }

    deinit {
        if let base = self.bytes.baseAddress { munmap(base, self.bytes.count) }
        close(self.descriptor)
    }

    func grow(to size: Int) throws(VectorIndexFailure) {
        if size > self.bytes.count { try self.map(size) }
    }

    /// Returns once everything is on the disk.
    func flush() throws(VectorIndexFailure) {
        guard let base = self.bytes.baseAddress else { return }
        guard msync(base, self.bytes.count, MS_SYNC) == 0 else { throw .system("writing a vector index to the disk") }
    }

    private func map(_ size: Int) throws(VectorIndexFailure) {
        guard ftruncate(self.descriptor, off_t(size)) == 0 else { throw .system("making room for a vector index") }
        let mapped = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, self.descriptor, 0)
        guard let mapped, mapped != MAP_FAILED else { throw .system("mapping a vector index") }
        if let base = self.bytes.baseAddress { munmap(base, self.bytes.count) }
        self.bytes = UnsafeMutableRawBufferPointer(start: mapped, count: size)
    }
}

/// Why an index could not be opened or written.
package struct VectorIndexFailure: Error, Sendable, Hashable, CustomStringConvertible {
    package var description: String

    static func system(_ doing: String) -> Self { Self(description: "\(doing): \(String(cString: strerror(errno)))") }
}
