import FoundationEssentials
package import HTTPCalling
package import HealingDomain
package import Logging

/// GitHub's REST API: authentication, rate limits, conditional reads, pages and errors, once for all callers.
package struct GitHubAPI: Sendable {
    package let addresses: GitHubAddresses
    let logger: Logger
    private let caller: any HTTPCaller
    private let credentials: GitHubCredentials
    private let retry: RetryPolicy
    private let cache = ConditionalCache()
    private let now: @Sendable () -> Double
    private let pause: @Sendable (Double) async throws -> Void

    /// Bad gateways and broken connections pass in seconds; whatever lasts longer is the queue's to wait for.
    package static let retry = RetryPolicy(
        firstDelaySeconds: 0.25, longestDelaySeconds: 10, statuses: [500, 502, 503, 504])

    /// - Parameters:
    ///   - retry: For idempotent calls; its `attempts` and `longestDelaySeconds` hold for rate limits of any call.
    ///   - now: Seconds since 1970, to read a rate limit's reset.
    ///   - pause: Waits that many seconds or throws when the task is cancelled.
    package init(
        addresses: GitHubAddresses = .gitHubCom, caller: any HTTPCaller, credentials: GitHubCredentials,
        retry: RetryPolicy = Self.retry, logger: Logger,
        now: @escaping @Sendable () -> Double = { Date().timeIntervalSince1970 },
        pause: @escaping @Sendable (Double) async throws -> Void = { try await Task.sleep(for: .seconds($0)) }
    ) {
        self.addresses = addresses
        self.caller = RetryingCaller(caller, policy: retry, sleep: pause)
        self.credentials = credentials
        self.retry = retry
        self.logger = logger
        self.now = now
        self.pause = pause
    }

    /// Performs the call. A status that is neither a success nor `tolerated` is a fault caused by a `GitHubRefusal`.
    ///
    /// A short rate limit is waited for, since a call that met one did nothing; a long one is a retryable fault that
    /// carries the wait.
    package func send(_ request: GitHubRequest, tolerating tolerated: Set<Int> = []) async throws(Fault) -> HTTPAnswer {
        var request = request
        var attempt = 0
        while true {
            attempt += 1
            let answer = try await self.attempt(request)
            let wait = RateLimit.wait(answer, now: self.now())
            if (200..<300).contains(answer.status) || (tolerated.contains(answer.status) && wait == nil) {
                return answer
            }
            let fault = GitHubRefusal(answer).fault(doing: request.doing, retryAfter: wait)
            if let target = self.redirect(answer, of: request), attempt <= 3 {
                request.path = target
                request.query = []
            } else if let wait, attempt < self.retry.attempts, wait <= self.retry.longestDelaySeconds {
                try await self.wait(wait, for: fault)
            } else {
                throw fault
            }
        }
    }

    private func attempt(_ request: GitHubRequest) async throws(Fault) -> HTTPAnswer {
        let token = try await self.credentials.token(request.repository)
        let url = request.url(self.addresses)
        let key = request.accept + " " + url
        var call = HTTPCall(request.method, url, headers: self.headers(request, token: token), body: request.body)
        call.answerLimit = request.answerLimit
        if request.method == "GET", let tag = self.cache.tag(for: key) {
            call.headers.append(HTTPField("If-None-Match", tag))
        }
        do {
            let answer = try await self.caller.call(call)
            if answer.status == 401 { await self.credentials.refused(token) }
            if answer.status == 304, let known = self.cache.answer(for: key) { return known }
            if request.method == "GET" { self.cache.keep(answer, for: key) }
            return answer
        } catch {
            throw Fault(
                doing: request.doing, detail: "no answer from GitHub: \(error)", cause: error,
                isRetryable: error.isRetryable || error.kind == .cancelled,
                advice: "Check that \(self.addresses.rest) can be reached from this machine.")
        }
    }

    private func headers(_ request: GitHubRequest, token: String) -> [HTTPField] {
        var headers = [
            HTTPField("Accept", request.accept), HTTPField("Authorization", "Bearer \(token)"),
            HTTPField("User-Agent", "CodeHealer"), HTTPField("X-GitHub-Api-Version", "2022-11-28"),
        ]
        if request.body != nil { headers.append(HTTPField("Content-Type", "application/json")) }
        return headers
    }

    private func wait(_ seconds: Double, for fault: Fault) async throws(Fault) {
        self.logger.debug(
            "waiting for GitHub's rate limit",
            metadata: ["github.doing": "\(fault.doing)", "github.wait": "\(seconds)"])
        do {
            try await self.pause(seconds)
        } catch {
            throw fault
        }
    }

    /// A renamed repository answers with its new address; only reads follow, and only on the same host.
    private func redirect(_ answer: HTTPAnswer, of request: GitHubRequest) -> String? {
        guard request.method == "GET", [301, 302, 307, 308].contains(answer.status),
            let target = answer.header("Location"),
            self.addresses.isOwn(target)
        else { return nil }
        return target
    }
}
