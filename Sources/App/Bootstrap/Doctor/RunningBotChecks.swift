import Cryptography
import FoundationEssentials
import HTTPCalling

/// The bot that runs with these settings: whether it is there, ready, and knows the same secrets.
struct RunningBotChecks: Sendable {
    let settings: ServerSettings
    let http: any HTTPCaller

    private struct Report: Decodable {
        var ready: Bool
        var missing: [String]
    }

    private var base: String {
        let everywhere = ["0.0.0.0", "::", ""].contains(self.settings.host)
        return "http://\(everywhere ? "127.0.0.1" : self.settings.host):\(self.settings.port)"
    }

    /// Whether a bot answers at the address of the settings.
    func answers() async -> Bool {
        (try? await self.http.call(HTTPCall("GET", "\(self.base)/healthz", timeoutSeconds: 3)))?.status == 200
    }

    func lines() async -> [DoctorLine] {
        guard await self.answers() else {
            return [
                .warning(
                    .bot, "serve", "nothing answers at \(self.base)",
                    mend: "Start it with these settings: codehealer serve. Then ask again, it is looked at too.")
            ]
        }
        var lines = [await self.readiness()]
        if let secret = self.settings.slack.signingSecrets.last { lines.append(await self.slackDoor(secret)) }
        if let secret = self.settings.github.webhookSecrets.last { lines.append(await self.githubDoor(secret)) }
        return lines
    }

    private func readiness() async -> DoctorLine {
        let answer = try? await self.http.call(HTTPCall("GET", "\(self.base)/readyz", timeoutSeconds: 5))
        guard let answer, let report = try? JSONDecoder().decode(Report.self, from: Data(answer.body)) else {
            return .bad(
                .bot, "ready", "what answers at \(self.base) is no CodeHealer",
                mend: "Another program has that port: choose another one in CODEHEALER_PORT.")
        }
        if report.ready { return .ok(.bot, "ready", "at \(self.base)") }
        return .bad(
            .bot, "ready", report.missing.joined(separator: "; "),
            mend: "Mend that, and restart the bot where a setting changed.")
    }

    /// Slack's own handshake, signed with our secret.
    private func slackDoor(_ secret: String) async -> DoctorLine {
        let body = Array(#"{"type":"url_verification","challenge":"doctor","token":"doctor"}"#.utf8)
        let time = String(Int(Date().timeIntervalSince1970))
        let code = HMACSHA256(key: secret).authenticate(Array("v0:\(time):".utf8), body)
        let answer = await self.post(
            "/slack/events", body,
            [("X-Slack-Request-Timestamp", time), ("X-Slack-Signature", "v0=" + Hexadecimal.encode(code))])
        if answer?.status == 200, answer?.text == "doctor" {
            return .ok(.bot, "Slack's door", "takes requests that are signed with this secret")
        }
        return self.closed("Slack's door", answer)
    }

    /// GitHub's own ping, which changes nothing.
    private func githubDoor(_ secret: String) async -> DoctorLine {
        let body = Array(#"{"zen":"doctor"}"#.utf8)
        let code = HMACSHA256(key: secret).authenticate(body)
        let answer = await self.post(
            "/github/webhooks", body,
            [
                ("X-GitHub-Event", "ping"), ("X-GitHub-Delivery", "doctor-\(RandomBytes.token(bytes: 9))"),
                ("X-Hub-Signature-256", "sha256=" + Hexadecimal.encode(code)),
            ])
        if answer?.status == 200 {
            return .ok(.bot, "GitHub's door", "takes webhooks that are signed with this secret")
        }
        return self.closed("GitHub's door", answer)
    }

    private func closed(_ subject: String, _ answer: HTTPAnswer?) -> DoctorLine {
        let why = answer.map { "answered \($0.status) \($0.text.prefix(100))" } ?? "did not answer"
        return .bad(
            .bot, subject, why,
            mend: answer?.status == 401
                ? "The bot runs with another secret than this shell has: restart it with these settings."
                : "See the bot's log.")
    }

    private func post(_ path: String, _ body: [UInt8], _ headers: [(String, String)]) async -> HTTPAnswer? {
        let all = [("Content-Type", "application/json")] + headers
        return try? await self.http.call(
            HTTPCall(
                "POST", self.base + path, headers: all.map { HTTPField($0.0, $0.1) }, body: body, timeoutSeconds: 5))
    }
}
