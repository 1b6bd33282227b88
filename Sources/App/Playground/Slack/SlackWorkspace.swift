package import FoundationEssentials

/// The stand-in workspace: people, channels, messages, dialogs. It answers the Web API, and tells the bot through the
/// courier what people do.
package actor SlackWorkspace {
    let address: ServerAddress
    let courier: Courier
    let now: @Sendable () -> Date
    var people: [SlackPerson] = []
    var channels: [SlackChannel] = []
    /// Channel → messages, oldest first.
    var messages: [String: [SlackMessage]] = [:]
    /// Messages that one person sees; they are gone with the server.
    var ephemerals: [SlackMessage] = []
    /// Person → the dialogs open over each other.
    var views: [String: [SlackView]] = [:]
    var homes: [String: SlackView] = [:]
    var triggers: [String: SlackTrigger] = [:]
    var responseURLs: [String: SlackResponseURL] = [:]
    /// What the app may do, as `x-oauth-scopes` lists it.
    var scopes = SlackApp.scopes
    var meter = SlackRateMeter()
    /// Method → failures that its next calls get.
    var troubles: [String: [SlackTrouble]] = [:]
    /// Goes up with every change, so that the page knows when to look again.
    private(set) var version = 1
    private var lastMicroseconds = 0

    package init(address: ServerAddress, courier: Courier, now: @escaping @Sendable () -> Date = { Date() }) {
        self.address = address
        self.courier = courier
        self.now = now
    }

    package func seed(people: [SlackPerson], channels: [SlackChannel]) {
        self.people = people
        self.channels = channels
        self.changed()
    }

    func changed() { self.version += 1 }

    // MARK: Looking up

    func person(_ id: String) throws(SlackError) -> SlackPerson {
        guard let person = self.people.first(where: { $0.id == id }) else { throw SlackError("user_not_found") }
        return person
    }

    /// A channel that the bot may see: a public one, or one it is in.
    func channel(_ id: String?) throws(SlackError) -> SlackChannel {
        guard let channel = self.channels.first(where: { $0.id == id }),
            !channel.isPrivate || channel.members.contains(SlackApp.user)
        else { throw SlackError("channel_not_found") }
        return channel
    }

    /// A channel that the bot is in.
    func joinedChannel(_ id: String?) throws(SlackError) -> SlackChannel {
        let channel = try self.channel(id)
        guard channel.members.contains(SlackApp.user) else { throw SlackError("not_in_channel") }
        return channel
    }

    func message(_ ts: String?, in channel: String) -> SlackMessage? {
        self.messages[channel]?.first { $0.ts == ts }
    }

    func replies(to ts: String, in channel: String) -> [SlackMessage] {
        self.messages[channel]?.filter { $0.thread == ts } ?? []
    }

    // MARK: Names and times

    /// A message's ts: seconds and six digits, never the same twice.
    func nextTimestamp() -> String {
        self.timestamp(microseconds: Int(self.now().timeIntervalSince1970 * 1_000_000))
    }

    func timestamp(microseconds: Int) -> String {
        self.lastMicroseconds = max(microseconds, self.lastMicroseconds + 1)
        return Self.format(microseconds: self.lastMicroseconds)
    }

    static func format(microseconds: Int) -> String {
        let fraction = String(microseconds % 1_000_000)
        return "\(microseconds / 1_000_000)." + String(repeating: "0", count: 6 - fraction.count) + fraction
    }

    /// Allows one dialog to be opened within three seconds.
    func makeTrigger(for person: String) -> String {
        let id = "\(RandomNames.letters(12).lowercased()).\(SlackApp.teamID).\(RandomNames.letters(8).lowercased())"
        self.triggers[id] = SlackTrigger(person: person, expiresAt: self.now().addingTimeInterval(3))
        return id
    }

    func makeResponseURL(_ person: String, _ channel: String, thread: String?, source: String?) -> String {
        let id = RandomNames.letters(24)
        self.responseURLs[id] = SlackResponseURL(
            person: person, channel: channel, thread: thread, source: source,
            expiresAt: self.now().addingTimeInterval(30 * 60))
        return "\(self.address.url)/slack/response/\(SlackApp.teamID)/\(id)"
    }

    func permalink(_ ts: String, in channel: String, thread: String?) -> String {
        let link = "\(self.address.url)/archives/\(channel)/p\(ts.filter { $0 != "." })"
        guard let thread, thread != ts else { return link }
        return "\(link)?thread_ts=\(thread)&cid=\(channel)"
    }
}
