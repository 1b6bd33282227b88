/// Reads a tar archive that arrives in chunks: ustar, GNU long names, pax paths and sizes.
///
/// Nothing is written anywhere. Links are reported and never followed; absolute paths and `..` are malformed; every
/// count and size has a limit.
package struct TarReader: Sendable {
    private static let extensionLimit = 1 << 20
    private let limits: TarLimits
    private var pending: [UInt8] = []
    private var position = 0
    private var header: TarHeader?
    private var totalSize = 0
    private var entryCount = 0
    private var emptyBlocks = 0
    /// What the extension headers before an entry say about it.
    private var next = PaxFields()

    package init(limits: TarLimits = TarLimits()) { self.limits = limits }

    /// Takes one chunk in and gives the entries that are whole now. A failure is final.
    package mutating func read(
        _ chunk: some Collection<UInt8>, _ take: (TarEntry) throws(CompressionFailure) -> Void
    ) throws(CompressionFailure) {
        guard chunk.count <= self.limits.totalSize - self.totalSize else {
            throw .tooLarge("the archive is longer than \(self.limits.totalSize) bytes")
        }
        self.totalSize += chunk.count
        // Whatever follows the end of the archive is padding.
        guard self.emptyBlocks < 2 else { return }
        self.pending.append(contentsOf: chunk)
        while self.emptyBlocks < 2, try self.readOne(take) {}
        if self.position > 0 { self.pending.removeFirst(self.position) }
        self.position = 0
    }

    /// Confirms that the archive was whole: an empty block followed its last entry. The format asks for two, and not
    /// every writer obeys.
    package func finish() throws(CompressionFailure) {
        guard self.emptyBlocks >= 1 else { throw .truncated }
    }

    /// All entries of an archive in memory.
    package static func entries(
        of archive: [UInt8], limits: TarLimits = TarLimits()
    ) throws(CompressionFailure) -> [TarEntry] {
        var reader = TarReader(limits: limits)
        var entries: [TarEntry] = []
        try reader.read(archive) { entries.append($0) }
        try reader.finish()
        return entries
    }

    /// Reads the next header, or the content that belongs to it; `false` where it has not arrived yet.
    private mutating func readOne(
        _ take: (TarEntry) throws(CompressionFailure) -> Void
    ) throws(CompressionFailure) -> Bool {
        guard let header = self.header else { return try self.readHeader() }
        guard self.pending.count - self.position >= header.paddedSize else { return false }
        let content = self.pending[self.position..<self.position + header.contentSize]
        self.position += header.paddedSize
        self.header = nil
        if header.isExtension {
            try self.next.add(content, type: header.type)
        } else {
            try self.give(header, content, take)
        }
        return true
    }

    private mutating func readHeader() throws(CompressionFailure) -> Bool {
        guard self.pending.count - self.position >= TarHeader.size else { return false }
        let block = Array(self.pending[self.position..<self.position + TarHeader.size])
        self.position += TarHeader.size
        if block.allSatisfy({ $0 == 0 }) {
            self.emptyBlocks += 1
            return true
        }
        guard self.emptyBlocks == 0 else { throw .malformed("an empty block is not the end") }
        var header = try TarHeader(block)
        if !header.isExtension, let size = self.next.size { header.contentSize = size }
        let limit = header.isExtension ? Self.extensionLimit : self.limits.entrySize
        guard header.contentSize <= limit else { throw .tooLarge("an entry is longer than \(limit) bytes") }
        self.header = header
        return true
    }

    private mutating func give(
        _ header: TarHeader, _ content: ArraySlice<UInt8>, _ take: (TarEntry) throws(CompressionFailure) -> Void
    ) throws(CompressionFailure) {
        self.entryCount += 1
        guard self.entryCount <= self.limits.entries else {
            throw .tooLarge("the archive has more than \(self.limits.entries) entries")
        }
        let fields = self.next
        self.next = PaxFields()
        let given = fields.path ?? header.path
        let path = try TarPath.checked(given)
        let target = fields.linkTarget ?? header.linkTarget
        let kind: TarEntry.Kind =
            switch header.type {
            // Archives older than POSIX mark folders by a slash only.
            case 0, UInt8(ascii: "0"), UInt8(ascii: "7"): given.utf8.last == UInt8(ascii: "/") ? .folder : .file
            case UInt8(ascii: "1"): .hardLink(target: target)
            case UInt8(ascii: "2"): .symbolicLink(target: target)
            case UInt8(ascii: "5"): .folder
            default: .other(header.type)
            }
        if path.isEmpty && kind != .folder { throw .malformed("an entry has no name") }
        try take(TarEntry(path: path, kind: kind, content: kind == .file ? Array(content) : []))
    }
}
