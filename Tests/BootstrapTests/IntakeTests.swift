import Bootstrap
import Foundation
import HTTPCalling
import HealingDomain
import Testing

struct IntakeTests {
    private static let event = Array(
        #"{"type":"event_callback","event_id":"Ev1","team_id":"T1","event":{"type":"message","channel":"C1","ts":"1.2"}}"#
            .utf8)
    private static let push = Array(#"{"ref":"refs/heads/develop","repository":{"full_name":"acme/shop"}}"#.utf8)

    @Test func `genuine deliveries are durable before they are acknowledged, and duplicates count once`() async throws {
        try await RunningServer.with { server async throws in
            for _ in 0..<3 {
                #expect(
                    try await server.post("/slack/events", Self.event, RunningServer.slackHeaders(Self.event)).status
                        == 200)
                #expect(
                    try await server.post(
                        "/github/webhooks", Self.push, RunningServer.githubHeaders(Self.push, id: "d1")
                    ).status == 200)
            }
            #expect(try await server.backend.queue.depth().waiting == 2)
        }
    }

    @Test func `a delivery that arrives only as a retry is accepted`() async throws {
        try await RunningServer.with { server async throws in
            let headers =
                RunningServer.slackHeaders(Self.event) + [
                    ("x-slack-retry-num", "3"), ("x-slack-retry-reason", "http_timeout"),
                ]
            #expect(try await server.post("/slack/events", Self.event, headers).status == 200)
            #expect(try await server.backend.queue.depth().waiting == 1)
        }
    }

    @Test func `Slack's check of the URL is answered, and its check of the certificate`() async throws {
        try await RunningServer.with { server async throws in
            let body = Array(#"{"type":"url_verification","challenge":"abc","token":"x"}"#.utf8)
            let answer = try await server.post("/slack/events", body, RunningServer.slackHeaders(body))
            #expect(answer.status == 200 && answer.text == "abc")
            let check = try await server.post(
                "/slack/commands", Array("ssl_check=1&token=x".utf8),
                [("Content-Type", "application/x-www-form-urlencoded")])
            #expect(check.status == 200 && check.body.isEmpty)
            #expect(try await server.backend.queue.depth().waiting == 0)
        }
    }

    @Test(arguments: ["0", "-1", "abc", "", "1e9", "99999999999999999999999999", "12 34"])
    func `a timestamp that is stale or no number is refused`(timestamp: String) async throws {
        try await RunningServer.with { server async throws in
            let headers = RunningServer.slackHeaders(Self.event, timestamp: timestamp)
            #expect(try await server.post("/slack/events", Self.event, headers).status == 401)
        }
    }

    @Test(arguments: [-301.0, 301])
    func `five minutes of difference are allowed, in both directions`(seconds: Double) async throws {
        try await RunningServer.with { server async throws in
            let headers = RunningServer.slackHeaders(Self.event, at: RunningServer.moment.addingTimeInterval(seconds))
            #expect(try await server.post("/slack/events", Self.event, headers).status == 401)
        }
    }

    @Test(arguments: ["/slack/events", "/slack/commands", "/slack/interactivity", "/github/webhooks"])
    func `nothing unsigned or wrongly signed comes in`(path: String) async throws {
        try await RunningServer.with { server async throws in
            let type =
                path == "/slack/events" || path == "/github/webhooks"
                ? "application/json" : "application/x-www-form-urlencoded"
            let wrong = RunningServer.slackHeaders(Self.event, type: type, secret: "other")
            #expect(try await server.post(path, Self.event, wrong).status == 401)
            #expect(try await server.post(path, Self.event, [("Content-Type", type)]).status == 401)
            for signature in ["sha256=", "sha256=zz", "v0=", "v0=é", "sha256=" + String(repeating: "0", count: 64)] {
                let headers = [
                    ("Content-Type", type), ("X-GitHub-Event", "push"), ("X-Hub-Signature-256", signature),
                    ("X-Slack-Signature", signature),
                    ("X-Slack-Request-Timestamp", String(Int(RunningServer.moment.timeIntervalSince1970))),
                ]
                #expect(try await server.post(path, Self.event, headers).status == 401)
            }
            #expect(try await server.backend.queue.depth().waiting == 0)
        }
    }

    @Test func `hostile bodies are refused and never a server error`() async throws {
        let deep = Array((String(repeating: "[", count: 200_000) + String(repeating: "]", count: 200_000)).utf8)
        let bodies: [[UInt8]] = [
            [], Array("{".utf8), Array(#"{"event_id":"Ev"#.utf8), Array("nonsense".utf8), [0xff, 0xfe, 0x00], deep,
            Array("null".utf8), Array(#"{"event_id":12}"#.utf8),
        ]
        try await RunningServer.with { server async throws in
            for body in bodies {
                let slack = try await server.post("/slack/events", body, RunningServer.slackHeaders(body))
                let github = try await server.post("/github/webhooks", body, RunningServer.githubHeaders(body))
                #expect(slack.status < 500 && github.status < 500)
                let form = "application/x-www-form-urlencoded"
                for path in ["/slack/commands", "/slack/interactivity"] {
                    #expect(
                        try await server.post(path, body, RunningServer.slackHeaders(body, type: form)).status < 500)
                }
            }
            #expect(try await server.get("/healthz").status == 200)
        }
    }

    @Test func `a body of 10 MiB is too large for Slack, and a wrong content type is said so`() async throws {
        try await RunningServer.with { server async throws in
            let large = [UInt8](repeating: 0x20, count: 10 << 20)
            #expect(try await server.post("/slack/events", large, RunningServer.slackHeaders(large)).status == 413)
            #expect(
                try await server.post(
                    "/slack/events", Self.event, RunningServer.slackHeaders(Self.event, type: "text/xml")
                ).status == 415)
            #expect(
                try await server.post(
                    "/github/webhooks", Self.push, RunningServer.githubHeaders(Self.push, type: "text/xml")
                ).status == 415)
        }
    }

    @Test func `unknown event types are acknowledged, so that nobody disables the subscription`() async throws {
        try await RunningServer.with { server async throws in
            let body = Array(#"{"type":"event_callback","event_id":"Ev9","event":{"type":"moon_phase_changed"}}"#.utf8)
            #expect(try await server.post("/slack/events", body, RunningServer.slackHeaders(body)).status == 200)
            #expect(
                try await server.post(
                    "/github/webhooks", Self.push, RunningServer.githubHeaders(Self.push, event: "sponsorship")
                ).status == 200)
        }
    }

    @Test func `it lives, says what it waits for, and shows metrics`() async throws {
        try await RunningServer.with { server async throws in
            #expect(try await server.get("/healthz").status == 200)
            let ready = try await server.get("/readyz")
            #expect(ready.status == 503)
            #expect(ready.text.contains("SLACK_BOT_TOKEN") && ready.text.contains("GITHUB_TOKEN"))
            #expect(try await server.get("/metrics").status == 200)
            #expect(try await server.get("/nowhere").status == 404)
        }
    }
}
