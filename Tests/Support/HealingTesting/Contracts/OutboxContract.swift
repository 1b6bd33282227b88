import FoundationEssentials
package import HealingDomain
import Testing

package enum OutboxContract {
    private static let place = MessageReference(channel: "C1", timestamp: "1768910400.000100")

    private static func card(_ key: String = "card", _ words: String = "one", in channel: ChannelID = "C1")
        -> OutgoingMessage
    {
        OutgoingMessage(key: key, channel: channel, content: ChannelMessage(fallback: words, blocks: []))
    }

    private static func note(_ key: String, to lane: String = "card", root: MessageReference? = nil) -> OutgoingMessage
    {
        OutgoingMessage(
            key: key, replyTo: lane, root: root, channel: "C1", content: ChannelMessage(fallback: key, blocks: []))
    }

    private static func later(_ seconds: Double) -> Date { Date.sample.addingTimeInterval(seconds) }

    package static let promises: [Promise<any Outbox>] = [
        Promise("what was put is taken whole, by one, and not again before its time") { box async throws in
            try await box.put(Self.card(), marker: "m1", at: .sample)
            #expect(try await box.dueLanes(at: .sample, limit: 10) == ["card"])
            let entry = try #require(try await box.begin(lane: "card", at: .sample, seconds: 60))
            #expect(entry.message == Self.card())
            #expect(entry.marker == "m1")
            #expect(entry.version == 1 && entry.attempts == 1)
            #expect(!entry.isOutcomeUnknown && entry.reference == nil)
            #expect(try await box.begin(lane: "card", at: Self.later(59), seconds: 60) == nil)
            #expect(try await box.dueLanes(at: Self.later(59), limit: 10).isEmpty)
            #expect(try await box.nextDue() == Self.later(60))
        },
        Promise("a post whose end was never noted is known as such") { box async throws in
            try await box.put(Self.card(), marker: "m1", at: .sample)
            _ = try await box.begin(lane: "card", at: .sample, seconds: 60)
            let again = try #require(try await box.begin(lane: "card", at: Self.later(60), seconds: 60))
            #expect(again.isOutcomeUnknown && again.attempts == 2)
            try await box.postpone("card", until: Self.later(90), isOutcomeUnknown: false, problem: "429")
            let third = try #require(try await box.begin(lane: "card", at: Self.later(90), seconds: 60))
            #expect(!third.isOutcomeUnknown && third.problem == "429")
        },
        Promise("what was shown waits no more, and what is put later edits it with the latest content only") {
            box async throws in
            try await box.put(Self.card(), marker: "m1", at: .sample)
            _ = try await box.begin(lane: "card", at: .sample, seconds: 60)
            try await box.finish("card", version: 1, at: Self.place)
            #expect(try await box.nextDue() == nil)
            #expect(try await box.begin(lane: "card", at: Self.later(100), seconds: 60) == nil)
            #expect(try await box.place(of: "card")?.reference == Self.place)
            try await box.put(Self.card("card", "two"), marker: "m2", at: Self.later(1))
            try await box.put(Self.card("card", "three"), marker: "m3", at: Self.later(2))
            let edit = try #require(try await box.begin(lane: "card", at: Self.later(2), seconds: 60))
            #expect(edit.message.content.fallback == "three" && edit.version == 3)
            #expect(edit.reference == Self.place && edit.marker == "m1")
            try await box.finish("card", version: 3, at: Self.place)
            #expect(try await box.depth().waiting == 0)
        },
        Promise("what was put while it was being said is due at once") { box async throws in
            try await box.put(Self.card(), marker: "m1", at: .sample)
            _ = try await box.begin(lane: "card", at: .sample, seconds: 60)
            try await box.put(Self.card("card", "two"), marker: "m1", at: .sample)
            #expect(try await box.begin(lane: "card", at: .sample, seconds: 60) == nil)
            try await box.finish("card", version: 1, at: Self.place)
            let edit = try await box.begin(lane: "card", at: .sample, seconds: 60)
            #expect(edit?.message.content.fallback == "two" && edit?.reference == Self.place)
        },
        Promise("a lane is in order: what comes first and waits holds back what follows, and other lanes go on") {
            box async throws in
            try await box.put(Self.card(), marker: "m1", at: .sample)
            try await box.put(Self.note("n1"), marker: "m2", at: .sample)
            try await box.put(Self.note("n2"), marker: "m3", at: .sample)
            try await box.put(Self.card("other"), marker: "m4", at: .sample)
            _ = try await box.begin(lane: "card", at: .sample, seconds: 60)
            #expect(try await box.begin(lane: "card", at: .sample, seconds: 60) == nil)
            #expect(try await box.dueLanes(at: .sample, limit: 10) == ["other"])
            try await box.finish("card", version: 1, at: Self.place)
            let reply = try #require(try await box.begin(lane: "card", at: .sample, seconds: 60))
            #expect(reply.message.key == "n1" && reply.message.root == Self.place && reply.reference == nil)
            try await box.postpone("n1", until: Self.later(30), isOutcomeUnknown: false, problem: "429")
            #expect(try await box.begin(lane: "card", at: Self.later(29), seconds: 60) == nil)
            #expect(try await box.begin(lane: "card", at: Self.later(30), seconds: 60)?.message.key == "n1")
            #expect(try await box.dueLanes(at: Self.later(30), limit: 10) == ["other"])
        },
        Promise("a reply to what the outbox does not know keeps its own root") { box async throws in
            try await box.put(Self.note("n1", to: "older", root: Self.place), marker: "m", at: .sample)
            let reply = try await box.begin(lane: "older", at: .sample, seconds: 60)
            #expect(reply?.message.root == Self.place && reply?.reference == nil)
        },
        Promise("a message that stands already is edited") { box async throws in
            var card = Self.card()
            card.root = Self.place
            try await box.put(card, marker: "m", at: .sample)
            #expect(try await box.begin(lane: "card", at: .sample, seconds: 60)?.reference == Self.place)
            try await box.forgetPlace("card")
            let anew = try #require(try await box.begin(lane: "card", at: .sample, seconds: 60))
            #expect(anew.reference == nil && !anew.isOutcomeUnknown)
        },
        Promise("what was given up is counted, holds nobody back, and is tried again when asked") { box async throws in
            try await box.put(Self.card(), marker: "m1", at: .sample)
            try await box.put(Self.note("n1"), marker: "m2", at: .sample)
            try await box.put(Self.card("other", in: "C2"), marker: "m3", at: .sample)
            _ = try await box.begin(lane: "card", at: .sample, seconds: 60)
            try await box.bury("card", problem: "is_archived")
            #expect(try await box.depth() == OutboxDepth(waiting: 2, buried: 1, problem: "is_archived"))
            #expect(try await box.begin(lane: "card", at: .sample, seconds: 60)?.message.key == "n1")
            try await box.revive(channel: "C2", at: Self.later(1))
            #expect(try await box.depth().buried == 1)
            try await box.revive(channel: "C1", at: Self.later(1))
            #expect(try await box.depth().buried == 0)
            let again = try #require(try await box.begin(lane: "card", at: Self.later(1), seconds: 60))
            #expect(again.message.key == "card" && again.attempts == 1 && !again.isOutcomeUnknown)
        },
        Promise("after a crash what was in hand is due at once") { box async throws in
            try await box.put(Self.card(), marker: "m1", at: .sample)
            _ = try await box.begin(lane: "card", at: .sample, seconds: 600)
            try await box.revive(channel: nil, at: Self.later(1))
            #expect(try await box.begin(lane: "card", at: Self.later(1), seconds: 60)?.isOutcomeUnknown == true)
        },
        Promise("putting anew what was given up tries it again") { box async throws in
            try await box.put(Self.card(), marker: "m1", at: .sample)
            _ = try await box.begin(lane: "card", at: .sample, seconds: 60)
            try await box.bury("card", problem: "is_archived")
            try await box.put(Self.card("card", "two"), marker: "m1", at: Self.later(5))
            #expect(try await box.begin(lane: "card", at: Self.later(5), seconds: 60)?.attempts == 1)
        },
        Promise("a channel's own messages of late are counted, replies and edits are not") { box async throws in
            try await box.put(Self.card("a"), marker: "1", at: .sample)
            try await box.put(Self.card("b"), marker: "2", at: Self.later(10))
            try await box.put(Self.card("b", "edited"), marker: "2", at: Self.later(20))
            try await box.put(Self.note("n", to: "a"), marker: "3", at: Self.later(20))
            try await box.put(Self.card("c", in: "C2"), marker: "4", at: Self.later(20))
            #expect(try await box.count(in: "C1", since: .sample) == 2)
            #expect(try await box.count(in: "C1", since: Self.later(1)) == 1)
        },
        Promise("a key can be taken with nothing to say, and that takes nothing from what was said") {
            box async throws in
            try await box.mark("digest", at: .sample)
            #expect(try await box.place(of: "digest")?.createdAt == .sample)
            #expect(try await box.depth() == OutboxDepth(waiting: 0, buried: 0))
            #expect(try await box.nextDue() == nil)
            try await box.put(Self.card(), marker: "m", at: .sample)
            try await box.mark("card", at: .sample)
            #expect(try await box.begin(lane: "card", at: .sample, seconds: 60) != nil)
        },
        Promise("old messages are forgotten, but none that waits") { box async throws in
            try await box.put(Self.card("shown"), marker: "1", at: .sample)
            _ = try await box.begin(lane: "shown", at: .sample, seconds: 60)
            try await box.finish("shown", version: 1, at: Self.place)
            try await box.put(Self.card("waiting"), marker: "2", at: .sample)
            try await box.prune(before: .sample)
            #expect(try await box.place(of: "shown") != nil)
            try await box.prune(before: Self.later(1))
            #expect(try await box.place(of: "shown") == nil)
            #expect(try await box.place(of: "waiting") != nil)
        },
    ]
}
