import HealingDomain

/// The few fields of GitHub's payloads that the flow reads. Whatever is not named here may be absent or new.
struct PushPayload: Decodable {
    var ref: String
    var before: String
    var after: String
    var deleted: Bool?
    var forced: Bool?
    var repository: RepositoryPayload
    var pusher: PusherPayload?
    var sender: AccountPayload?
}

struct PusherPayload: Decodable {
    var name: String?
}

struct RepositoryPayload: Decodable {
    var fullName: String
    var defaultBranch: String?

    enum CodingKeys: String, CodingKey {
        case fullName = "full_name"
        case defaultBranch = "default_branch"
    }
}

struct AccountPayload: Decodable {
    var login: String
}

struct PullRequestPayload: Decodable {
    var action: String
    var number: Int
    var pullRequest: PullRequestBody
    var repository: RepositoryPayload
    var sender: AccountPayload?

    enum CodingKeys: String, CodingKey {
        case action, number
        case pullRequest = "pull_request"
        case repository, sender
    }

    struct PullRequestBody: Decodable {
        var url: String
        var title: String?
        var merged: Bool?
        var mergedAt: String?
        var mergeSHA: String?
        var head: BranchPayload
        var base: BranchPayload

        enum CodingKeys: String, CodingKey {
            case url = "html_url"
            case title, merged
            case mergedAt = "merged_at"
            case mergeSHA = "merge_commit_sha"
            case head, base
        }
    }

    struct BranchPayload: Decodable {
        var ref: String
        var sha: String
    }
}
