package import FoundationEssentials
package import HTTPCalling
package import Logging
import ServiceLifecycle

/// Carries what the stand-ins tell the bot, signed as the real services sign it, with their time limits and retries.
package struct Courier: Service {
    package struct Settings: Sendable {
        /// Where the bot listens, without a slash at the end.
        package var botURL: String
        package var slackSigningSecret: String
        package var gitHubWebhookSecret: String
        /// Slack waits for nothing, a minute and five minutes; a demonstration waits less.
        package var eventRetrySeconds: [Double]

        package init(
            botURL: String, slackSigningSecret: String, gitHubWebhookSecret: String,
            eventRetrySeconds: [Double] = [0.2, 2, 8]
        ) {
            self.botURL = botURL
            self.slackSigningSecret = slackSigningSecret
            self.gitHubWebhookSecret = gitHubWebhookSecret
            self.eventRetrySeconds = eventRetrySeconds
        }
    }

    private enum Parcel: Sendable {
        case slackEvent(JSON)
        case webhook(Webhook)
    }

    package let log = DeliveryLog()
    private let settings: Settings
    private let http: any HTTPCaller
    private let now: @Sendable () -> Date
    private let logger: Logger
    private let slack: SlackSigner
    private let gitHub: GitHubSigner
    private let parcels: AsyncStream<Parcel>
    private let outbox: AsyncStream<Parcel>.Continuation

    package init(
        settings: Settings, http: any HTTPCaller, now: @escaping @Sendable () -> Date = { Date() }, logger: Logger
    ) {
        self.settings = settings
        self.http = http
        self.now = now
        self.logger = logger
        self.slack = SlackSigner(secret: settings.slackSigningSecret)
        self.gitHub = GitHubSigner(secret: settings.gitHubWebhookSecret)
        (self.parcels, self.outbox) = AsyncStream.makeStream()
    }

    /// Sends what is handed in until the service ends.
    package func run() async {
        await withDiscardingTaskGroup { group in
            for await parcel in self.parcels.cancelOnGracefulShutdown() {
                group.addTask {
                    switch parcel {
                    case .slackEvent(let envelope): await self.deliverEvent(envelope)
                    case .webhook(let webhook): _ = await self.deliver(webhook)
                    }
                }
            }
            group.cancelAll()
        }
    }

    /// Hands in an event; `run` sends it.
    func send(event envelope: JSON) { self.outbox.yield(.slackEvent(envelope)) }

    /// Hands in a webhook; `run` sends it, once: GitHub does not repeat one that failed.
    func send(_ webhook: Webhook) { self.outbox.yield(.webhook(webhook)) }

    /// Sends a webhook and waits for the answer's status; `nil` where none came within GitHub's ten seconds.
    @discardableResult
    package func deliver(_ webhook: Webhook) async -> Int? {
        let headers =
            [
                HTTPField("Content-Type", "application/json"), HTTPField("X-GitHub-Event", webhook.event),
                HTTPField("X-GitHub-Delivery", webhook.id), HTTPField("X-GitHub-Hook-ID", "480211957"),
            ] + self.gitHub.headers(for: webhook.body)
        let call = HTTPCall(
            "POST", "\(self.settings.botURL)/github/webhooks", headers: headers, body: webhook.body,
            timeoutSeconds: 10)
        do {
            let answer = try await self.http.call(call)
            await self.log.record(webhook, outcome: "\(answer.status)")
            return answer.status
        } catch {
            await self.log.record(webhook, outcome: error.kind.rawValue)
            self.logger.warning("a webhook did not arrive", metadata: ["event": "\(webhook.event)", "why": "\(error)"])
            return nil
        }
    }

    /// Posts a form that a person's click or command makes and waits for the answer, at most Slack's three seconds.
    func post(form: [(String, String)], to path: String) async throws(HTTPFailure) -> HTTPAnswer {
        let body = Array(FormFields.encode(form).utf8)
        let headers =
            [HTTPField("Content-Type", "application/x-www-form-urlencoded")]
            + self.slack.headers(for: body, at: self.now())
        return try await self.http.call(
            HTTPCall("POST", self.settings.botURL + path, headers: headers, body: body, timeoutSeconds: 3))
    }

    private func deliverEvent(_ envelope: JSON) async {
        let body = envelope.bytes
        var reason: String?
        for attempt in 0...self.settings.eventRetrySeconds.count {
            if attempt > 0 {
                guard (try? await Task.sleep(for: .seconds(self.settings.eventRetrySeconds[attempt - 1]))) != nil
                else { return }
            }
            var headers =
                [HTTPField("Content-Type", "application/json")] + self.slack.headers(for: body, at: self.now())
            if let reason {
                headers.append(HTTPField("X-Slack-Retry-Num", "\(attempt)"))
                headers.append(HTTPField("X-Slack-Retry-Reason", reason))
            }
            let outcome = await self.attempt(body, headers)
            await self.log.recordEvent(envelope["event_id"]?.string ?? "", outcome: outcome.text)
            guard let why = outcome.retryReason else { return }
            reason = why
        }
        self.logger.warning("an event was given up", metadata: ["event": "\(envelope["event_id"]?.string ?? "")"])
    }

    private func attempt(_ body: [UInt8], _ headers: [HTTPField]) async -> (text: String, retryReason: String?) {
        let call = HTTPCall(
            "POST", "\(self.settings.botURL)/slack/events", headers: headers, body: body, timeoutSeconds: 3)
        do {
            let answer = try await self.http.call(call)
            let isDone = (200..<300).contains(answer.status) || answer.header("x-slack-no-retry") == "1"
            return ("\(answer.status)", isDone ? nil : "http_error")
        } catch {
            return (error.kind.rawValue, error.kind == .timedOut ? "http_timeout" : "connection_failed")
        }
    }
}
