/// An account of the stand-in GitHub.
package struct GitHubUser: Sendable, Hashable, Codable {
    package var login: String
    package var name: String
    package var email: String
    package var isBot: Bool

    package init(login: String, name: String, email: String, isBot: Bool = false) {
        self.login = login
        self.name = name
        self.email = email
        self.isBot = isBot
    }
}

package struct PullRequest: Sendable {
    package struct Comment: Sendable {
        package var id: Int
        package var author: String
        package var body: String
        package var createdAt: String
    }

    package struct Review: Sendable {
        /// On lines of the head's side.
        package struct Comment: Sendable {
            package var path: String
            package var lines: ClosedRange<Int>
            package var body: String
        }

        package var id: Int
        package var author: String
        package var body: String
        package var commit: String
        package var comments: [Comment]
    }

    package var number: Int
    package var title: String
    package var body: String
    package var author: String
    package var headBranch: String
    package var headSHA: String
    package var baseBranch: String
    package var baseSHA: String
    package var isOpen = true
    package var isDraft = false
    package var mergedBy: String?
    package var mergedAt: String?
    package var mergeSHA: String?
    package var createdAt: String
    package var updatedAt: String
    package var closedAt: String?
    package var labels: [String] = []
    package var assignees: [String] = []
    package var reviewers: [String] = []
    package var comments: [Comment] = []
    package var reviews: [Review] = []
    /// The fork that its branch is in; `nil` is the repository itself.
    package var fork: String?
    package var maintainersMayPush = false

    package var isMerged: Bool { self.mergeSHA != nil }
    package var nodeID: String { "PR_kwDOSHOP\(self.number)" }
}

/// A request that GitHub refuses, with the body that it sends.
struct GitHubError: Error, Sendable {
    var status: Int
    var message: String
    var errors: [JSON] = []

    init(_ status: Int, _ message: String, errors: [JSON] = []) {
        self.status = status
        self.message = message
        self.errors = errors
    }

    static let notFound = GitHubError(404, "Not Found")

    /// 422 with the field that is wrong, as GitHub reports it.
    static func invalid(_ resource: String, _ field: String, _ code: String, _ message: String? = nil) -> GitHubError {
        var error: JSON = ["resource": .string(resource), "field": .string(field), "code": .string(code)]
        if let message { error["message"] = .string(message) }
        return GitHubError(422, "Validation Failed", errors: [error])
    }

    var body: JSON {
        var body: JSON = [
            "message": .string(self.message), "documentation_url": "https://docs.github.com/rest",
            "status": .string("\(self.status)"),
        ]
        if !self.errors.isEmpty { body["errors"] = .array(self.errors) }
        return body
    }
}
