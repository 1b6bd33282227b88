/// One member of a tar archive.
package struct TarEntry: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case file, folder
        /// Where it points is untrusted text; nothing here follows it.
        case symbolicLink(target: String)
        case hardLink(target: String)
        /// A device, a pipe, or a kind this reader does not know, by its letter.
        case other(UInt8)
    }

    /// Relative, with `/`, without `.` and `..`.
    package var path: String
    package var kind: Kind
    /// The content of a file; empty for all other kinds.
    package var content: [UInt8]

    package init(path: String, kind: Kind, content: [UInt8] = []) {
        self.path = path
        self.kind = kind
        self.content = content
    }
}

/// What an archive may hold.
package struct TarLimits: Sendable, Hashable {
    package var entries: Int
    /// Of one file, in bytes.
    package var entrySize: Int
    /// Of the whole archive with its headers, in bytes.
    package var totalSize: Int

    package init(entries: Int = 50_000, entrySize: Int = 8 << 20, totalSize: Int = 512 << 20) {
        self.entries = entries
        self.entrySize = entrySize
        self.totalSize = totalSize
    }
}
