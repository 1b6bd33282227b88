import HTTPCalling
package import HealingDomain

/// Paths of the REST API, with every outside name escaped.
package enum GitHubPath {
    /// `/repos/owner/name/…`. Slashes inside a piece (a file's path, a branch) stay separators.
    ///
    /// A piece with a `.` or `..` segment would climb to another resource once a client or proxy resolves it: refused.
    static func repository(_ repository: RepositoryName, _ pieces: String...) throws(Fault) -> String {
        guard self.isValid(repository) else {
            throw Fault(doing: "calling GitHub", detail: "\(repository) is not owner/name")
        }
        var path = "/repos/\(PercentEncoding.encode(repository.owner))/\(PercentEncoding.encode(repository.name))"
        for segment in pieces.flatMap({ $0.split(separator: "/", omittingEmptySubsequences: false) }) {
            guard segment != ".", segment != "..", !segment.isEmpty else {
                throw Fault(doing: "calling GitHub about \(repository)", detail: "a path has an empty or dot segment")
            }
            path += "/" + PercentEncoding.encode(segment)
        }
        return path
    }

    static func query(_ items: [(String, String)]) -> String {
        items.isEmpty
            ? ""
            : "?" + items.map { "\(PercentEncoding.encode($0))=\(PercentEncoding.encode($1))" }.joined(separator: "&")
    }

    /// Whether it is `owner/name` of the characters that GitHub allows.
    package static func isValid(_ repository: RepositoryName) -> Bool {
        let parts = repository.rawValue.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 2
            && parts.allSatisfy { part in
                !part.isEmpty && part != "." && part != ".." && part.utf8.count <= 100
                    && part.utf8.allSatisfy(self.isWord)
            }
    }

    /// Whether it is a whole object name: 40 hexadecimal digits, or 64 where git uses SHA-256.
    package static func isCommit(_ text: some StringProtocol) -> Bool {
        (text.utf8.count == 40 || text.utf8.count == 64) && text.utf8.allSatisfy(self.isHexadecimal)
    }

    static func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
