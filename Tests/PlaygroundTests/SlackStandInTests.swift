import Cryptography
import HTTPCalling
import Playground
import Testing

struct SlackStandInTests {
    @Test func `what a person writes is told to the bot with Slack's signature`() async throws {
        try await TestBench.run { bench in
            let body: JSON = [
                "as": .string(StoryBook.author), "channel": .string(StoryBook.channel),
                "text": "1 < 2 & @codehealer help",
            ]
            #expect(try await bench.post("/play/message", body).status == 200)
            let calls = try await bench.bot.calls(to: "/slack/events", atLeast: 2)
            for call in calls {
                let time = try #require(call.value(of: "X-Slack-Request-Timestamp"))
                let base = Array("v0:\(time):".utf8) + (call.body ?? [])
                let code = "v0=" + Hexadecimal.encode(HMACSHA256(key: "slack-secret").authenticate(base))
                #expect(call.value(of: "X-Slack-Signature") == code)
            }
            let events = calls.compactMap { JSON(parsing: $0.body ?? []) }
            #expect(Set(events.compactMap { $0["event"]?["type"]?.string }) == ["message", "app_mention"])
            #expect(events[0]["event"]?["text"]?.string == "1 &lt; 2 &amp; <@\(SlackApp.user)> help")
            #expect(Set(events.compactMap { $0["event_id"]?.string }).count == 2)
            #expect(events[0]["authorizations"]?[0]?["is_bot"] == true)
        }
    }

    @Test func `an event is sent again, numbered, until the bot takes it`() async throws {
        try await TestBench.run { bench in
            bench.bot.answer(with: [500, 503])
            let body: JSON = ["as": .string(StoryBook.author), "channel": .string(StoryBook.channel), "text": "hello"]
            _ = try await bench.post("/play/message", body)
            let calls = try await bench.bot.calls(to: "/slack/events", atLeast: 3)
            #expect(calls.map { $0.value(of: "X-Slack-Retry-Num") } == [nil, "1", "2"])
            #expect(calls.last?.value(of: "X-Slack-Retry-Reason") == "http_error")
            #expect(Set(calls.map(\.body)).count == 1)
        }
    }

    @Test func `a message over a limit of Block Kit is refused as a whole`() async throws {
        try await TestBench.run { bench in
            let long: JSON = [
                "type": "section", "text": ["type": "mrkdwn", "text": .string(String(repeating: "x", count: 3001))],
            ]
            let answer = try await bench.slack(
                "chat.postMessage", ["channel": .string(StoryBook.channel), "text": "t", "blocks": [long]])
            #expect(answer["ok"] == false)
            #expect(answer["error"] == "invalid_blocks")
            #expect(answer["response_metadata"]?["messages"]?[0]?.string?.contains("/blocks/0/text/text") == true)
        }
    }

    @Test(arguments: [
        #"[{"type":"header","text":{"type":"mrkdwn","text":"x"}}]"#,
        #"[{"type":"section","text":{"type":"mrkdwn","text":""}}]"#,
        #"[{"type":"actions","elements":[]}]"#,
        #"[{"type":"actions","elements":[{"type":"button","action_id":"a","text":{"type":"plain_text","text":"x"}},{"type":"button","action_id":"a","text":{"type":"plain_text","text":"y"}}]}]"#,
        #"[{"type":"no_such_block"}]"#,
        #"[{"type":"context","elements":[]}]"#,
    ])
    func `blocks that Slack would not take are refused`(blocks: String) throws {
        #expect(!BlockKitRules.violations(inMessage: try #require(JSON(parsing: blocks))).isEmpty)
    }

    @Test func `fifty blocks are taken and one more is not`() {
        let divider: JSON = ["type": "divider"]
        #expect(BlockKitRules.violations(inMessage: .array(Array(repeating: divider, count: 50))).isEmpty)
        #expect(!BlockKitRules.violations(inMessage: .array(Array(repeating: divider, count: 51))).isEmpty)
    }

