package import HTTPCalling

/// Does what the page does, over the same requests.
package struct PlayClient: Sendable {
    package let base: String
    private let http: any HTTPCaller

    package init(base: String, http: any HTTPCaller) {
        self.base = base
        self.http = http
    }

    package func get(_ path: String) async throws -> JSON {
        let answer = try await self.http.call(HTTPCall("GET", self.base + path, timeoutSeconds: 10))
        return JSON(parsing: answer.body) ?? nil
    }

    /// The answer of an action, with `ok`.
    @discardableResult
    package func act(_ action: String, as person: String = "", _ fields: JSON) async throws -> JSON {
        let body = fields.merging(person.isEmpty ? [:] : ["as": .string(person)])
        let answer = try await self.http.call(
            HTTPCall(
                "POST", "\(self.base)/play/\(action)", headers: [HTTPField("Content-Type", "application/json")],
                body: body.bytes, timeoutSeconds: 15))
        return JSON(parsing: answer.body) ?? nil
    }

    package func state(as person: String) async throws -> JSON { try await self.get("/play/state?as=\(person)") }

    package func messages(in channel: String, as person: String) async throws -> [JSON] {
        let channels = try await self.state(as: person)["channels"]?.array ?? []
        return channels.first { $0["id"]?.string == channel }?["messages"]?.array ?? []
    }

    package func pulls() async throws -> [JSON] { try await self.get("/play/git")["pulls"]?.array ?? [] }

    package func deliveries() async throws -> [JSON] { try await self.get("/play/git")["deliveries"]?.array ?? [] }

    /// Top-level messages of the bot about the file. A card may name other files, such as where its fix comes from, so
    /// the words for notifications decide: they say what the message is about.
    package func cards(naming path: String) async throws -> [JSON] {
        try await self.messages(in: StoryBook.channel, as: StoryBook.senior).filter { message in
            message["bot_id"] != nil && message["is_ephemeral"] == nil
                && (message["thread_ts"] == nil || message["thread_ts"] == message["ts"])
                && message["text"]?.string?.contains(path) == true
        }
    }

    /// Clicks the first button of a message whose action is `id`.
    package func click(_ id: String, on message: JSON, as person: String) async throws {
        guard let action = Self.button(id, of: message), let ts = message["ts"] else {
            throw CheckFailure("the card has no button \(id)")
        }
        let answer = try await self.act(
            "click", as: person, ["channel": .string(StoryBook.channel), "ts": ts, "action": action])
        if let notice = answer["notice"]?.string { throw CheckFailure("the click on \(id): \(notice)") }
    }

    /// The action that a click on that button sends; `nil` where there is no such button.
    package static func button(_ id: String, of message: JSON) -> JSON? {
        for block in message["blocks"]?.array ?? [] {
            for element in block["elements"]?.array ?? [] where element["action_id"]?.string == id {
                var action: JSON = ["type": "button", "action_id": .string(id), "block_id": block["block_id"] ?? "b"]
                action["text"] = element["text"]
                action["value"] = element["value"]
                action["style"] = element["style"]
                return action
            }
        }
        return nil
    }
}
