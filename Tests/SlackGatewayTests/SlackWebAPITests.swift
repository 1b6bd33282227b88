import FoundationEssentials
import HTTPCalling
import HealingDomain
import SlackGateway
import Testing

struct SlackWebAPITests {
    private let waits = WaitLog()

    private func api(_ url: String) -> SlackWebAPI {
        SlackWebAPI(caller: CurlCaller(), token: SlackToken("xoxb-1-secret"), baseURL: url, pace: self.waits.pace)
    }

    @Test func `reading methods send a form and writing methods JSON`() async throws {
        let slack = SlackStandIn(["users.info": [.ok(#"{"ok":true}"#)], "views.publish": [.ok(#"{"ok":true}"#)]])
        try await slack.serving { url in
            let api = self.api(url)
            _ = try await api.call(.userInfo, ["user": "U1", "include_locale": true], doing: "testing")
            _ = try await api.call(.publishView, ["user_id": "U1", "view": ["type": "home"]], doing: "testing")
        }
        let form = try #require(slack.asked.first)
        #expect(form.contentType == "application/x-www-form-urlencoded")
        #expect(form.form["user"] == "U1")
        #expect(form.form["include_locale"] == "true")
        #expect(form.authorization == "Bearer xoxb-1-secret")
        #expect(slack.asked.last?.contentType == "application/json; charset=utf-8")
        #expect(slack.asked.last?.json["view"]["type"].text == "home")
    }

    @Test func `a rate limit is waited for as long as Slack asks`() async throws {
        let slack = SlackStandIn(["users.info": [.limited("7"), .ok(#"{"ok":true,"user":{"id":"U1"}}"#)]])
        let answer = try await slack.serving {
            try await self.api($0).call(.userInfo, ["user": "U1"], doing: "testing")
        }
        #expect(answer["user"]["id"].text == "U1")
        #expect(self.waits.waits == [7])
        #expect(slack.asked.count == 2)
    }

    @Test func `a limited method does not hold another one up`() async throws {
        let slack = SlackStandIn(["conversations.history": [.limited("600")], "users.info": [.ok(#"{"ok":true}"#)]])
        try await slack.serving { url in
            let api = self.api(url)
            let fault = await #expect(throws: Fault.self) {
                try await api.call(.history, ["channel": "C1"], doing: "testing")
            }
            #expect(fault?.retryAfterSeconds == 600)
            #expect(fault?.isRetryable == true)
            _ = try await api.call(.userInfo, ["user": "U1"], doing: "testing")
            // The lane stays closed without another call.
            await #expect(throws: Fault.self) { try await api.call(.history, ["channel": "C1"], doing: "testing") }
        }
        #expect(self.waits.waits.isEmpty)
        #expect(slack.asked.map(\.method) == ["conversations.history", "users.info"])
    }

    @Test(arguments: [
        ("not_in_channel", "invite", false), ("missing_scope", "groups:read", false),
        ("invalid_auth", "SLACK_BOT_TOKEN", false),
        ("expired_trigger_id", "click again", false), ("service_unavailable", "", true),
    ])
    func `an error says what to do next`(code: String, advice: String, isRetryable: Bool) async throws {
        let slack = SlackStandIn(["chat.postMessage": [.ok(#"{"ok":false,"error":"\#(code)","needed":"groups:read"}"#)]]
        )
        let fault = await #expect(throws: Fault.self) {
            try await slack.serving { try await self.api($0).call(.postMessage, [:], doing: "testing") }
        }
        #expect(fault?.isRetryable == isRetryable)
        #expect(advice.isEmpty || fault?.advice?.contains(advice) == true)
        #expect(fault?.description.contains(code) == true)
    }

    @Test func `a failing server is asked again where that does no harm`() async throws {
        let down = SlackStandIn.Answer(status: 503, body: "<html>")
        let slack = SlackStandIn(["users.info": [down, down, .ok(#"{"ok":true}"#)], "chat.postMessage": [down]])
        try await slack.serving { url in
            _ = try await self.api(url).call(.userInfo, ["user": "U1"], doing: "testing")
            await #expect(throws: Fault.self) { try await self.api(url).call(.postMessage, [:], doing: "testing") }
        }
        #expect(slack.asked.map(\.method) == ["users.info", "users.info", "users.info", "chat.postMessage"])
        #expect(self.waits.waits == [0.5, 1])
    }

    @Test func `pages are read to the real end, short and empty ones too`() async throws {
        let slack = SlackStandIn([
            "users.conversations": [
                .ok(#"{"ok":true,"channels":[{"id":"C1"}],"response_metadata":{"next_cursor":"a="}}"#),
                .ok(#"{"ok":true,"channels":[],"response_metadata":{"next_cursor":"b="}}"#),
                .ok(#"{"ok":true,"channels":[{"id":"C2"}],"response_metadata":{"next_cursor":""}}"#),
            ]
        ])
        let found = try await slack.serving {
            try await self.api($0).list(.ownChannels, [:], key: "channels", doing: "testing")
        }
        #expect(found.compactMap { $0["id"].text } == ["C1", "C2"])
        #expect(slack.asked.map { $0.form["cursor"] } == [nil, "a=", "b="])
    }

    @Test func `a cursor that comes back ends the reading with a fault`() async throws {
        let slack = SlackStandIn([
            "users.conversations": [.ok(#"{"ok":true,"channels":[],"response_metadata":{"next_cursor":"a"}}"#)]
        ])
        await #expect(throws: Fault.self) {
            try await slack.serving {
                try await self.api($0).list(.ownChannels, [:], key: "channels", doing: "testing")
            }
        }
        #expect(slack.asked.count == 2)
    }

    @Test func `a token never prints itself`() {
        let token = SlackToken("xoxb-12-secret")
        #expect("\(token) \(String(reflecting: token))" == "xoxb-… xoxb-…")
        var dumped = ""
        dump(token, to: &dumped)
        #expect(!dumped.contains("secret"))
    }

    @Test func `the answer to who am I names missing scopes`() async throws {
        let body = #"{"ok":true,"team":"Acme","team_id":"T1","user_id":"UBOT","bot_id":"B1"}"#
        let slack = SlackStandIn(["auth.test": [.init(scopes: "chat:write, commands", body: body)]])
        let access = try await slack.serving { try await self.api($0).access() }
        #expect(access.identity == BotIdentity(user: "UBOT", teamID: "T1", botID: "B1"))
        #expect(access.missingScopes.map(\.name).contains("users:read"))
        #expect(!access.missingScopes.map(\.name).contains("commands"))
    }

    @Test func `a server that is not there is a fault to try again`() async throws {
        let fault = await #expect(throws: Fault.self) {
            try await self.api("http://127.0.0.1:1/api").call(.userInfo, ["user": "U1"], doing: "testing")
        }
        #expect(fault?.isRetryable == true)
        #expect(fault?.description.contains("secret") == false)
    }
}
