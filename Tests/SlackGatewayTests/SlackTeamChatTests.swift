import FoundationEssentials
import HTTPCalling
import HealingDomain
import SlackGateway
import Testing

struct SlackTeamChatTests {
    private let waits = WaitLog()
    private static let identity = BotIdentity(user: "UBOT", teamID: "T1", botID: "BBOT")

    private func chat(_ url: String, caller: any HTTPCaller = CurlCaller()) -> SlackTeamChat {
        let api = SlackWebAPI(caller: caller, token: SlackToken("xoxb-1"), baseURL: url, pace: self.waits.pace)
        let host = url.dropFirst("http://".count).prefix { $0 != "/" }
        return SlackTeamChat(
            api: api, caller: caller, installation: SlackInstallation(Self.identity),
            responses: ResponseURLPolicy(standIns: [String(host)]))
    }

    @Test func `a card is posted once with its metadata and edited in place`() async throws {
        let slack = SlackStandIn([
            "chat.postMessage": [.ok(#"{"ok":true,"channel":"C1","ts":"5.1"}"#)], "chat.update": [.ok(#"{"ok":true}"#)],
        ])
        try await slack.serving { url in
            let chat = self.chat(url)
            let posted = try await chat.post(MessageSamples.card, to: "C1", thread: "4.1")
            #expect(posted == MessageReference(channel: "C1", timestamp: "5.1"))
            try await chat.update(posted, to: ChannelMessage("done"))
        }
        #expect(slack.asked.first?.json["metadata"]["event_payload"]["approval"].text == "ap-1")
        #expect(slack.asked.first?.json["thread_ts"].text == "4.1")
        #expect(slack.asked.first?.json["unfurl_links"].bool == false)
        #expect(slack.asked.last?.json["ts"].text == "5.1")
        #expect(slack.asked.last?.json["unfurl_links"] == .null)
    }

    @Test func `membership is read to the last page and remembered for five minutes`() async throws {
        let slack = SlackStandIn([
            "conversations.members": [
                .ok(#"{"ok":true,"members":["U1"],"response_metadata":{"next_cursor":"p2"}}"#),
                .ok(#"{"ok":true,"members":["U2"],"response_metadata":{"next_cursor":""}}"#),
                .ok(#"{"ok":false,"error":"channel_not_found"}"#),
            ]
        ])
        try await slack.serving { (url) async throws in
            let chat = self.chat(url)
            #expect(try await chat.isMember("U2", of: "CP"))
            #expect(try await chat.isMember("U1", of: "CP"))
            #expect(try await chat.isMember("U3", of: "CP") == false)
            #expect(try await chat.isMember("U1", of: "CELSE") == false)
        }
        #expect(slack.asked.map { $0.form["cursor"] } == [nil, "p2", nil])
        #expect(slack.asked.map { $0.form["channel"] } == ["CP", "CP", "CELSE"])
    }

    @Test func `a post whose answer was lost says that it may be there`() async throws {
        let slack = SlackStandIn(["chat.postMessage": [.init(status: 502, body: "")]])
        try await slack.serving { url in
            let fault = await #expect(throws: Fault.self) {
                try await self.chat(url).post(MessageSamples.card, to: "C1", thread: nil)
            }
            #expect(fault?.kind == .outcomeUnknown)
            #expect(fault?.isRetryable == true)
        }
        #expect(slack.asked.count == 1)
    }

    @Test(arguments: [
        ("message_not_found", Fault.Kind.messageGone), ("edit_window_closed", .messageGone),
        ("is_archived", .channelClosed), ("not_in_channel", .channelClosed), ("invalid_blocks", .other),
    ])
    func `what Slack refuses says what it means`(error: String, kind: Fault.Kind) async throws {
        let slack = SlackStandIn(["chat.update": [.ok(#"{"ok":false,"error":"\#(error)"}"#)]])
        try await slack.serving { url in
            let reference = MessageReference(channel: "C1", timestamp: "5.1")
            let fault = await #expect(throws: Fault.self) {
                try await self.chat(url).update(reference, to: MessageSamples.card)
            }
            #expect(fault?.kind == kind && fault?.isRetryable == false)
        }
    }

    @Test(arguments: [nil, "4.1"] as [MessageTimestamp?])
    func `an own message is found by its metadata, and nobody else's`(thread: MessageTimestamp?) async throws {
        let found =
            #"{"ok":true,"messages":[{"ts":"9.9","user":"UBOT","metadata":{"event_type":"codehealer_card","event_payload":{"outbox":"other"}}},{"ts":"9.8","user":"UELSE","metadata":{"event_type":"codehealer_card","event_payload":{"outbox":"m-1"}}},{"ts":"9.7","user":"UBOT","metadata":{"event_type":"codehealer_card","event_payload":{"outbox":"m-1"}}}]}"#
        let method = thread == nil ? "conversations.history" : "conversations.replies"
        let slack = SlackStandIn([method: [.ok(found)]])
        let since = Date(timeIntervalSince1970: 1_700_000_000)
        let reference = try await slack.serving {
            try await self.chat($0).find(metadata: "outbox", value: "m-1", in: "C1", thread: thread, since: since)
        }
        #expect(reference?.timestamp == "9.7")
        #expect(slack.asked.last?.form["include_all_metadata"] == "true")
        #expect(slack.asked.last?.form["oldest"] == "1699999940.000000")
        #expect(slack.asked.last?.form["ts"] == thread?.rawValue)
    }

    @Test func `a whisper has no metadata and an answer goes to the asker alone`() async throws {
        let slack = SlackStandIn(["chat.postEphemeral": [.ok(#"{"ok":true}"#)], "hook": [.ok("ok")]])
        try await slack.serving { url in
            try await self.chat(url).whisper(MessageSamples.card, to: "U1", in: "C1", thread: nil)
            try await self.chat(url).respond(MessageSamples.card, responseURL: url + "/hook")
        }
        #expect(slack.asked.first?.json["user"].text == "U1")
        #expect(slack.asked.first?.json["metadata"] == .null)
        #expect(slack.asked.last?.json["response_type"].text == "ephemeral")
        #expect(slack.asked.last?.json["replace_original"].bool == false)
        #expect(slack.asked.last?.authorization.isEmpty == true)
    }

    @Test(arguments: [
        "https://evil.example.com/x", "http://hooks.slack.com/x", "https://hooks.slack.com@evil.example.com/x",
        "https://hooks.slack.com.evil.example.com/", "https://hooks.slack.com:8443/",
        "https://evil.example.com\\@hooks.slack.com/",
        "https:hooks.slack.com/", "file:///etc/passwd", "", "//hooks.slack.com/x",
        "https://hooks.slack.com\n.evil.example.com/",
    ])
    func `an answer is sent to no other host`(url: String) async {
        #expect(!ResponseURLPolicy().allows(url))
        let chat = self.chat("http://127.0.0.1:1/api")
        await #expect(throws: Fault.self) { try await chat.respond(ChannelMessage("x"), responseURL: url) }
    }

    @Test func `Slack's own hosts are allowed`() {
        let allowed = [
            "https://hooks.slack.com/actions/T1/1/x", "HTTPS://HOOKS.SLACK.COM:443/x",
            "https://hooks.slack-gov.com/a?b",
        ]
        for url in allowed { #expect(ResponseURLPolicy().allows(url)) }
        #expect(ResponseURLPolicy(standIns: ["127.0.0.1:99"]).allows("http://127.0.0.1:99/r/1"))
        #expect(!ResponseURLPolicy(standIns: ["127.0.0.1:99"]).allows("http://127.0.0.1:98/r/1"))
    }

    @Test func `a person is remembered for five minutes`() async throws {
        let slack = SlackStandIn([
            "users.info": [
                .ok(#"{"ok":true,"user":{"id":"U1","team_id":"T1","profile":{"display_name":"ann"}}}"#),
                .ok(
                    #"{"ok":true,"user":{"id":"U1","team_id":"T9","deleted":true,"is_ultra_restricted":true,"name":"ann"}}"#
                ),
            ]
        ])
        try await slack.serving { url in
            let chat = self.chat(url)
            let first = try await chat.person("U1")
            #expect(first == Person(id: "U1", name: "ann", teamID: "T1"))
            self.waits.pass(299)
            let again = try await chat.person("U1")
            #expect(again == first)
            self.waits.pass(1)
            let later = try await chat.person("U1")
            #expect(later.isDeleted && later.isRestricted && later.isStranger)
        }
        #expect(slack.asked.count == 2)
    }

    @Test func `who is in a group is remembered for five minutes`() async throws {
        let slack = SlackStandIn([
            "usergroups.users.list": [
                .ok(#"{"ok":true,"users":["U1","U2"]}"#), .ok(#"{"ok":false,"error":"plan_upgrade_required"}"#),
            ]
        ])
        try await slack.serving { url in
            let chat = self.chat(url)
            for seconds in [0.0, 299] {
                self.waits.pass(seconds)
                let members = try await chat.members(of: "S1")
                #expect(members == ["U1", "U2"])
            }
            self.waits.pass(1)
            let fault = await #expect(throws: Fault.self) { try await chat.members(of: "S1") }
            #expect(fault?.advice?.contains("paid Slack plan") == true)
        }
        #expect(slack.asked.map { $0.form["usergroup"] } == ["S1", "S1"])
    }

    @Test func `a modal is opened and a home is shown`() async throws {
        let slack = SlackStandIn([
            "views.open": [.ok(#"{"ok":true,"view":{"id":"V1"}}"#)], "views.update": [.ok(#"{"ok":true}"#)],
            "views.publish": [.ok(#"{"ok":true}"#)],
        ])
        try await slack.serving { url in
            let choices = ModalInput.Kind.choice([.init(value: "wrong", label: "The fix is wrong")])
            let modal = Modal(
                callbackID: "reject", title: "Why?", privateMetadata: "ap-1",
                inputs: [.init(id: "reason", label: "Reason", kind: choices)])
            let id = try await self.chat(url).open(modal, triggerID: "1.2")
            try await self.chat(url).update(id, to: modal)
            try await self.chat(url).publishHome([], for: "U1")
        }
        let view = try #require(slack.asked.first?.json["view"])
        #expect(slack.asked.first?.json["trigger_id"].text == "1.2")
        #expect(view["blocks"][0]["block_id"].text == "reason")
        #expect(view["blocks"][0]["element"]["options"][0]["value"].text == "wrong")
        #expect(view["submit"]["text"].text == "Submit")
        #expect(slack.asked[1].json["view_id"].text == "V1")
        #expect(slack.asked[1].json["view"] == view)
        #expect(slack.asked.last?.json["view"]["type"].text == "home")
    }
}
