import Cryptography
import Foundation
import GitHubGateway
import HTTPCalling
import HealingDomain
import Logging
import Testing

struct GitHubAPITests {
    private let pauses = RecordedPauses()
    private let request = GitHubRequest("/repos/a/b", repository: "a/b", doing: "reading about a/b")
    private let change = GitHubRequest(
        "POST", "/repos/a/b/git/refs", body: Array("{}".utf8), repository: "a/b", doing: "making a branch")

    private func api(_ caller: ScriptedCaller, addresses: GitHubAddresses = .gitHubCom) -> GitHubAPI {
        let pauses = self.pauses
        return GitHubAPI(
            addresses: addresses, caller: caller, credentials: .personal("secret-token"), logger: Logger(label: "test"),
            now: { 1_000_000 }, pause: { pauses.pause($0) })
    }

    private func fault(_ caller: ScriptedCaller, _ request: GitHubRequest) async -> Fault? {
        do {
            _ = try await self.api(caller).send(request)
            return nil
        } catch {
            return error
        }
    }

    @Test func `a call carries token, version, type and agent`() async throws {
        let caller = ScriptedCaller(.json("{}"))
        _ = try await self.api(caller).send(self.change)
        let call = try #require(caller.calls.first)
        #expect(call.method == "POST" && call.url == "https://api.github.com/repos/a/b/git/refs")
        let headers = Dictionary(uniqueKeysWithValues: call.headers.map { ($0.name, $0.value) })
        #expect(headers["Authorization"] == "Bearer secret-token" && headers["X-GitHub-Api-Version"] == "2022-11-28")
        #expect(headers["Accept"] == "application/vnd.github+json" && headers["User-Agent"] == "CodeHealer")
    }

    @Test func `addresses of Enterprise and stand-ins are derived`() {
        let enterprise = GitHubAddresses(rest: "https://git.acme.test/api/v3/")
        #expect(enterprise.rest == "https://git.acme.test/api/v3")
        #expect(enterprise.graphQL == "https://git.acme.test/api/graphql" && enterprise.web == "https://git.acme.test")
        #expect(GitHubAddresses().graphQL == "https://api.github.com/graphql")
        #expect(GitHubAddresses().web == "https://github.com")
        #expect(GitHubAddresses(rest: "http://127.0.0.1:1", web: "http://127.0.0.1:2/").web == "http://127.0.0.1:2")
    }

    @Test func `a read survives a broken connection and a bad gateway`() async throws {
        let caller = ScriptedCaller([
            .failure(HTTPFailure(.broken, "reset")), .success(.json("", status: 502)), .success(.json("{}")),
        ])
        _ = try await self.api(caller).send(self.request)
        #expect(caller.calls.count == 3)
    }

    @Test func `a change that may have arrived is not sent twice, but its fault may be retried`() async {
        for answer in [
            Result<HTTPAnswer, HTTPFailure>.failure(HTTPFailure(.broken, "reset")), .success(.json("", status: 502)),
        ] {
            let caller = ScriptedCaller([answer])
            #expect(await self.fault(caller, self.change)?.isRetryable == true)
            #expect(caller.calls.count == 1)
        }
    }

