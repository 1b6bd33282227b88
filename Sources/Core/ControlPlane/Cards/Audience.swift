package import HealingDomain

/// Who will read an answer, and so which threads may be quoted in it.
package struct Audience: Sendable, Hashable {
    /// Where the answer appears.
    package var channel: ChannelID
    /// A guest sees only channels they were invited to, so only this channel's threads are quoted to them.
    package var isGuest: Bool
    /// Private channels that the only reader is in; empty where many read.
    package var privateChannels: Set<ChannelID>
    /// Whoever can read the store's own file can read every thread in it.
    private var ownsStore = false

    package init(channel: ChannelID, isGuest: Bool = false, privateChannels: Set<ChannelID> = []) {
        self.channel = channel
        self.isGuest = isGuest
        self.privateChannels = privateChannels
    }

    /// Whoever reads the store on the machine it is on.
    package static let storeOwner = {
        var owner = Audience(channel: "")
        owner.ownsStore = true
        return owner
    }()

    package func mayRead(_ thread: MessageReference, isPrivate: Bool) -> Bool {
        self.ownsStore || thread.channel == self.channel || (!isPrivate && !self.isGuest)
            || self.privateChannels.contains(thread.channel)
    }

    func mayRead(_ evidence: Evidence) -> Bool {
        guard case .thread(let reference, let isPrivate, _, _, _, _) = evidence else { return true }
        return self.mayRead(reference, isPrivate: isPrivate)
    }

    func mayRead(_ dropped: DroppedCandidate) -> Bool {
        dropped.privateThread.map { self.mayRead($0, isPrivate: true) } ?? true
    }

    /// For a query of the team's memory.
    var access: MemoryAccess { MemoryAccess(privateChannels: self.privateChannels.union([self.channel])) }
}

/// Finds out which private channels a reader is in, at the time of asking.
struct AudienceFinder: Sendable {
    let chat: any TeamChat
    let miner: (any ChannelMiner)?

    /// For an answer that one person alone will read. A membership that cannot be asked counts as none.
    func audience(ofOne person: Person, in channel: ChannelID) async -> Audience {
        guard !person.isRestricted, let miner = self.miner, let known = try? await miner.progress() else {
            return Audience(channel: channel, isGuest: person.isRestricted)
        }
        var readable: Set<ChannelID> = []
        for line in known where line.isPrivate && line.channel != channel {
            if (try? await self.chat.isMember(person.id, of: line.channel)) == true { readable.insert(line.channel) }
        }
        return Audience(channel: channel, privateChannels: readable)
    }

    func audience(of command: Command, by person: Person) async -> Audience {
        guard command.isAnsweredAlone else {
            return Audience(channel: command.channel, isGuest: person.isRestricted)
        }
        return await self.audience(ofOne: person, in: command.channel)
    }
}

extension Command {
    /// Whether only the asker reads the answer: Slack gave a way to, or it is a direct message.
    var isAnsweredAlone: Bool { self.responseURL != nil || self.isDirect }
    var isDirect: Bool { self.channel.rawValue.hasPrefix("D") }
}