    @Test func `a wrong token, an unknown channel and an unknown message have Slack's errors`() async throws {
        try await TestBench.run { bench in
            let wrong = try await bench.get(
                "/slack/api/auth.test", headers: [HTTPField("Authorization", "Bearer xoxb-other")])
            #expect(wrong.status == 200)
            #expect(JSON(parsing: wrong.body)?["error"] == "invalid_auth")
            #expect(
                try await bench.slack("chat.postMessage", ["channel": "C0NOWHERE00", "text": "x"])["error"]
                    == "channel_not_found")
            #expect(
                try await bench.slack("conversations.history", ["channel": "C07SECINCID"])["error"]
                    == "channel_not_found")
            #expect(
                try await bench.slack("chat.postMessage", ["channel": "C07GENERAL0", "text": "x"])["error"]
                    == "not_in_channel")
            let update: JSON = ["channel": .string(StoryBook.channel), "ts": "1.000000", "text": "x"]
            #expect(try await bench.slack("chat.update", update)["error"] == "message_not_found")
            let long = update.merging(["text": .string(String(repeating: "x", count: 4001))])
            #expect(try await bench.slack("chat.update", long)["error"] == "msg_too_long")
        }
    }

    @Test func `history comes in pages, newest first, without replies, and ends with an empty cursor`() async throws {
        try await TestBench.run { bench in
            var seen: [String] = []
            var cursor = ""
            repeat {
                let page = try await bench.slack(
                    "conversations.history",
                    ["channel": .string(StoryBook.channel), "limit": "5", "cursor": .string(cursor)])
                seen += (page["messages"]?.array ?? []).compactMap { $0["ts"]?.string }
                cursor = page["response_metadata"]?["next_cursor"]?.string ?? ""
            } while !cursor.isEmpty
            #expect(seen.count >= 15)
            #expect(seen == seen.sorted(by: >))
            #expect(Set(seen).count == seen.count)
        }
    }

    @Test func `metadata comes back only when it is asked for`() async throws {
        try await TestBench.run { bench in
            let metadata: JSON = ["event_type": "finding", "event_payload": ["id": "f1"]]
            let posted = try await bench.slack(
                "chat.postMessage", ["channel": .string(StoryBook.channel), "text": "x", "metadata": metadata])
            #expect(posted["ok"] == true)
            let plain = try await bench.slack(
                "conversations.history", ["channel": .string(StoryBook.channel), "limit": "1"])
            #expect(plain["messages"]?[0]?["metadata"] == nil)
            let full = try await bench.slack(
                "conversations.history",
                ["channel": .string(StoryBook.channel), "limit": "1", "include_all_metadata": "true"])
            #expect(full["messages"]?[0]?["metadata"]?["event_payload"]?["id"] == "f1")
        }
    }

    @Test func `a trigger opens one dialog, within three seconds`() async throws {
        try await TestBench.run { bench in
            func trigger() async throws -> JSON {
                let known = bench.bot.calls(to: "/slack/commands").count
                let command: JSON = [
                    "as": .string(StoryBook.senior), "channel": .string(StoryBook.channel), "text": "/codehealer help",
                ]
                _ = try await bench.post("/play/message", command)
                let call = try await bench.bot.calls(to: "/slack/commands", atLeast: known + 1)[known]
                let form = FormFields.parse(String(decoding: call.body ?? [], as: UTF8.self))
                #expect(form["text"] == "help")
                #expect(form["command"] == "/codehealer")
                return .string(try #require(form["trigger_id"]))
            }
            let view: JSON = ["type": "modal", "title": ["type": "plain_text", "text": "Why"], "blocks": []]
            let first = try await trigger()
            #expect(try await bench.slack("views.open", ["trigger_id": first, "view": view])["ok"] == true)
            #expect(
                try await bench.slack("views.open", ["trigger_id": first, "view": view])["error"]
                    == "exchanged_trigger_id")
            let second = try await trigger()
            bench.clock.advance(3.5)
            #expect(
                try await bench.slack("views.open", ["trigger_id": second, "view": view])["error"]
                    == "expired_trigger_id")
        }
    }

    @Test func `a response URL works five times and for half an hour`() async throws {
        try await TestBench.run { bench in
            let command: JSON = [
                "as": .string(StoryBook.senior), "channel": .string(StoryBook.channel), "text": "/codehealer help",
            ]
            _ = try await bench.post("/play/message", command)
            let call = try await bench.bot.calls(to: "/slack/commands", atLeast: 1)[0]
            let form = FormFields.parse(String(decoding: call.body ?? [], as: UTF8.self))
            let url = try #require(form["response_url"])
            let path = String(url.dropFirst(bench.playground.address.url.count))
            for _ in 1...5 { #expect(try await bench.post(path, ["text": "hi"]).status == 200) }
            #expect(try await bench.post(path, ["text": "hi"]).text == "used_url")
            let client = PlayClient(base: bench.playground.address.url, http: CurlCaller())
            let maya = try await client.messages(in: StoryBook.channel, as: StoryBook.senior)
            let tom = try await client.messages(in: StoryBook.channel, as: StoryBook.author)
            #expect(maya.filter { $0["is_ephemeral"] == true }.count == 5)
            #expect(tom.filter { $0["is_ephemeral"] == true }.isEmpty)
            bench.clock.advance(31 * 60)
            #expect(try await bench.post(path, ["text": "hi"]).text == "expired_url")
        }
    }
}
