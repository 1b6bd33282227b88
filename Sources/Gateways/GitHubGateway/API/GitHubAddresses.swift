/// Where one GitHub lives: its REST API, GraphQL and web pages.
package struct GitHubAddresses: Sendable, Hashable {
    /// Without a slash at the end: `https://api.github.com`, or `https://host/api/v3` of an Enterprise server.
    package let rest: String
    package let graphQL: String
    /// `https://github.com`: what links in conversations begin with.
    package let web: String

    package static let gitHubCom = GitHubAddresses()

    /// `web` is derived where it is not given: the API's host without its `/api/v3`.
    package init(rest: String = "https://api.github.com", web: String? = nil) {
        let rest = Self.withoutSlash(rest)
        let root = rest.hasSuffix("/api/v3") ? String(rest.dropLast("/api/v3".count)) : nil
        self.rest = rest
        // https://docs.github.com/enterprise-server/graphql/guides/forming-calls-with-graphql
        self.graphQL = root.map { $0 + "/api/graphql" } ?? rest + "/graphql"
        if let web, !web.isEmpty {
            self.web = Self.withoutSlash(web)
        } else {
            self.web = rest == "https://api.github.com" ? "https://github.com" : root ?? rest
        }
    }

    /// Whether a URL that GitHub sent (a next page, a redirect) leads to the same host: the token goes nowhere else.
    func isOwn(_ url: String) -> Bool {
        let origin = Self.origin(self.rest)
        return url == origin || url.hasPrefix(origin + "/") || url.hasPrefix(origin + "?")
    }

    private static func origin(_ url: String) -> String {
        let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        return parts.prefix(3).joined(separator: "/")
    }

    private static func withoutSlash(_ url: String) -> String {
        var url = url
        while url.hasSuffix("/") { url.removeLast() }
        return url
    }
}
