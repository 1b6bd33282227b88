import FoundationEssentials

/// One bare repository on disk. Nothing is kept in memory: every answer comes from git.
package struct GitRepository: Sendable {
    package var path: String
    package var git: Git

    package init(path: String) {
        self.path = path
        self.git = Git(path)
    }

    /// Makes an empty bare repository there, with `branch` as its default.
    package static func create(at path: String, defaultBranch: String) async throws -> GitRepository {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let repository = GitRepository(path: path)
        try await repository.git.run(["init", "--quiet", "--bare", "--initial-branch=\(defaultBranch)", "."])
        return repository
    }

    /// Full ref name → object id, for refs that start with `prefix`.
    package func refs(_ prefix: String = "refs/") async throws -> [String: String] {
        let answer = try await self.git.run([
            "for-each-ref", "--format=%(refname) %(objectname)", "--end-of-options", prefix,
        ])
        let pairs = answer.lines.compactMap { line -> (String, String)? in
            let parts = line.split(separator: " ")
            return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    package func branches() async throws -> [String: String] {
        let prefix = "refs/heads/"
        let refs = try await self.refs(prefix).map { (String($0.key.dropFirst(prefix.count)), $0.value) }
        return Dictionary(refs, uniquingKeysWith: { first, _ in first })
    }

    /// The commit that a branch, a tag, a full ref or an object id means; `nil` where there is none.
    package func commit(_ revision: String) async throws -> String? {
        guard !revision.isEmpty, !revision.hasPrefix("-") else { return nil }
        let answer = try await self.git.run(
            ["rev-parse", "--quiet", "--verify", "--end-of-options", "\(revision)^{commit}"], expecting: [0, 1, 128])
        // `rev-parse` repeats --end-of-options in its answer in the git of Debian 12.
        return answer.lines.last { $0.count == 40 && !$0.contains("-") }
    }

    /// The object and its type, such as a blob for `develop:shop/cart.py`; `nil` where there is none.
    package func object(_ name: String) async throws -> GitObject? {
        guard !name.contains("\n") else { return nil }
        let bytes = try await self.git.run(["cat-file", "--batch"], input: Array("\(name)\n".utf8)).bytes
        guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        let head = String(decoding: bytes[..<end], as: UTF8.self).split(separator: " ").map(String.init)
        guard head.count == 3, let size = Int(head[2]), bytes.count >= end + 1 + size else { return nil }
        return GitObject(id: head[0], type: head[1], content: Array(bytes[(end + 1)..<(end + 1 + size)]))
    }

    package func file(_ path: String, at revision: String) async throws -> [UInt8]? {
        guard let object = try await self.object("\(revision):\(path)"), object.type == "blob" else { return nil }
        return object.content
    }

    package func tree(_ revision: String, path: String = "", recursive: Bool) async throws -> [GitTreeEntry] {
        let options = recursive ? ["ls-tree", "-l", "-z", "-r", "-t"] : ["ls-tree", "-l", "-z"]
        let name = path.isEmpty ? revision : "\(revision):\(path)"
        let answer = try await self.git.run(options + ["--end-of-options", name], expecting: [0, 128])
        return answer.text.split(separator: "\0").compactMap { GitTreeEntry(String($0)) }
    }

    package func history(
        _ revision: String, excluding base: String? = nil, limit: Int = 100
    ) async throws -> [GitCommit] {
        let range = base.map { ["^\($0)"] } ?? []
        let answer = try await self.git.run(
            [
                "log", "--max-count=\(limit)", "--format=\(GitCommit.format)", "-z", "--end-of-options", revision,
            ] + range + ["--"])
        return answer.text.split(separator: "\0").compactMap { GitCommit(String($0)) }
    }
}

package struct GitObject: Sendable {
    package var id: String
    package var type: String
    package var content: [UInt8]
}

package struct GitTreeEntry: Sendable {
    package var mode: String
    package var type: String
    package var id: String
    package var size: Int?
    package var path: String

    /// One entry of `ls-tree -l -z`.
    init?(_ line: String) {
        let halves = line.split(separator: "\t", maxSplits: 1)
        guard halves.count == 2 else { return nil }
        let parts = halves[0].split(separator: " ").map(String.init)
        guard parts.count == 4 else { return nil }
        self.mode = parts[0]
        self.type = parts[1]
        self.id = parts[2]
        self.size = Int(parts[3])
        self.path = String(halves[1])
    }
}

package struct GitCommit: Sendable {
    package var id: String
    package var tree: String
    package var parents: [String]
    package var author: Signature
    package var committer: Signature
    package var message: String

    package struct Signature: Sendable {
        package var name: String
        package var email: String
        /// RFC 3339.
        package var date: String
    }

    static let format = "%H%x1f%T%x1f%P%x1f%an%x1f%ae%x1f%aI%x1f%cn%x1f%ce%x1f%cI%x1f%B"

    init?(_ text: String) {
        let parts = text.split(separator: "\u{1f}", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 10 else { return nil }
        self.id = parts[0]
        self.tree = parts[1]
        self.parents = parts[2].split(separator: " ").map(String.init)
        self.author = Signature(name: parts[3], email: parts[4], date: parts[5])
        self.committer = Signature(name: parts[6], email: parts[7], date: parts[8])
        var message = parts[9...].joined(separator: "\u{1f}")
        while message.last == "\n" { message.removeLast() }
        self.message = message
    }

    package var title: String { self.message.split(separator: "\n").first.map(String.init) ?? "" }
}
