import FoundationEssentials
import HTTPCalling
import HealingTesting
import SlackGateway
import Synchronization

/// A Slack workspace that changes, answers the Web API as it stands, and tells of each change what Slack would tell.
final class LiveWorkspace: Sendable {
    static let bot = "UBOT"

    struct Post: Sendable {
        var ts: String
        var thread: String?
        var user: String
        var text: String
        var subtype: String?
        var isByBot = false
        var isOutside = false
        var isUnfolded = false
        var files: [String] = []
        var reactions: [String: [String]] = [:]
    }

    struct Room: Sendable {
        var name: String
        var isPrivate = false
        var isMember = true
        var isArchived = false
        var isShared = false
        var posts: [Post] = []
    }

    struct State: Sendable {
        var random: SplitMix64
        var rooms: [String: Room] = [:]
        var names: [String: String] = ["U1": "Ann", "U2": "Ben", "U3": "Cleo", "U4": "Dan"]
        var clock = 1_768_900_000
        var serial = 0
        var events: [JSONValue] = []
        /// One call in so many fails; 0 for none.
        var failsOneIn = 0
    }

    let state: Mutex<State>

    init(seed: UInt64) {
        var state = State(random: SplitMix64(seed: seed))
        state.rooms["C1"] = Room(name: "backend")
        state.rooms["C2"] = Room(name: "ops", isPrivate: true)
        self.state = Mutex(state)
    }

    /// What was told since the last time.
    func takeEvents() -> [JSONValue] {
        self.state.withLock { state in
            defer { state.events = [] }
            return state.events
        }
    }

    func failOneCall(in count: Int) { self.state.withLock { $0.failsOneIn = count } }
}

extension LiveWorkspace.Post {
    var isStone: Bool { self.subtype == "tombstone" }
    var isReply: Bool { self.thread != nil && self.thread != self.ts }

    func json(in room: LiveWorkspace.Room) -> JSONValue {
        var message: [String: JSONValue] = ["type": "message", "ts": .string(self.ts), "user": .string(self.user)]
        message["text"] = .string(self.isStone ? "This message was deleted." : self.text)
        if let subtype { message["subtype"] = .string(subtype) }
        if let thread { message["thread_ts"] = .string(thread) }
        if self.isByBot { message["bot_id"] = "B7" }
        if self.isOutside { message["user_team"] = "T9" }
        if self.isUnfolded { message["attachments"] = [["from_url": "https://x.io", "title": "Unfolded words"]] }
        if !self.files.isEmpty { message["files"] = .array(self.files.map { ["title": .string($0)] }) }
        if !self.reactions.isEmpty {
            message["reactions"] = .array(
                self.reactions.sorted { $0.key < $1.key }.map { name, users in
                    ["name": .string(name), "users": .array(users.map { .string($0) })]
                })
        }
        let replies = room.posts.filter { $0.isReply && $0.thread == self.ts }
        if !replies.isEmpty {
            message["thread_ts"] = .string(self.ts)
            message["reply_count"] = .number(String(replies.count))
            message["latest_reply"] = .string(replies.map(\.ts).max() ?? "")
        }
        return .object(message)
    }
}

/// The Web API, as far as reading channels goes. Pages are short, so that there are many.
extension LiveWorkspace: HTTPCaller {
    private static let pageSize = 3

    func call(_ call: HTTPCall) async throws(HTTPFailure) -> HTTPAnswer {
        let method = call.url.split(separator: "/").last.map(String.init) ?? ""
        let form = FormFields(Data(call.body ?? []))
        return self.state.withLock { state in
            if state.failsOneIn > 0, Int.random(in: 0..<state.failsOneIn, using: &state.random) == 0 {
                return Bool.random(using: &state.random)
                    ? HTTPAnswer(status: 429, headers: [HTTPField("Retry-After", "40")]) : HTTPAnswer(status: 500)
            }
            let answer = Self.answer(method, form, state)
            return HTTPAnswer(status: 200, body: answer.serialized)
        }
    }

    private static func answer(_ method: String, _ form: FormFields, _ state: State) -> JSONValue {
        switch method {
        case "users.conversations":
            let mine = state.rooms.filter { $0.value.isMember && !$0.value.isArchived }.sorted { $0.key < $1.key }
            return ["ok": true, "channels": .array(mine.map { Self.json($0.key, $0.value) })]
        case "users.info":
            guard let id = form["user"], let name = state.names[id] else { return Self.error("user_not_found") }
            return ["ok": true, "user": ["id": .string(id), "team_id": "T1", "name": .string(name)]]
        case "conversations.info":
            guard let id = form["channel"], let room = state.rooms[id], room.isMember || !room.isPrivate else {
                return Self.error("channel_not_found")
            }
            return ["ok": true, "channel": Self.json(id, room)]
        case "conversations.history", "conversations.replies":
            guard let id = form["channel"], let room = state.rooms[id] else { return Self.error("channel_not_found") }
            guard room.isMember else { return Self.error("not_in_channel") }
            return method == "conversations.history" ? Self.history(room, form) : Self.replies(room, form)
        default: return Self.error("unknown_method")
        }
    }

    private static func history(_ room: Room, _ form: FormFields) -> JSONValue {
        let posts = room.posts.filter { !$0.isReply || $0.subtype == "thread_broadcast" }
            .filter { post in form["cursor"].map { post.ts < $0 } ?? true }.sorted { $0.ts > $1.ts }
        let page = posts.prefix(Self.pageSize)
        let next = posts.count > page.count ? page.last?.ts ?? "" : ""
        return [
            "ok": true, "messages": .array(page.map { $0.json(in: room) }), "has_more": .bool(!next.isEmpty),
            "response_metadata": ["next_cursor": .string(next)],
        ]
    }

    private static func replies(_ room: Room, _ form: FormFields) -> JSONValue {
        guard let asked = room.posts.first(where: { $0.ts == form["ts"] }) else {
            return Self.error("thread_not_found")
        }
        guard !asked.isReply else { return ["ok": true, "messages": [asked.json(in: room)]] }
        let replies = room.posts.filter { $0.isReply && $0.thread == asked.ts }.sorted { $0.ts < $1.ts }
            .filter { post in form["cursor"].map { post.ts > $0 } ?? true }
        let page = replies.prefix(Self.pageSize)
        let next = replies.count > page.count ? page.last?.ts ?? "" : ""
        return [
            "ok": true, "messages": .array(([asked] + page).map { $0.json(in: room) }),
            "response_metadata": ["next_cursor": .string(next)],
        ]
    }

    private static func json(_ id: String, _ room: Room) -> JSONValue {
        [
            "id": .string(id), "name": .string(room.name), "is_private": .bool(room.isPrivate),
            "is_member": .bool(room.isMember), "is_archived": .bool(room.isArchived),
            "is_ext_shared": .bool(room.isShared), "is_im": false, "is_mpim": false,
        ]
    }

    private static func error(_ code: String) -> JSONValue { ["ok": false, "error": .string(code)] }
}
