import FoundationEssentials
import HTTPCalling
import HealingDomain
import Logging

extension GitHubAPI {
    /// Performs the call and decodes its answer.
    func read<Value: Decodable>(_ type: Value.Type, _ request: GitHubRequest) async throws(Fault) -> Value {
        try self.decode(type, await self.send(request), doing: request.doing)
    }

    /// Like `read`, with `nil` where GitHub has no such thing (404).
    func find<Value: Decodable>(_ type: Value.Type, _ request: GitHubRequest) async throws(Fault) -> Value? {
        let answer = try await self.send(request, tolerating: [404])
        return answer.status == 404 ? nil : try self.decode(type, answer, doing: request.doing)
    }

    /// All items of a list, page after page by the `Link` header, up to `limit` pages.
    func list<Item: Decodable>(
        _ type: Item.Type, _ request: GitHubRequest, pageLimit: Int = 30
    ) async throws(Fault) -> [Item] {
        var items: [Item] = []
        try await self.eachPage(of: request, limit: pageLimit) { answer throws(Fault) in
            items += try self.decode([Item].self, answer, doing: request.doing)
        }
        return items
    }

    /// Hands every page to `body`, up to `limit` pages; a next page on another host is not asked for.
    func eachPage(
        of request: GitHubRequest, limit: Int, _ body: (HTTPAnswer) throws(Fault) -> Void
    ) async throws(Fault) {
        var request = request
        for _ in 0..<limit {
            let answer = try await self.send(request)
            try body(answer)
            guard let next = LinkHeader.next(answer.header("Link")), self.addresses.isOwn(next) else { return }
            request.path = next
            request.query = []
        }
        self.logger.warning(
            "a list from GitHub was longer than is read", metadata: ["github.doing": "\(request.doing)"])
    }

    func decode<Value: Decodable>(_ type: Value.Type, _ answer: HTTPAnswer, doing: String) throws(Fault) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(answer.body))
        } catch {
            throw Fault(
                doing: doing, detail: "GitHub's answer has another shape than expected: \(JSONProblem.describe(error))",
                advice: "Check that GITHUB_API_URL is the address of GitHub's REST API.")
        }
    }

    func encode(_ value: some Encodable, doing: String) throws(Fault) -> [UInt8] {
        do {
            return Array(try JSONEncoder().encode(value))
        } catch {
            throw Fault(doing: doing, detail: "the request cannot be written as JSON")
        }
    }
}
