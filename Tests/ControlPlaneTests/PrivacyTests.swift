import ControlPlane
import FoundationEssentials
import HealingDomain
import HealingTesting
import Testing

/// No word of a private channel reaches somebody who is not in it, through any door, in any answer.
struct PrivacyTests {
    private struct World {
        var bench: Workbench
        /// A word that only this private channel's threads hold.
        var secrets: [ChannelID: String]
        var members: [ChannelID: Set<PersonID>]
    }

    private static let people: [PersonID] = ["U1", "U2", "U3", "UGUEST1"]
    private static let privateChannels: [ChannelID] = ["CP1", "CP2", "CP3"]
    private static let places: [ChannelID] = ["C1", "D1", "CP1", "CP2", "CP3"]

    private func world(_ random: inout SplitMix64) async throws -> World {
        var threads: [ThreadDocument] = []
        var records: [HealingRecord] = []
        var reading: [MiningProgress] = []
        var secrets: [ChannelID: String] = [:]
        var members: [ChannelID: Set<PersonID>] = [:]
        for (number, channel) in Self.privateChannels.enumerated() {
            let secret = "zanzibar\(number)"
            secrets[channel] = secret
            members[channel] = Set(Self.people.filter { _ in Bool.random(using: &random) })
            let reference = MessageReference(channel: channel, timestamp: MessageTimestamp("17689000\(number)0.000100"))
            threads.append(self.thread(reference, secret))
            records.append(self.record(number, reference, secret))
            reading.append(
                MiningProgress(
                    channel: channel, channelName: "\(secret)-room", isPrivate: true, threads: 1, state: .complete,
                    problem: Bool.random(using: &random) ? "trouble in \(secret)" : nil))
        }
        let bench = Workbench(records: records, approvals: [], threads: threads, reading: reading)
        for (channel, people) in members { await bench.chat.set(people, of: channel) }
        for record in records { _ = try await bench.announcer.announce(record, approval: nil) }
        return World(bench: bench, secrets: secrets, members: members)
    }

    private func thread(_ reference: MessageReference, _ secret: String) -> ThreadDocument {
        .sample(
            reference: reference, channelName: "\(secret)-room", isPrivate: true,
            permalink: "https://acme.slack.test/\(secret)", problem: "yaml load \(secret) problem",
            solution: "yaml load \(secret) solution")
    }

    private func record(_ number: Int, _ reference: MessageReference, _ secret: String) -> HealingRecord {
        var template = TemplateUse.sample()
        template.summary = "\(secret) becomes another"
        let candidate = SolutionCandidate.sample(
            evidence: .sampleThread(
                reference: reference, isPrivate: true, permalink: "https://acme.slack.test/\(secret)",
                quote: "quote \(secret)", author: "author \(secret)"),
            guidance: "guidance \(secret)", template: template)
        let dropped = DroppedCandidate(source: .thread, reason: "“\(secret)”: no", privateThread: reference)
        return .sample(
            finding: .sample(path: "app/file\(number).py", fingerprint: .numbered(number + 1)), candidate: candidate,
            dropped: [dropped], card: MessageReference(channel: "C1", timestamp: MessageTimestamp("5.00000\(number)")))
    }

    /// Everything somebody could read: answers, whispers and posts in a place, with who reads them.
    private func leaks(_ world: World, to reader: PersonID?, in place: ChannelID?, _ text: String) -> [ChannelID] {
        world.secrets.filter { channel, secret in
            guard text.contains(secret) else { return false }
            if channel == place { return false }
            return reader.map { world.members[channel]?.contains($0) != true } ?? true
        }.map(\.key)
    }

    @Test(arguments: 1...40)
    func `whatever is asked, wherever, by whomever`(_ seed: Int) async throws {
        var random = SplitMix64(seed: UInt64(seed))
        let world = try await self.world(&random)
        let bench = world.bench
        let words = [
            "why", "why #7", "why app/file0.py", "why yaml", "search yaml load", "search problem solution", "status",
            "stats all",
            "subscriptions", "unmute", "help", "mine", "why 1fffffff", "why 2fffffff", "why 3fffffff",
            "forget this thread",
        ]
        for _ in 0..<25 {
            let person = try #require(Self.people.randomElement(using: &random))
            // Nobody types in a private channel that they are not in.
            let open = Self.places.filter { world.members[$0]?.contains(person) ?? true }
            let place = try #require(open.randomElement(using: &random))
            let text = try #require(words.randomElement(using: &random))
            let door = try #require([Command.Door.slashCommand, .mention, .shortcut].randomElement(using: &random))
            let posted = await bench.chat.posts.count
            let told = await bench.told().count
            try await bench.controlPlane().handle(
                .command(
                    Command(
                        door: door, text: text, person: person, channel: place, thread: "5.000001",
                        responseURL: door == .mention ? nil : "https://hooks.slack.test/1", triggerID: nil)))
            for answer in await bench.told().dropFirst(told) {
                #expect(self.leaks(world, to: person, in: place, answer).isEmpty, "\(text) by \(person) in \(place)")
            }
            for post in await bench.chat.posts.dropFirst(posted) {
                // A direct message is its person's; what is posted elsewhere is read by all who are there.
                let reader = post.reference.channel.rawValue.hasPrefix("D") ? person : nil
                let body = MessageText.of(post.message)
                #expect(self.leaks(world, to: reader, in: post.reference.channel, body).isEmpty, "\(text) in \(place)")
            }
        }
    }

    @Test(arguments: 1...20)
    func `in cards, their buttons and App Home`(_ seed: Int) async throws {
        var random = SplitMix64(seed: UInt64(seed))
        let world = try await self.world(&random)
        for post in await world.bench.chat.posts {
            #expect(self.leaks(world, to: nil, in: post.reference.channel, MessageText.of(post.message)).isEmpty)
        }
        for person in Self.people {
            try await world.bench.controlPlane().handle(.homeOpened(person))
            let home = MessageText.of(await world.bench.chat.homes[person] ?? [])
            #expect(self.leaks(world, to: person, in: nil, home).isEmpty)
            for number in 1...3 {
                for action in [ButtonAction.why, .diff] {
                    try await world.bench.controlPlane().handle(
                        .action(.click(action, by: person, value: Fingerprint.numbered(number).rawValue)))
                    let told = try #require(await world.bench.told().last)
                    #expect(self.leaks(world, to: person, in: "C1", told).isEmpty)
                }
            }
        }
    }

    @Test func `a member is quoted their private channel where they alone read it, and nowhere else`() async throws {
        let record = HealingRecord.sample(candidate: CardSamples.privateThread)
        let reading = MiningProgress(
            channel: "CPRIVATE", channelName: "board", isPrivate: true, threads: 1, state: .complete)
        let bench = Workbench(records: [record], reading: [reading])
        await bench.chat.set(["U1"], of: "CPRIVATE" as ChannelID)
        #expect(try await bench.say("why acme/shop#7").contains("the secret plan"))
        #expect(!(try await bench.say("why acme/shop#7", by: "U2")).contains("secret"))
        #expect(!(try await bench.say("why acme/shop#7", thread: "5.5", door: .mention)).contains("secret"))
        await bench.chat.set([], of: "CPRIVATE" as ChannelID)
        #expect(!(try await bench.say("why acme/shop#7")).contains("secret"))
    }
}
