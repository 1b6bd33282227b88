import HTTPCalling
import HealingDomain
import Logging

/// The one commit of a pull request, and the branch it stands on.
extension GitHubCodeHost {
    /// Marks a branch's commits as the bot's own, beside their author: a person may share the token's account.
    static func trailer(of branch: String) -> String { "CodeHealer-Branch: \(branch)" }

    private struct NewTree: Encodable {
        var base_tree: String
        var tree: [Entry]

        struct Entry: Encodable {
            var path: String
            var mode: String
            var type = "blob"
            var content: String
        }
    }

    private struct NewCommit: Encodable {
        var message: String
        var tree: String
        var parents: [String]
    }

    /// Writes the commit as an object that no branch has yet.
    func writeCommit(_ draft: PullRequestDraft) async throws(Fault) -> GitCommitRecord {
        try await self.writeCommit(
            draft.changes, on: draft.base,
            message: "\(draft.commitMessage.trimmed)\n\(Self.trailer(of: draft.branch))\n",
            in: draft.repository)
    }

    func writeCommit(
        _ changes: [ProposedChange], on parent: CommitSHA, message: String, in repository: RepositoryName
    ) async throws(Fault) -> GitCommitRecord {
        let doing = "committing the fix to \(repository)"
        let base = try await self.gitCommit(parent.rawValue, in: repository)
        var entries: [NewTree.Entry] = []
        for change in changes {
            let mode = try await self.mode(of: change.path, tree: base.tree.sha, in: repository)
            entries.append(NewTree.Entry(path: change.path, mode: mode, content: change.updated))
        }
        let tree = try await self.post(
            ObjectRecord.self, NewTree(base_tree: base.tree.sha, tree: entries), to: "git/trees", in: repository,
            doing: doing)
        return try await self.post(
            GitCommitRecord.self, NewCommit(message: message, tree: tree.sha, parents: [parent.rawValue]),
            to: "git/commits", in: repository, doing: doing)
    }

    private func gitCommit(_ commit: String, in repository: RepositoryName) async throws(Fault) -> GitCommitRecord {
        try await self.api.read(
            GitCommitRecord.self,
            GitHubRequest(
                try GitHubPath.repository(repository, "git/commits", commit), repository: repository,
                doing: "reading commit \(commit.prefix(12)) of \(repository)"))
    }

    /// The file's mode in the tree, so that an executable stays one: one small listing a folder on the way.
    private func mode(of path: String, tree: String, in repository: RepositoryName) async throws(Fault) -> String {
        var tree = tree
        let names = path.split(separator: "/")
        for (depth, name) in names.enumerated() {
            let listing = try await self.api.find(
                TreeRecord.self,
                GitHubRequest(
                    try GitHubPath.repository(repository, "git/trees", tree), repository: repository,
                    doing: "listing a folder of \(repository)"))
            guard let entry = listing?.tree.first(where: { $0.path == name }) else { break }
            guard depth < names.count - 1 else {
                guard entry.mode.hasPrefix("100") else {
                    throw Fault(
                        doing: "committing the fix to \(repository)", detail: "\(path) is a link or a submodule",
                        advice: "Only plain files are changed: make this fix by hand.")
                }
                return entry.mode
            }
            tree = entry.sha
        }
        return "100644"
    }

    private struct NewReference: Encodable {
        var ref: String
        var sha: String
    }

    private struct MovedReference: Encodable {
        var sha: String
        var force = true
    }

    /// Makes the branch point at the commit, unless somebody else's work is on it.
    func place(_ commit: GitCommitRecord, of draft: PullRequestDraft) async throws(Fault) {
        let repository = draft.repository
        let doing = "making the branch \(draft.branch) of \(repository)"
        let answer = try await self.api.send(
            GitHubRequest(
                "POST", try GitHubPath.repository(repository, "git/refs"),
                body: try self.api.encode(
                    NewReference(ref: "refs/heads/\(draft.branch)", sha: commit.sha), doing: doing),
                repository: repository, doing: doing), tolerating: [422])
        guard answer.status == 422 else { return }
        guard let head = try await self.head(of: draft.branch, in: repository) else {
            throw GitHubRefusal(answer).fault(doing: doing)
        }
        let tip = try await self.gitCommit(head.rawValue, in: repository)
        guard self.isOurs(tip, likeness: commit, branch: draft.branch) else {
            throw Fault(
                doing: doing, detail: "the branch exists and its last commit \(head.short) is not CodeHealer's",
                advice: "CodeHealer leaves other people's work alone: merge or delete the branch \(draft.branch).")
        }
        // An earlier try got this far.
        if tip.tree.sha == commit.tree.sha, tip.parents.first?.sha == draft.base.rawValue { return }
        _ = try await self.api.send(
            GitHubRequest(
                "PATCH", try GitHubPath.repository(repository, "git/refs/heads", draft.branch),
                body: try self.api.encode(MovedReference(sha: commit.sha), doing: doing), repository: repository,
                doing: doing))
    }

    private func isOurs(_ tip: GitCommitRecord, likeness: GitCommitRecord, branch: String) -> Bool {
        tip.author == likeness.author
            && tip.message.utf8.split(separator: UInt8(ascii: "\n")).contains {
                $0.elementsEqual(Self.trailer(of: branch).utf8)
            }
    }

    /// Deletes one of our branches where its tip is still the commit that we know.
    func deleteBranch(_ branch: String, at tip: CommitSHA, in repository: RepositoryName) async throws(Fault) {
        guard branch.hasPrefix(HealingBranch.prefix), try await self.head(of: branch, in: repository) == tip else {
            return
        }
        _ = try await self.api.send(
            GitHubRequest(
                "DELETE", try GitHubPath.repository(repository, "git/refs/heads", branch), repository: repository,
                doing: "deleting the branch \(branch) of \(repository)"), tolerating: [404, 422])
    }

    func post<Value: Decodable>(
        _ type: Value.Type, _ body: some Encodable, to path: String, in repository: RepositoryName, doing: String
    ) async throws(Fault) -> Value {
        try await self.api.read(
            type,
            GitHubRequest(
                "POST", try GitHubPath.repository(repository, path), body: try self.api.encode(body, doing: doing),
                repository: repository, doing: doing))
    }
}
