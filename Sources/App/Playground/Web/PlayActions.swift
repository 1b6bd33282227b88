/// What a person can do on the page; the check of the story does the same through the same requests.
struct PlayActions: Sendable {
    typealias Handler = @Sendable (JSON) async throws -> JSON

    let playground: Playground

    var all: [(String, Handler)] {
        [
            ("message", self.message), ("click", self.click), ("submit", self.submit), ("close", self.close),
            ("shortcut", self.shortcut), ("reaction", self.reaction), ("home", self.home), ("push", self.push),
            ("redeliver", self.redeliver), ("delete", self.delete), ("introduce", self.introduce),
            ("slack", self.slack),
        ]
    }

    private var workspace: SlackWorkspace { self.playground.workspace }

    private func text(_ body: JSON, _ key: String) throws -> String {
        guard let text = body[key]?.string else { throw SlackError("missing_\(key)") }
        return text
    }

    private static func notice(_ text: String?) -> JSON { text.map { ["notice": .string($0)] } ?? [:] }

    @Sendable
    private func message(_ body: JSON) async throws -> JSON {
        let text = try self.text(body, "text")
        let (person, channel) = (try self.text(body, "as"), try self.text(body, "channel"))
        let thread = body["thread"]?.string
        guard text.hasPrefix("/") else {
            return ["ts": .string(try await self.workspace.say(text, as: person, in: channel, thread: thread))]
        }
        if thread != nil { return Self.notice("Slash commands do not work in threads. Mention @codehealer instead.") }
        return Self.notice(try await self.workspace.runCommand(text, as: person, in: channel))
    }

    @Sendable
    private func click(_ body: JSON) async throws -> JSON {
        let person = try self.text(body, "as")
        guard let action = body["action"], action["action_id"]?.string != nil else {
            throw SlackError("missing_action")
        }
        guard let channel = body["channel"]?.string else {
            return Self.notice(try await self.workspace.clickHome(action, as: person))
        }
        return Self.notice(
            try await self.workspace.click(action, as: person, on: try self.text(body, "ts"), in: channel))
    }

    @Sendable
    private func submit(_ body: JSON) async throws -> JSON {
        let values = (body["values"]?.object ?? [:]).compactMapValues(\.string)
        let outcome = try await self.workspace.submit(
            try self.text(body, "view"), values: values, as: try self.text(body, "as"))
        return Self.notice(outcome.trouble).merging(["errors": .object(outcome.errors.mapValues(JSON.string))])
    }

    @Sendable
    private func close(_ body: JSON) async throws -> JSON {
        await self.workspace.closeView(try self.text(body, "view"), of: try self.text(body, "as"), all: false)
        return [:]
    }

    @Sendable
    private func shortcut(_ body: JSON) async throws -> JSON {
        Self.notice(
            try await self.workspace.useShortcut(
                try self.text(body, "callback"), as: try self.text(body, "as"), on: try self.text(body, "ts"),
                in: try self.text(body, "channel")))
    }

    @Sendable
    private func reaction(_ body: JSON) async throws -> JSON {
        try await self.workspace.setReaction(
            try self.text(body, "name"), on: body["ts"]?.string, in: try self.text(body, "channel"),
            by: try self.text(body, "as"), adding: body["adding"]?.bool ?? true)
        return [:]
    }

    @Sendable
    private func delete(_ body: JSON) async throws -> JSON {
        let (channel, ts) = (try self.text(body, "channel"), try self.text(body, "ts"))
        guard await self.workspace.message(ts, in: channel)?.user == body["as"]?.string else {
            throw SlackError("cant_delete_message")
        }
        _ = await self.workspace.remove(ts, in: channel)
        return [:]
    }

    @Sendable
    private func home(_ body: JSON) async throws -> JSON {
        try await self.workspace.openHome(as: try self.text(body, "as"))
        return [:]
    }

    @Sendable
    private func push(_ body: JSON) async throws -> JSON {
        let push = DemoPush(host: self.playground.gitHub, story: self.playground.story)
        return ["commit": .string(try await push.push(body["number"]?.int ?? 1))]
    }

    /// Sends a webhook once more, as GitHub's "Redeliver" does.
    @Sendable
    private func redeliver(_ body: JSON) async throws -> JSON {
        guard let webhook = await self.playground.courier.log.webhook(try self.text(body, "delivery")) else {
            throw GitHubError.notFound
        }
        return ["status": await self.playground.courier.deliver(webhook).map { .int($0) } ?? nil]
    }

    @Sendable
    private func introduce(_ body: JSON) async throws -> JSON {
        try await self.playground.introduceBot()
        return [:]
    }

    /// Makes the stand-in Slack stricter, grants it other scopes, or makes the next calls of a method fail.
    @Sendable
    private func slack(_ body: JSON) async throws -> JSON {
        if let name = body["rates"]?.string {
            guard let profile = SlackRateMeter.Profile(rawValue: name) else { throw SlackError("unknown_rates") }
            await self.workspace.limitRates(profile)
        }
        if let scopes = body["scopes"]?.array { await self.workspace.grant(Set(scopes.compactMap(\.string))) }
        if let trouble = body["trouble"] {
            try await self.workspace.trouble(
                try self.text(trouble, "method"),
                SlackTrouble(
                    error: trouble["error"]?.string, status: trouble["status"]?.int ?? 200,
                    retryAfter: trouble["retry_after"]?.int, happens: trouble["happens"]?.bool ?? false,
                    times: trouble["times"]?.int ?? 1))
        }
        return [:]
    }
}
