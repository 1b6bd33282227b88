import HealingTesting
import SlackGateway
import Synchronization

extension LiveWorkspace {
    private static let words = [
        "yaml.load is flagged, what now?", "use `yaml.safe_load(f)` instead of `yaml.load(f)`", "thanks, that worked",
        "```import yaml\ncfg = yaml.load(f)```", "```import yaml\ncfg = yaml.safe_load(f)```", "who is on call?",
        "<@U2> do you know?", "see <https://x.io/a|this page> &amp; that", "TypeError: x is not a function",
        "it does not work", "ask <@U3> or <@U9>",
    ]

    /// One thing happens.
    func change() {
        self.state.withLock { state in
            let kind = Int.random(in: 0..<100, using: &state.random)
            switch kind {
            case 0..<20: state.post()
            case 20..<42: state.reply()
            case 42..<54: state.edit()
            case 54..<66: state.delete()
            case 66..<74: state.react()
            case 74..<78: state.noise()
            case 78..<80: state.directMessage()
            case 80..<83: state.rename()
            case 83..<86: state.renamePerson()
            case 86..<89:
                state.turn(\.isPrivate, "channel_convert_to_private", "channel_convert_to_public", asMessage: true)
            case 89..<91: state.turn(\.isShared, "channel_shared", "channel_unshared", asMessage: false)
            case 91..<93: state.turn(\.isArchived, "channel_archive", "channel_unarchive", asMessage: false)
            case 93..<96: state.comeOrGo()
            case 96..<98: state.changeID()
            default: state.dropHistory()
            }
        }
    }

    fileprivate static func someWords(_ state: inout State) -> String {
        state.serial += 1
        return (self.words.randomElement(using: &state.random) ?? "") + " (\(state.serial))"
    }
}

extension LiveWorkspace.State {
    private mutating func room(where isMeant: (LiveWorkspace.Room) -> Bool = { !$0.isArchived }) -> String? {
        self.rooms.filter { isMeant($0.value) }.keys.sorted().randomElement(using: &self.random)
    }

    private mutating func now() -> String {
        self.clock += Int.random(in: 1...40, using: &self.random)
        return "\(self.clock).000100"
    }

    private mutating func person() -> String { ["U1", "U2", "U3", "U4"].randomElement(using: &self.random) ?? "U1" }

    /// Slack tells the bot only of channels that it is in.
    private mutating func tell(_ event: [String: JSONValue], in room: String? = nil) {
        if let room, self.rooms[room]?.isMember != true { return }
        self.serial += 1
        self.events.append([
            "type": "event_callback", "team_id": "T1", "event_id": .string("Ev\(self.serial)"), "event": .object(event),
            "authorizations": [["team_id": "T1", "user_id": .string(LiveWorkspace.bot), "is_bot": true]],
        ])
    }

    private mutating func tell(posted post: LiveWorkspace.Post, in id: String) {
        guard let room = self.rooms[id] else { return }
        var event = post.json(in: room).members
        event["channel"] = .string(id)
        event["channel_type"] = room.isPrivate ? "group" : "channel"
        self.tell(event, in: id)
    }

    private mutating func newPost() -> LiveWorkspace.Post {
        var post = LiveWorkspace.Post(ts: self.now(), user: self.person(), text: LiveWorkspace.someWords(&self))
        switch Int.random(in: 0..<12, using: &self.random) {
        case 0: (post.isByBot, post.subtype) = (true, "bot_message")
        case 1: (post.isByBot, post.user) = (true, LiveWorkspace.bot)
        case 2: (post.subtype, post.files) = ("file_share", ["trace \(self.serial).txt"])
        case 3: post.subtype = "me_message"
        case 4: post.isOutside = true
        default: break
        }
        return post
    }

    fileprivate mutating func post() {
        guard let id = self.room() else { return }
        let post = self.newPost()
        self.rooms[id]?.posts.append(post)
        self.tell(posted: post, in: id)
    }

    fileprivate mutating func reply() {
        guard let id = self.room(),
            let parent = self.rooms[id]?.posts.filter({ !$0.isReply && $0.subtype != "channel_join" })
                .randomElement(using: &self.random)
        else { return }
        var post = self.newPost()
        post.thread = parent.ts
        if post.subtype == nil, Int.random(in: 0..<4, using: &self.random) == 0 { post.subtype = "thread_broadcast" }
        self.rooms[id]?.posts.append(post)
        self.tell(posted: post, in: id)
        // The parent counts its replies, and Slack says so.
        if let old = self.rooms[id]?.posts.first(where: { $0.ts == parent.ts }) {
            self.tell(changed: old, from: old, in: id)
        }
    }

    fileprivate mutating func edit() {
        guard let (id, index) = self.anyPost(where: { !$0.isStone }), let old = self.rooms[id]?.posts[index] else {
            return
        }
        var new = old
        if Bool.random(using: &self.random) { new.text = LiveWorkspace.someWords(&self) } else { new.isUnfolded = true }
        self.rooms[id]?.posts[index] = new
        self.tell(changed: new, from: old, in: id)
    }

