import HTTPCalling
import HealingDomain
import SlackGateway
import Testing

struct SlackChannelHistoryTests {
    private let waits = WaitLog()

    private func history(_ url: String) -> SlackChannelHistory {
        SlackChannelHistory(
            api: SlackWebAPI(caller: CurlCaller(), token: SlackToken("xoxb-1"), baseURL: url, pace: self.waits.pace))
    }

    private static let ann = SlackStandIn.Answer.ok(#"{"ok":true,"user":{"id":"U1","name":"ann"}}"#)

    @Test func `a page has top-level messages as people read them`() async throws {
        let messages = #"""
            {"ok":true,"messages":[
            {"ts":"5.3","thread_ts":"5.1","subtype":"thread_broadcast","user":"U1","text":"also here"},
            {"ts":"5.2","user":"U1","text":"<@U1> see <https://x.io/a?b=1&amp;c=2|the page> &lt;b&gt; ```x = <http://a.py|a.py> &amp;&amp; y```"},
            {"ts":"5.1","thread_ts":"5.1","reply_count":2,"user":"U1","text":"","reactions":[{"name":"white_check_mark","users":["U2"],"count":1}],
             "blocks":[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"a < b "},{"type":"user","user_id":"U1"}]},
             {"type":"rich_text_preformatted","elements":[{"type":"text","text":"if a && b"}]}]}]},
            {"ts":"4.1","bot_id":"B7","subtype":"bot_message","username":"alerts","text":"","attachments":[{"title":"Down","text":"db"}]}
            ],"has_more":true,"response_metadata":{"next_cursor":"n"}}
            """#
        let slack = SlackStandIn(["conversations.history": [.ok(messages)], "users.info": [Self.ann]])
        let page = try await slack.serving { try await self.history($0).page(of: "C1", cursor: nil) }
        #expect(page.nextCursor == "n")
        #expect(page.messages.map(\.timestamp) == ["5.2", "5.1", "4.1"])
        #expect(page.messages[0].text == "@ann see https://x.io/a?b=1&c=2 (the page) <b> ```x = a.py && y```")
        #expect(page.messages[0].authorName == "ann")
        #expect(page.messages[1].text == "a < b @ann\n```\nif a && b\n```")
        #expect(page.messages[1].reactions == ["white_check_mark": ["U2"]])
        #expect(page.messages[1].replyCount == 2)
        #expect(page.messages[2].isBot)
        #expect(page.messages[2].authorName == "alerts")
        #expect(page.messages[2].text == "Down\ndb")
        #expect(slack.asked.filter { $0.method == "users.info" }.count == 1)
    }

    @Test func `a thread is found by its first message and by a reply`() async throws {
        let reply = #"{"ok":true,"messages":[{"ts":"5.2","thread_ts":"5.1","user":"U1","text":"b"}]}"#
        let whole =
            #"{"ok":true,"messages":[{"ts":"5.1","thread_ts":"5.1","subtype":"tombstone","user":"USLACKBOT","text":"This message was deleted."},{"ts":"5.2","thread_ts":"5.1","user":"U1","text":"b"}]}"#
        let slack = SlackStandIn(["conversations.replies": [.ok(reply), .ok(whole)], "users.info": [Self.ann]])
        let thread = try await slack.serving {
            try await self.history($0).thread(MessageReference(channel: "C1", timestamp: "5.2"))
        }
        #expect(thread.map(\.timestamp) == ["5.1", "5.2"])
        #expect(thread[0].text.isEmpty)
        #expect(slack.asked.filter { $0.method == "conversations.replies" }.map { $0.form["ts"] } == ["5.2", "5.1"])
    }

    @Test func `a thread that is gone is empty and a person who is gone keeps the id`() async throws {
        let slack = SlackStandIn(["conversations.replies": [.ok(#"{"ok":false,"error":"thread_not_found"}"#)]])
        let gone = try await slack.serving {
            try await self.history($0).thread(MessageReference(channel: "C1", timestamp: "5.2"))
        }
        #expect(gone.isEmpty)
        let left = SlackStandIn([
            "conversations.replies": [.ok(#"{"ok":true,"messages":[{"ts":"5.1","user":"U5","text":"a"}]}"#)]
        ])
        let thread = try await left.serving {
            try await self.history($0).thread(MessageReference(channel: "C1", timestamp: "5.1"))
        }
        #expect(thread.map(\.authorName) == ["U5"])
    }

    @Test func `without the scope for private channels the public ones are listed`() async throws {
        let slack = SlackStandIn([
            "users.conversations": [
                .ok(#"{"ok":false,"error":"missing_scope","needed":"groups:read"}"#),
                .ok(
                    #"{"ok":true,"channels":[{"id":"C1","name":"dev","is_private":false},{"id":"C2","name":"ops","is_private":true}]}"#
                ),
            ],
            "conversations.info": [.ok(#"{"ok":true,"channel":{"id":"C2","name":"ops","is_private":true}}"#)],
        ])
        try await slack.serving { url in
            let history = self.history(url)
            let ops = Channel(id: "C2", name: "ops", isPrivate: true)
            let found = try await history.channels()
            #expect(found == [Channel(id: "C1", name: "dev", isPrivate: false), ops])
            let one = try await history.channel("C2")
            #expect(one == ops)
        }
        #expect(slack.asked.map { $0.form["types"] } == ["public_channel,private_channel", "public_channel", nil])
    }
}
