import FoundationEssentials
import HTTPCalling

/// What people do, told to the bot. An answer of `nil` is fine; else it is what Slack shows to the person.
extension SlackWorkspace {
    /// A person writes in a channel or thread.
    @discardableResult
    package func say(_ typed: String, as person: String, in channel: String, thread: String?) throws -> String {
        guard let place = self.channels.first(where: { $0.id == channel }), place.members.contains(person) else {
            throw SlackError("not_in_channel")
        }
        guard !typed.isEmpty, typed.utf8.count <= 40_000 else { throw SlackError("msg_too_long") }
        let text = SlackText(people: self.people, channels: self.channels).store(typed)
        let message = self.add(
            SlackMessage(
                channel: channel, ts: self.nextTimestamp(), thread: thread, user: person, text: text,
                blocks: SlackRichText.blocks(for: text)))
        return message.ts
    }

    /// A slash command. Its text is sent as `should_escape` has it: mentions as ids.
    package func runCommand(_ typed: String, as person: String, in channel: String) async throws -> String? {
        let sender = try self.person(person)
        guard let place = self.channels.first(where: { $0.id == channel }) else {
            throw SlackError("channel_not_found")
        }
        let parts = typed.split(separator: " ", maxSplits: 1).map(String.init)
        guard parts.first == SlackApp.command else {
            return "\(parts.first ?? "/") is not a valid command. This workspace knows \(SlackApp.command)."
        }
        let text = SlackText(people: self.people, channels: self.channels).store(parts.count > 1 ? parts[1] : "")
        let form = [
            ("token", "verification-token-is-deprecated"), ("team_id", SlackApp.teamID),
            ("team_domain", SlackApp.domain), ("channel_id", channel), ("channel_name", place.name),
            ("user_id", person), ("user_name", sender.handle), ("command", SlackApp.command), ("text", text),
            ("api_app_id", SlackApp.id), ("is_enterprise_install", "false"),
            ("response_url", self.makeResponseURL(person, channel, thread: nil, source: nil)),
            ("trigger_id", self.makeTrigger(for: person)),
        ]
        let answer: HTTPAnswer
        do {
            answer = try await self.courier.post(form: form, to: "/slack/commands")
        } catch {
            let code = error.kind == .timedOut ? "operation_timeout" : "dispatch_failed"
            return "\(SlackApp.command) failed with the error \"\(code)\""
        }
        guard answer.status == 200 else { return "\(SlackApp.command) failed with the error \"dispatch_failed\"" }
        return self.showAnswer(answer, to: person, in: channel)
    }

    /// A command may be answered in place, by text or by a message.
    private func showAnswer(_ answer: HTTPAnswer, to person: String, in channel: String) -> String? {
        guard !answer.body.isEmpty else { return nil }
        let body: JSON =
            JSON(parsing: answer.body).flatMap { $0.object == nil ? nil : $0 } ?? ["text": .string(answer.text)]
        guard let content = try? SlackContent(body) else { return nil }
        var message = SlackMessage(
            channel: channel, ts: self.nextTimestamp(), user: SlackApp.user, isFromApp: true, text: content.text,
            blocks: content.blocks)
        if body["response_type"]?.string == "in_channel" {
            self.add(message)
        } else {
            message.onlyFor = person
            self.addEphemeral(message)
        }
        return nil
    }

    /// A click on a button of a message.
    package func click(
        _ action: JSON, as person: String, on ts: String, in channel: String
    ) async throws -> String? {
        let ephemeral = self.ephemerals.first { $0.ts == ts && $0.onlyFor == person }
        guard let message = ephemeral ?? self.message(ts, in: channel) else { throw SlackError("message_not_found") }
        guard let place = self.channels.first(where: { $0.id == channel }) else {
            throw SlackError("channel_not_found")
        }
        var container: JSON = [
            "type": "message", "message_ts": .string(ts), "channel_id": .string(channel),
            "is_ephemeral": .bool(ephemeral != nil),
        ]
        if let thread = message.thread { container["thread_ts"] = .string(thread) }
        var payload: JSON = [
            "type": "block_actions", "container": container, "trigger_id": .string(self.makeTrigger(for: person)),
            "channel": ["id": .string(channel), "name": .string(place.name)],
            "state": ["values": [:]], "actions": [self.stamped(action)],
            "response_url": .string(self.makeResponseURL(person, channel, thread: message.thread, source: ts)),
        ]
        if ephemeral == nil { payload["message"] = self.json(message) }
        return await self.interact(try self.framed(payload, person))
    }

    /// A click on a button of the App Home.
    package func clickHome(_ action: JSON, as person: String) async throws -> String? {
        guard let home = self.homes[person] else { throw SlackError("view_not_found") }
        return await self.interact(
            try self.framed(
                [
                    "type": "block_actions", "container": ["type": "view", "view_id": .string(home.id)],
                    "trigger_id": .string(self.makeTrigger(for: person)), "view": self.json(home),
                    "actions": [self.stamped(action)],
                ], person))
    }

    /// A shortcut of a message's menu.
    package func useShortcut(
        _ callbackID: String, as person: String, on ts: String, in channel: String
    ) async throws -> String? {
        guard SlackApp.shortcuts.contains(callbackID) else { throw SlackError("unknown_shortcut") }
        guard let message = self.message(ts, in: channel),
            let place = self.channels.first(where: { $0.id == channel })
        else { throw SlackError("message_not_found") }
        return await self.interact(
            try self.framed(
                [
                    "type": "message_action", "callback_id": .string(callbackID),
                    "action_ts": .string(self.nextTimestamp()),
                    "trigger_id": .string(self.makeTrigger(for: person)), "message_ts": .string(ts),
                    "channel": ["id": .string(channel), "name": .string(place.name)], "message": self.json(message),
                    "response_url": .string(self.makeResponseURL(person, channel, thread: message.thread, source: ts)),
                ], person))
    }

    package func openHome(as person: String) throws {
        _ = try self.person(person)
        self.tellHomeOpened(by: person)
    }

    private func stamped(_ action: JSON) -> JSON { action.merging(["action_ts": .string(self.nextTimestamp())]) }

    /// What every interaction's payload carries.
    func framed(_ payload: JSON, _ id: String) throws(SlackError) -> JSON {
        let person = try self.person(id)
        return payload.merging([
            "user": [
                "id": .string(person.id), "username": .string(person.handle), "name": .string(person.handle),
                "team_id": .string(SlackApp.teamID),
            ],
            "api_app_id": .string(SlackApp.id), "token": "verification-token-is-deprecated",
            "team": ["id": .string(SlackApp.teamID), "domain": .string(SlackApp.domain)],
            "enterprise": nil, "is_enterprise_install": false,
        ])
    }

    private func interact(_ payload: JSON) async -> String? {
        do {
            let answer = try await self.courier.post(form: [("payload", payload.text)], to: "/slack/interactivity")
            return answer.status == 200 ? nil : "The app answered with the status \(answer.status)."
        } catch {
            return error.kind == .timedOut
                ? "The app did not answer within 3 seconds." : "The app could not be reached."
        }
    }
}
