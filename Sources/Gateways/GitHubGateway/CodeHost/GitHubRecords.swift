import HealingDomain

/// The parts of GitHub's REST answers that are read, named as GitHub names them where Swift allows.
struct RepositoryRecord: Decodable {
    var defaultBranch: String
    enum CodingKeys: String, CodingKey { case defaultBranch = "default_branch" }
}

struct ReferenceRecord: Decodable {
    var object: ObjectRecord
}

struct ObjectRecord: Decodable {
    var sha: String
}

struct ComparisonRecord: Decodable {
    var status: String
    var mergeBase: ObjectRecord?
    var files: [FileRecord]?
    var commits: [Commit]?

    struct Commit: Decodable {
        var sha: String
        var commit: Message
        struct Message: Decodable { var message: String }
    }

    enum CodingKeys: String, CodingKey {
        case status, files, commits
        case mergeBase = "merge_base_commit"
    }
}

struct CommitRecord: Decodable {
    var sha: String
    var parents: [ObjectRecord]
    var files: [FileRecord]?
}

struct FileRecord: Decodable {
    var path: String
    var status: String
    var changes: Int?
    var patch: String?
    var previousPath: String?

    enum CodingKeys: String, CodingKey {
        case path = "filename"
        case status, changes, patch
        case previousPath = "previous_filename"
    }
}

struct ContentRecord: Decodable {
    var type: String
    var size: Int
    var encoding: String?
    var content: String?
}

/// `git/commits`: the object itself, without files.
struct GitCommitRecord: Decodable {
    var sha: String
    var tree: ObjectRecord
    var parents: [ObjectRecord]
    var message: String
    var author: Signature

    struct Signature: Decodable, Hashable {
        var name: String
        var email: String
    }
}

struct TreeRecord: Decodable {
    var sha: String
    var tree: [Entry]
    var truncated: Bool?

    struct Entry: Decodable {
        var path: String
        var mode: String
        var type: String
        var sha: String
    }
}

struct PullRequestRecord: Decodable {
    var number: Int
    var nodeID: String?
    var url: String
    var state: String
    var isDraft: Bool?
    var merged: Bool?
    var mergedAt: String?
    var mergeSHA: String?
    var user: AccountPayload?
    var maintainersMayPush: Bool?
    var changedFileCount: Int?
    var head: Branch
    var base: Branch

    struct Branch: Decodable {
        var ref: String
        var sha: String
        /// `nil` once a fork is gone.
        var repo: RepositoryName?

        private enum CodingKeys: String, CodingKey { case ref, sha, repo }
        private struct Repository: Decodable { var full_name: String }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            self.ref = try fields.decode(String.self, forKey: .ref)
            self.sha = try fields.decode(String.self, forKey: .sha)
            self.repo = try fields.decodeIfPresent(Repository.self, forKey: .repo).map { RepositoryName($0.full_name) }
        }
    }

    enum CodingKeys: String, CodingKey {
        case number, state, merged, user, head, base
        case nodeID = "node_id"
        case url = "html_url"
        case isDraft = "draft"
        case mergedAt = "merged_at"
        case mergeSHA = "merge_commit_sha"
        case maintainersMayPush = "maintainer_can_modify"
        case changedFileCount = "changed_files"
    }

    var isMerged: Bool { self.merged ?? (self.mergedAt != nil) }

    func reference(in repository: RepositoryName) -> PullRequestReference {
        PullRequestReference(
            repository: repository, number: self.number, url: self.url, headSHA: CommitSHA(self.head.sha),
            branch: self.head.ref, isDraft: self.isDraft ?? false)
    }
}

struct MergeRecord: Decodable {
    var sha: String?
    var merged: Bool?
}

struct CommentRecord: Decodable {
    var body: String?
}

struct BranchRecord: Decodable {
    var isProtected: Bool?
    enum CodingKeys: String, CodingKey { case isProtected = "protected" }
}

struct ReviewRecord: Decodable {
    var id: Int
    var body: String?
    var url: String?
    enum CodingKeys: String, CodingKey {
        case id, body
        case url = "html_url"
    }
}
