import FoundationEssentials
package import HealingDomain
import Testing

package enum TeamSettingsStoreContract {
    package static let promises: [Promise<any TeamSettingsStore>] = [
        Promise("a channel's subscription replaces its older one, and others stay") { store async throws in
            let first = Subscription.sample()
            let branch = Subscription.sample(branch: "main", at: 1)
            let elsewhere = Subscription.sample(channel: "C2", at: 2)
            for subscription in [elsewhere, branch, first] { try await store.save(subscription) }
            #expect(try await store.subscriptions() == [first, branch, elsewhere])
            let newer = Subscription.sample(repository: "ACME/Shop", minimumSeverity: .high, at: 3)
            try await store.save(newer)
            #expect(try await store.subscriptions() == [branch, elsewhere, newer])
        },
        Promise("a channel unsubscribes from all of a repository, and is told what that was") { store async throws in
            let all = [
                Subscription.sample(), .sample(branch: "main", at: 1), .sample(channel: "C2", at: 2),
                .sample(repository: "acme/api", at: 3),
            ]
            for subscription in all { try await store.save(subscription) }
            #expect(try await store.removeSubscriptions(to: "Acme/SHOP", channel: "C1") == Array(all[0...1]))
            #expect(try await store.subscriptions() == Array(all[2...3]))
            #expect(try await store.removeSubscriptions(to: "acme/shop", channel: "C1").isEmpty)
        },
        Promise("a mute replaces the one of its target and repository, and only that one is removed") {
            store async throws in
            let everywhere = Mute.sample()
            let here = Mute.sample(repository: "acme/shop", at: 1)
            let path = Mute.sample(.path("python.yaml"), at: 2)
            for mute in [path, here, everywhere] { try await store.save(mute) }
            #expect(try await store.mutes() == [everywhere, here, path])
            let newer = Mute.sample(at: 3, reason: "we know")
            try await store.save(newer)
            #expect(try await store.mutes() == [here, path, newer])
            #expect(try await store.removeMute(.rule("python.yaml"), repository: nil) == newer)
            #expect(try await store.removeMute(.rule("python.yaml"), repository: nil) == nil)
            #expect(try await store.mutes() == [here, path])
        },
        Promise("an account is one person's, whatever the case of its letters") { store async throws in
            let link = IdentityLink.sample()
            #expect(try await store.save(link))
            #expect(try await store.save(.sample(person: "U2", login: "ADA")) == false)
            #expect(try await store.link(of: "U2") == nil)
            let other = IdentityLink.sample(person: "U2", login: "bob")
            #expect(try await store.save(other))
            #expect(try await store.links() == [link, other])
            let changed = IdentityLink.sample(login: "ada-at-work")
            #expect(try await store.save(changed))
            #expect(try await store.link(of: "U1") == changed)
            #expect(try await store.save(.sample(person: "U2", login: "ada")))
            #expect(try await store.removeLink(of: "U1") == changed)
            #expect(try await store.removeLink(of: "U1") == nil)
            #expect(try await store.link(of: "U1") == nil)
        },
        Promise("two people who prove the same account at once do not both get it") { store async throws in
            let taken = await withTaskGroup(of: Bool.self) { group in
                for number in 1...8 {
                    group.addTask { (try? await store.save(.sample(person: PersonID("U\(number)")))) ?? false }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(taken == 1)
            #expect(try await store.links().count == 1)
        },
        Promise("a request to link is a person's, until it expires, is replaced or removed") { store async throws in
            let request = LinkRequest.sample()
            try await store.save(request)
            let before = request.expiresAt.addingTimeInterval(-1)
            #expect(try await store.linkRequest(of: "U1", at: before) == request)
            #expect(try await store.linkRequest(of: "U1", at: request.expiresAt) == nil)
            #expect(try await store.linkRequest(of: "U2", at: before) == nil)
            let newer = LinkRequest.sample(token: "other")
            try await store.save(newer)
            #expect(try await store.linkRequest(of: "U1", at: before) == newer)
            try await store.removeLinkRequest(of: "U1")
            #expect(try await store.linkRequest(of: "U1", at: before) == nil)
            #expect(try await store.links().isEmpty)
        },
        Promise("a thread is proven on one person's word, the latest, until it is taken back") {
            store async throws in
            let first = ProvenMark(thread: .sample, by: "U1", at: .sample)
            let other = ProvenMark(
                thread: MessageReference(channel: "C2", timestamp: "1.000001"), by: "U1",
                at: .sample.addingTimeInterval(1))
            try await store.save(other)
            try await store.save(first)
            #expect(try await store.provenMarks() == [first, other])
            let newer = ProvenMark(thread: .sample, by: "U2", at: .sample.addingTimeInterval(2))
            try await store.save(newer)
            #expect(try await store.provenMark(of: .sample) == newer)
            #expect(try await store.removeProvenMark(of: .sample) == newer)
            #expect(try await store.removeProvenMark(of: .sample) == nil)
            #expect(try await store.provenMark(of: .sample) == nil)
            #expect(try await store.provenMarks() == [other])
        },
        Promise("a channel's preferences come back whole, and newer ones replace them") { store async throws in
            #expect(try await store.preferences(of: "C1") == nil)
            var chosen = ChannelPreferences(
                channel: "C1", cardsPerHour: 6, quietHours: QuietHours(from: 22, to: 7), digestHour: 9,
                timeZone: "Europe/Berlin")
            let other = ChannelPreferences(channel: "C2")
            try await store.save(other)
            try await store.save(chosen)
            #expect(try await store.preferences(of: "C1") == chosen)
            #expect(try await store.preferences() == [chosen, other])
            chosen.digestHour = nil
            try await store.save(chosen)
            #expect(try await store.preferences() == [chosen, other])
        },
    ]
}
