/// Decides where an archive's member would lie.
enum TarPath {
    /// The path without `.` parts and doubled slashes; refused where it could leave the folder it is unpacked into.
    static func checked(_ path: String) throws(CompressionFailure) -> String {
        guard !path.utf8.contains(0), !path.utf8.contains(UInt8(ascii: "\\")), path.utf8.count <= 4096 else {
            throw .malformed("a path holds a zero byte or a backslash, or is too long")
        }
        guard !path.utf8.starts(with: "/".utf8) else { throw .malformed("the path \(path.prefix(200)) is absolute") }
        // As bytes: a combining character must not hide a slash from being its own character.
        let parts = path.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }.filter { $0 != "." }
        guard !parts.contains("..") else { throw .malformed("the path \(path.prefix(200)) leaves its folder") }
        return parts.joined(separator: "/")
    }
}