    fileprivate mutating func delete() {
        guard let (id, index) = self.anyPost(where: { !$0.isStone }), let old = self.rooms[id]?.posts[index],
            let before = self.rooms[id]
        else { return }
        if !old.isReply, before.posts.contains(where: { $0.isReply && $0.thread == old.ts }) {
            let stone = LiveWorkspace.Post(
                ts: old.ts, thread: old.ts, user: "USLACKBOT", text: "This message was deleted.", subtype: "tombstone")
            self.rooms[id]?.posts[index] = stone
            return self.tell(changed: stone, from: old, in: id)
        }
        self.rooms[id]?.posts.remove(at: index)
        self.tell(
            [
                "type": "message", "subtype": "message_deleted", "channel": .string(id), "hidden": true,
                "deleted_ts": .string(old.ts), "ts": .string(self.now()), "previous_message": old.json(in: before),
            ], in: id)
        self.removeBareStones(in: id)
    }

    /// A stone without replies is gone.
    private mutating func removeBareStones(in id: String) {
        guard let room = self.rooms[id] else { return }
        self.rooms[id]?.posts.removeAll { post in
            post.isStone && !room.posts.contains { $0.isReply && $0.thread == post.ts }
        }
    }

    private mutating func tell(changed new: LiveWorkspace.Post, from old: LiveWorkspace.Post, in id: String) {
        guard let room = self.rooms[id] else { return }
        self.tell(
            [
                "type": "message", "subtype": "message_changed", "channel": .string(id), "hidden": true,
                "ts": .string(self.now()), "message": new.json(in: room), "previous_message": old.json(in: room),
            ], in: id)
    }

    private mutating func anyPost(where isMeant: (LiveWorkspace.Post) -> Bool) -> (String, Int)? {
        guard let id = self.room(), let posts = self.rooms[id]?.posts,
            let index = posts.indices.filter({ isMeant(posts[$0]) }).randomElement(using: &self.random)
        else { return nil }
        return (id, index)
    }

    fileprivate mutating func react() {
        guard let (id, index) = self.anyPost(where: { !$0.isStone }), let post = self.rooms[id]?.posts[index] else {
            return
        }
        let name = ["white_check_mark", "eyes"].randomElement(using: &self.random) ?? "eyes"
        let user = [self.person(), LiveWorkspace.bot].randomElement(using: &self.random) ?? LiveWorkspace.bot
        var users = post.reactions[name] ?? []
        let isAdded = !users.contains(user)
        if isAdded { users.append(user) } else { users.removeAll { $0 == user } }
        self.rooms[id]?.posts[index].reactions[name] = users.isEmpty ? nil : users
        self.tell(
            [
                "type": isAdded ? "reaction_added" : "reaction_removed", "user": .string(user),
                "reaction": .string(name),
                "item": ["type": "message", "channel": .string(id), "ts": .string(post.ts)],
            ], in: id)
    }

    fileprivate mutating func noise() {
        guard let id = self.room() else { return }
        let user = self.person()
        let post = LiveWorkspace.Post(
            ts: self.now(), user: user, text: "<@\(user)> has joined the channel", subtype: "channel_join")
        self.rooms[id]?.posts.append(post)
        self.tell(posted: post, in: id)
    }

    fileprivate mutating func directMessage() {
        self.tell([
            "type": "message", "channel": "G77", "channel_type": "mpim", "user": "U1", "ts": .string(self.now()),
            "text": "between us",
        ])
    }

    fileprivate mutating func rename() {
        guard let id = self.room() else { return }
        self.serial += 1
        let name = "channel-\(self.serial)"
        self.rooms[id]?.name = name
        self.tell(["type": "channel_rename", "channel": ["id": .string(id), "name": .string(name)]], in: id)
    }

    fileprivate mutating func renamePerson() {
        let id = self.person()
        self.serial += 1
        self.names[id] = "Name\(self.serial)"
        self.tell([
            "type": "user_change",
            "user": ["id": .string(id), "team_id": "T1", "name": .string(self.names[id] ?? "")],
        ])
    }

    fileprivate mutating func turn(
        _ flag: WritableKeyPath<LiveWorkspace.Room, Bool>, _ on: JSONValue, _ off: JSONValue, asMessage: Bool
    ) {
        guard let id = self.room(where: { _ in true }), var room = self.rooms[id] else { return }
        room[keyPath: flag].toggle()
        self.rooms[id] = room
        let name = room[keyPath: flag] ? on : off
        var event: [String: JSONValue] = ["channel": .string(id), "ts": .string(self.now())]
        if asMessage { (event["type"], event["subtype"]) = ("message", name) } else { event["type"] = name }
        self.tell(event, in: id)
    }

    fileprivate mutating func comeOrGo() {
        guard let id = self.room(), let isMember = self.rooms[id]?.isMember else { return }
        self.rooms[id]?.isMember = true
        self.tell(
            [
                "type": isMember ? "member_left_channel" : "member_joined_channel", "channel": .string(id),
                "user": .string(LiveWorkspace.bot),
            ], in: id)
        self.rooms[id]?.isMember = !isMember
    }

    fileprivate mutating func changeID() {
        guard let id = self.room(), let room = self.rooms.removeValue(forKey: id) else { return }
        self.serial += 1
        let new = "C\(100 + self.serial)"
        self.rooms[new] = room
        self.tell(
            ["type": "channel_id_changed", "old_channel_id": .string(id), "new_channel_id": .string(new)], in: new)
    }

    /// Much goes at once, and Slack only says that it did.
    fileprivate mutating func dropHistory() {
        guard let id = self.room(), let posts = self.rooms[id]?.posts, posts.count > 4 else { return }
        for post in posts.filter({ !$0.isReply }).prefix(2) {
            self.rooms[id]?.posts.removeAll { $0.ts == post.ts || $0.thread == post.ts }
        }
        self.tell(["type": "channel_history_changed", "channel": .string(id)], in: id)
    }
}
