import HealingDomain

/// A link to a pull request or a commit, as people paste it into conversations.
enum WebLink: Sendable, Hashable {
    case pullRequest(RepositoryName, Int)
    case commit(RepositoryName, String)

    /// `nil` for anything that is not such a page of the GitHub at `web`.
    init?(_ link: String, web: String) {
        guard link.lowercased().hasPrefix(web.lowercased() + "/") else { return nil }
        let path = link.dropFirst(web.count + 1).prefix { $0 != "?" && $0 != "#" }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 4 else { return nil }
        let repository = RepositoryName("\(parts[0])/\(parts[1])")
        guard GitHubPath.isValid(repository) else { return nil }
        switch parts[2] {
        case "pull":
            guard let number = Int(parts[3]), number > 0 else { return nil }
            self = .pullRequest(repository, number)
        case "commit":
            let commit = parts[3].prefix { $0 != "." }
            guard (7...64).contains(commit.utf8.count), commit.utf8.allSatisfy(GitHubPath.isHexadecimal) else {
                return nil
            }
            self = .commit(repository, String(commit))
        default:
            return nil
        }
    }
}
