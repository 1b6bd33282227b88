import HTTPCalling
package import HealingDomain

/// One call of the REST API.
package struct GitHubRequest: Sendable {
    package var method: String
    /// Escaped, from `/`, or a whole URL that GitHub gave.
    package var path: String
    package var query: [(String, String)]
    package var body: [UInt8]?
    package var accept: String
    /// Which repository the token must open; `nil` for calls about none.
    package var repository: RepositoryName?
    /// What is being done, for faults: "reading acme/shop's branches".
    package var doing: String
    package var answerLimit: Int

    package static let json = "application/vnd.github+json"
    package static let raw = "application/vnd.github.raw+json"

    package init(
        _ method: String, _ path: String, query: [(String, String)] = [], body: [UInt8]? = nil,
        accept: String = Self.json, repository: RepositoryName?, doing: String, answerLimit: Int = 32 << 20
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.body = body
        self.accept = accept
        self.repository = repository
        self.doing = doing
        self.answerLimit = answerLimit
    }

    /// A read.
    package init(
        _ path: String, query: [(String, String)] = [], repository: RepositoryName?, doing: String
    ) {
        self.init("GET", path, query: query, repository: repository, doing: doing)
    }

    func url(_ addresses: GitHubAddresses) -> String {
        let base = self.path.hasPrefix("/") ? addresses.rest + self.path : self.path
        return base + GitHubPath.query(self.query)
    }
}

/// The pages of a list, as RFC 8288 `Link` headers name them.
enum LinkHeader {
    /// The target of `rel="next"`.
    static func next(_ header: String?) -> String? {
        for link in (header ?? "").split(separator: ",") {
            let parts = link.split(separator: ";").map { $0.trimmed }
            guard let target = parts.first, target.hasPrefix("<"), target.hasSuffix(">"),
                parts.dropFirst().contains(where: { $0 == "rel=\"next\"" || $0 == "rel=next" })
            else { continue }
            return String(target.dropFirst().dropLast())
        }
        return nil
    }
}

extension StringProtocol {
    /// Without the blanks at both ends.
    var trimmed: String {
        var text = self[...]
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
