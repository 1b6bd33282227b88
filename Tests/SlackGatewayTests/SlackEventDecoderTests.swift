import FoundationEssentials
import HealingDomain
import SlackGateway
import Testing

struct SlackEventDecoderTests {
    private static let identity = BotIdentity(user: "UBOT", teamID: "T1", botID: "BBOT")
    private let decoder = SlackEventDecoder(installation: SlackInstallation(Self.identity))

    private func event(_ event: String, team: String = "T1") throws -> InboundEvent {
        try self.decode(
            .slackEvents, #"{"type":"event_callback","team_id":"\#(team)","event_id":"Ev1","event":\#(event)}"#)
    }

    private func decode(_ source: Delivery.Source, _ body: String) throws -> InboundEvent {
        try self.decoder.decode(
            Delivery(source: source, id: "1", event: "", body: Data(body.utf8), receivedAt: SlackRequestSamples.now))
    }

    private func reason(_ event: InboundEvent) -> String? {
        if case .ignored(let reason) = event { reason } else { nil }
    }

    @Test(arguments: [
        ("<@UBOT> why 12", "why 12"), ("hey <@UBOT|codehealer> fix &lt;3", "fix <3"), ("help <@UBOT>", "help"),
        ("<@UBOT>", ""), ("<@UBOT> ask <@U2|ann> in <#C2|dev>", "ask <@U2> in <#C2>"),
        ("<@UBOT>  look at <https://x.io/a?b=1&amp;c=2|this>", "look at https://x.io/a?b=1&c=2"),
    ])
    func `a mention is a command without the mention`(text: String, words: String) throws {
        let event = try self.event(#"{"type":"app_mention","user":"U1","text":"\#(text)","ts":"1.2","channel":"C1"}"#)
        #expect(event == .command(Command(door: .mention, text: words, person: "U1", channel: "C1", thread: "1.2")))
    }

    @Test func `a mention in a thread names the thread`() throws {
        let event = try self.event(
            #"{"type":"app_mention","user":"U1","text":"<@UBOT> why","ts":"1.3","thread_ts":"1.2","channel":"C1"}"#)
        #expect(event == .command(Command(door: .mention, text: "why", person: "U1", channel: "C1", thread: "1.2")))
    }

    @Test func `a direct message is said to the bot`() throws {
        let event = try self.event(
            #"{"type":"message","channel_type":"im","user":"U1","text":"status","ts":"1.3","channel":"D1"}"#)
        #expect(event == .command(Command(door: .mention, text: "status", person: "U1", channel: "D1", thread: "1.3")))
    }

    @Test(arguments: [
        (#"{"type":"message","user":"U1","text":"hi","ts":"5.1","channel":"C1"}"#, "5.1", false),
        (#"{"type":"message","user":"U1","text":"hi","ts":"5.2","thread_ts":"5.1","channel":"C1"}"#, "5.1", false),
        (
            #"{"type":"message","subtype":"thread_broadcast","user":"U1","ts":"5.2","thread_ts":"5.1","channel":"C1"}"#,
            "5.1", false
        ),
        (
            #"{"type":"message","subtype":"message_changed","channel":"C1","ts":"9.9","message":{"ts":"5.1","text":"b","user":"U1"},"previous_message":{"ts":"5.1","text":"a"}}"#,
            "5.1", false
        ),
        (
            #"{"type":"message","subtype":"message_changed","channel":"C1","message":{"ts":"5.1","thread_ts":"5.1","subtype":"tombstone","user":"USLACKBOT"},"previous_message":{"ts":"5.1","text":"a"}}"#,
            "5.1", true
        ),
        (
            #"{"type":"message","subtype":"message_deleted","channel":"C1","deleted_ts":"5.2","previous_message":{"ts":"5.2","thread_ts":"5.1","user":"U1"}}"#,
            "5.1", false
        ),
        (
            #"{"type":"message","subtype":"message_deleted","channel":"C1","deleted_ts":"5.1","previous_message":{"ts":"5.1","user":"U1"}}"#,
            "5.1", true
        ),
        (
            #"{"type":"reaction_added","user":"U1","reaction":"white_check_mark","item":{"type":"message","channel":"C1","ts":"5.1"}}"#,
            "5.1", false
        ),
    ])
    func `what changes a thread names the thread`(json: String, thread: String, isDeleted: Bool) throws {
        let change = ThreadChange(channel: "C1", thread: MessageTimestamp(thread), isDeleted: isDeleted)
        #expect(try self.event(json) == .threadChanged(change))
    }

    @Test(arguments: [
        #"{"type":"message","user":"UBOT","bot_id":"BBOT","text":"card","ts":"5.1","channel":"C1"}"#,
        #"{"type":"message","bot_id":"BOTHER","text":"alert","ts":"5.1","channel":"C1"}"#,
        #"{"type":"message","subtype":"bot_message","bot_id":"B3","text":"alert","ts":"5.1","channel":"C1"}"#,
        #"{"type":"message","subtype":"message_changed","channel":"C1","message":{"ts":"5.1","text":"x","bot_id":"BBOT"}}"#,
        #"{"type":"message","subtype":"message_changed","channel":"C1","message":{"ts":"5.1","text":"a","reply_count":4},"previous_message":{"ts":"5.1","text":"a"}}"#,
        #"{"type":"message","subtype":"channel_join","user":"U1","ts":"5.1","channel":"C1"}"#,
        #"{"type":"message","user":"U9","user_team":"T9","text":"hi","ts":"5.1","channel":"C1"}"#,
        #"{"type":"app_mention","user":"U9","user_team":"T9","text":"<@UBOT> fix","ts":"5.1","channel":"C1"}"#,
        #"{"type":"member_joined_channel","user":"U1","channel":"C1"}"#,
        #"{"type":"app_home_opened","user":"U1","tab":"messages"}"#,
        #"{"type":"never_heard_of"}"#, #"{}"#, #"[]"#, #"null"#, #"{"type":5}"#,
    ])
    func `what nobody acts on is ignored with a reason`(json: String) throws {
        #expect(try #require(self.reason(try self.event(json))).isEmpty == false)
    }

    @Test func `events of another workspace are ignored`() throws {
        #expect(
            self.reason(try self.event(#"{"type":"message","user":"U1","ts":"1.1","channel":"C1"}"#, team: "T2")) != nil
        )
    }

    @Test func `joining and leaving follow the bot alone`() throws {
        #expect(
            try self.event(#"{"type":"member_joined_channel","user":"UBOT","channel":"C1"}"#) == .joinedChannel("C1"))
        #expect(try self.event(#"{"type":"member_left_channel","user":"UBOT","channel":"C1"}"#) == .leftChannel("C1"))
        for type in ["channel_left", "channel_deleted", "channel_archive", "group_left", "group_archive"] {
            #expect(try self.event(#"{"type":"\#(type)","channel":"C1"}"#) == .leftChannel("C1"))
        }
        #expect(try self.event(#"{"type":"app_home_opened","user":"U1","tab":"home"}"#) == .homeOpened("U1"))
    }

    @Test(
        arguments: [
            (
                #"{"type":"channel_id_changed","old_channel_id":"G1","new_channel_id":"C1"}"#,
                .moved(from: "G1", to: "C1")
            ),
            (#"{"type":"channel_rename","channel":{"id":"C1","name":"new","created":1}}"#, .channel("C1")),
            (#"{"type":"channel_shared","channel":"C1","connected_team_id":"T9"}"#, .channel("C1")),
            (
                #"{"type":"message","subtype":"channel_convert_to_private","channel":"C1","user":"U1","ts":"5.1"}"#,
                .channel("C1")
            ),
            (#"{"type":"channel_history_changed","channel":"C1","latest":"1358877455.000010"}"#, .history("C1")),
            (
                #"{"type":"user_change","user":{"id":"U1","name":"ann","profile":{"display_name":"Anna"},"deleted":true}}"#,
                .person(Person(id: "U1", name: "Anna", isDeleted: true))
            ),
            (#"{"type":"app_uninstalled"}"#, .uninstalled(reason: "the app was uninstalled from Slack")),
            (
                #"{"type":"tokens_revoked","tokens":{"oauth":[],"bot":["UBOT"]}}"#,
                .uninstalled(reason: "the bot's token was revoked in Slack")
            ),
        ] as [(String, WorkspaceChange)])
    func `what changes the workspace says how`(json: String, change: WorkspaceChange) throws {
        #expect(try self.event(json) == .workspaceChanged(change))
    }

    @Test func `dropped events are told by the envelope itself`() throws {
        let body = #"{"type":"app_rate_limited","team_id":"T1","minute_rate_limited":1518467820}"#
        #expect(try self.decode(.slackEvents, body) == .workspaceChanged(.eventsDropped))
    }

    @Test(arguments: [
        #"{"type":"message","channel_type":"mpim","user":"U1","text":"psst","ts":"5.1","channel":"G1"}"#,
        #"{"type":"message","channel_type":"im","subtype":"message_deleted","deleted_ts":"5.1","ts":"5.2","channel":"D1"}"#,
        #"{"type":"message","subtype":"message_changed","channel":"C1","message":{"ts":"5.1","text":"a","attachments":[{"from_url":"https://x.io","title":"X"}]},"previous_message":{"ts":"5.1","text":"a"}}"#,
        #"{"type":"tokens_revoked","tokens":{"oauth":["U1"]}}"#,
    ])
    func `what memory must not hear of is ignored`(json: String) throws {
        #expect(self.reason(try self.event(json)) != nil)
    }

    @Test func `a slash command is read from a form and from JSON`() throws {
        let expected = InboundEvent.command(
            Command(
                door: .slashCommand, text: "fix #12 for <@U2>", person: "U1", channel: "C1",
                responseURL: "https://hooks.slack.com/commands/1", triggerID: "7.8"))
        let form =
            "team_id=T1&channel_id=C1&user_id=U1&command=%2Fcodehealer&text=fix+%3Chttps%3A%2F%2Fx.io%7C%2312%3E+for+"
            + "%3C%40U2%7Cann%3E&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2F1&trigger_id=7.8"
        #expect(try self.decode(.slackCommand, form) == expected)
        let json =
            #"{"team_id":"T1","channel_id":"C1","user_id":"U1","command":"/codehealer","text":"fix <https://x.io|#12> for <@U2|ann>","response_url":"https://hooks.slack.com/commands/1","trigger_id":"7.8"}"#
        #expect(try self.decode(.slackCommand, json) == expected)
    }

    @Test func `a click is an action, under the name the button was given`() throws {
        let json =
            #"{"type":"block_actions","team":{"id":"T1"},"user":{"id":"U1","team_id":"T1"},"container":{"message_ts":"5.1","channel_id":"C1"},"response_url":"https://hooks.slack.com/a","trigger_id":"1.2","actions":[{"action_id":"approve~2","value":"ap-1"}]}"#
        let expected = CardAction(
            actionID: "approve", value: "ap-1", person: "U1",
            message: MessageReference(channel: "C1", timestamp: "5.1"),
            responseURL: "https://hooks.slack.com/a", triggerID: "1.2")
        #expect(try self.decode(.slackInteractivity, json) == .action(expected))
        let outsider = json.replacing(#""team_id":"T1""#, with: #""team_id":"T9""#)
        let away = TurnedAway(
            person: "U1", reason: .outsider, channel: "C1", responseURL: "https://hooks.slack.com/a")
        #expect(try self.decode(.slackInteractivity, outsider) == .turnedAway(away))
        let form = "payload=" + outsider.utf8.map { "%" + String($0, radix: 16) }.joined()
        #expect(try self.decode(.slackInteractivity, form) == .turnedAway(away))
        let link = json.replacing(#""value":"ap-1""#, with: #""value":"","url":"https://x.io""#)
        #expect(self.reason(try self.decode(.slackInteractivity, link)) == "a link was opened")
    }

    @Test func `a submitted modal gives what was chosen and typed`() throws {
        let json =
            #"{"type":"view_submission","team":{"id":"T1"},"user":{"id":"U1"},"view":{"callback_id":"reject","private_metadata":"ap-1","state":{"values":{"reason":{"value":{"type":"static_select","selected_option":{"value":"wrong"}}},"note":{"value":{"type":"plain_text_input","value":"no"}},"empty":{"value":{"type":"plain_text_input","value":null}}}}}}"#
        let expected = ModalSubmission(
            callbackID: "reject", privateMetadata: "ap-1", person: "U1", values: ["reason": "wrong", "note": "no"])
        #expect(try self.decode(.slackInteractivity, json) == .modalSubmitted(expected))
    }

    @Test func `a message shortcut is a command about that message's thread`() throws {
        let json =
            #"{"type":"message_action","callback_id":"save","team":{"id":"T1"},"user":{"id":"U1"},"channel":{"id":"C1"},"message_ts":"5.2","message":{"thread_ts":"5.1"},"trigger_id":"1.2"}"#
        let expected = Command(
            door: .shortcut, text: "save", person: "U1", channel: "C1", thread: "5.1", triggerID: "1.2")
        #expect(try self.decode(.slackInteractivity, json) == .command(expected))
    }

    @Test(arguments: [Delivery.Source.slackEvents, .slackCommand, .slackInteractivity])
    func `what is no JSON is a fault that no retry mends`(source: Delivery.Source) throws {
        let fault = #expect(throws: Fault.self) { try self.decode(source, "{\"type\": ") }
        #expect(fault?.isRetryable == false)
        let deep = String(repeating: #"{"a":"#, count: 100_000)
        #expect(throws: Fault.self) { try self.decode(source, deep) }
    }

    @Test func `every public sample decodes or is ignored`() throws {
        guard SlackFixtures.areHere else { return }
        var count = 0
        for folder in ["payloads", "samples/events", "samples/app-backend"] {
            for path in try SlackFixtures.files(in: folder) {
                let json = try SlackFixtures.json(path)
                let body = json["form_body"].text ?? json.serializedText
                for source in [Delivery.Source.slackEvents, .slackCommand, .slackInteractivity]
                where json["form_body"].text == nil || source == .slackCommand {
                    _ = try self.decode(source, body)
                    let unknown = SlackEventDecoder(installation: SlackInstallation())
                    _ = try unknown.decode(
                        Delivery(
                            source: source, id: "1", event: "", body: Data(body.utf8),
                            receivedAt: SlackRequestSamples.now))
                }
                count += 1
            }
        }
        #expect(count > 90)
    }

    @Test func `filled public payloads are understood before the bot knows itself`() throws {
        guard SlackFixtures.areHere else { return }
        let decoder = SlackEventDecoder(installation: SlackInstallation())
        func decode(_ source: Delivery.Source, _ path: String) throws -> InboundEvent {
            let json = try SlackFixtures.json("payloads/\(path).json")
            let body = json["form_body"].text ?? json.serializedText
            return try decoder.decode(
                Delivery(source: source, id: "1", event: "", body: Data(body.utf8), receivedAt: SlackRequestSamples.now)
            )
        }
        #expect(
            try decode(.slackEvents, "app.app_mention_event_body")
                == .command(
                    Command(
                        door: .mention, text: "Hi there!", person: "W222", channel: "C111", thread: "1595926230.009600")
                ))
        #expect(
            try decode(.slackEvents, "message_changed.event_payload")
                == .threadChanged(ThreadChange(channel: "C111", thread: "1665102338.901939")))
        #expect(
            try decode(.slackCommand, "slash_command.slash_command_body")
                == .command(
                    Command(
                        door: .slashCommand, text: "Hi", person: "W111", channel: "C111",
                        responseURL: "https://hooks.slack.com/commands/T111/111/xxxxx", triggerID: "111.111.xxx")))
        guard case .modalSubmitted(let submission) = try decode(.slackInteractivity, "view_submission.body") else {
            Issue.record("a submission is a submission")
            return
        }
        #expect(submission.values == ["hspI": "test"])
    }
}