    @Test func `a short rate limit is waited for, even by a change`() async throws {
        let caller = ScriptedCaller(
            .json(#"{"message":"You have exceeded a secondary rate limit"}"#, status: 403, ["Retry-After": "3"]),
            .json("{}"))
        _ = try await self.api(caller).send(self.change)
        #expect(self.pauses.all == [3] && caller.calls.count == 2)
    }

    @Test(
        arguments: [
            (["Retry-After": "120"], 120.0), (["X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1000600"], 601),
            ([:], 60), (["Retry-After": "-5", "X-RateLimit-Remaining": "0"], 1),
            (["X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1507651200000"], 3600),
            (["Retry-After": "99999999999999999999"], 60),
        ] as [([String: String], Double)])
    func `a long rate limit is left to the queue with its wait`(_ headers: [String: String], _ wait: Double) async {
        let answer = HTTPAnswer(status: 429, headers: headers.map { HTTPField($0, $1) })
        let fault = await self.fault(ScriptedCaller(answer, answer, answer), self.request)
        #expect(fault?.isRetryable == true)
        #expect(wait > 10 ? fault?.retryAfterSeconds == wait : self.pauses.all == [wait, wait])
    }

    @Test func `an unchanged answer comes from the cache by its ETag`() async throws {
        let caller = ScriptedCaller(.json("{\"a\":1}", ["ETag": "\"v1\""]), .json("", status: 304))
        let api = self.api(caller)
        let first = try await api.send(self.request)
        let second = try await api.send(self.request)
        #expect(first == second && second.text == "{\"a\":1}")
        #expect(caller.calls.last?.headers.contains(HTTPField("If-None-Match", "\"v1\"")) == true)
    }

    @Test func `a renamed repository is followed, but never to another host`() async throws {
        let home = ScriptedCaller(
            .json("", status: 301, ["Location": "https://api.github.com/repositories/1"]), .json("{}"))
        _ = try await self.api(home).send(self.request)
        #expect(home.calls.last?.url == "https://api.github.com/repositories/1")
        for target in ["https://evil.test/", "https://api.github.com.evil.test/", "https://api.github.com@evil.test/"] {
            let caller = ScriptedCaller(.json("", status: 302, ["Location": target]), .json("{}"))
            #expect(await self.fault(caller, self.request) != nil)
            #expect(caller.calls.count == 1)
        }
    }

    @Test(arguments: [(401, "GITHUB_TOKEN"), (403, "read and write"), (404, "no access"), (422, "invalid")])
    func `a refusal says what to do`(_ status: Int, _ words: String) async {
        let answer = HTTPAnswer.json(
            #"{"message":"No","documentation_url":"https://docs.github.com/x","errors":["a sentence"]}"#, status: status
        )
        let fault = await self.fault(ScriptedCaller(answer), self.request)
        #expect(fault?.advice?.contains(words) == true && fault?.isRetryable == false)
        let detail = "GitHub answered \(status) No: a sentence (https://docs.github.com/x)"
        #expect(fault?.detail == detail && fault?.description.contains("secret-token") == false)
    }

    @Test func `the recorded validation error is explained by its field`() throws {
        let exchanges = Fixtures.json("github-rest/recorded/errors.json") as? [[String: Any]]
        guard let exchange = exchanges?.first, let response = exchange["response"] else { return }
        let refusal = GitHubRefusal(
            HTTPAnswer(status: 422, body: Array(try JSONSerialization.data(withJSONObject: response))))
        #expect(
            refusal.description.hasPrefix("GitHub answered 422 Validation Failed: Label.color invalid (https://docs."))
    }

    @Test func `a refusal without JSON is told too`() async {
        let fault = await self.fault(ScriptedCaller(.json("<html>\u{0}nope", status: 418)), self.request)
        #expect(fault?.detail.contains("418") == true)
    }

    @Test func `an App signs in, keeps its token until a minute before its end, and asks once for many`() async throws {
        let caller = ScriptedCaller(
            .json(#"{"id":42}"#), .json(#"{"token":"t1","expires_at":"1970-01-12T14:46:40Z"}"#, status: 201),
            .json(#"{"token":"t2","expires_at":"1970-01-12T15:46:40Z"}"#, status: 201))
        let clock = MutableTime(1_000_000)
        let tokens = try InstallationTokens(
            appID: "7", privateKey: TestKey.pem, caller: caller, now: { clock.seconds })
        let all = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<20 { group.addTask { try await tokens.token(for: "acme/shop") } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(all == ["t1"] && caller.calls.count == 2)
        #expect(caller.calls.map(\.url).last == "https://api.github.com/app/installations/42/access_tokens")
        clock.seconds = 1_003_600 - 61
        #expect(try await tokens.token(for: "acme/shop") == "t1")
        clock.seconds = 1_003_600 - 59
        #expect(try await tokens.token(for: "acme/other") == "t2")
        let claim = try #require(caller.calls.first?.headers.first { $0.name == "Authorization" }?.value)
        let claims = try #require(Base64URL.decode(claim.split(separator: ".")[1]))
        #expect(String(decoding: claims, as: UTF8.self).contains(#""iss":"7""#))
    }

    @Test func `a key that is none is explained`() {
        #expect(throws: Fault.self) { try InstallationTokens(appID: "7", privateKey: "nope", caller: ScriptedCaller()) }
    }
}
