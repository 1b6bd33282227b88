import FoundationEssentials

/// The story's steps, in order. A step that fails is noted and the next ones are tried all the same.
struct StoryScript: Sendable {
    let playground: Playground
    let bot: BotProcess
    let client: PlayClient
    let transcript: Transcript
    let settings: StoryCheck.Settings

    static let maya = StoryBook.senior
    static let ines = StoryBook.guest
    static let tom = StoryBook.author
    static let channel = StoryBook.channel

    func play() async {
        self.transcript.headline("CodeHealer, \(self.settings.withModel ? "with a scripted model" : "without a model")")
        let isReady = await self.transcript.step("The bot starts") {
            try await self.bot.start()
            return "ready"
        }
        guard isReady else { return }
        await self.mine()
        await self.firstPush()
        await self.decide()
        await self.fixPullRequests()
        await self.repeatDelivery()
        await self.secondPush()
        await self.talk()
        await self.audit()
    }

    private func mine() async {
        await self.transcript.step("The channel's past is read") {
            try await self.playground.introduceBot()
            return try await eventually("finding the team's own answer to yaml.load", every: 500) {
                let seen = try await self.ask("/codehealer search yaml.load", as: Self.maya)
                return seen.contains("safe_load") || seen.contains("without a safe loader")
                    ? "the thread is found" : nil
            }
        }
    }

    private func firstPush() async {
        self.transcript.headline("Push 1: eight defects, each in a file of its own")
        await self.push(1, "Tom pushes to develop")
        for expected in Expectation.first(withModel: self.settings.withModel) { await self.expect(expected) }
        await self.transcript.step("Who is asked about the secret") {
            let card = try await self.card("shop/mailer.py")
            return try await eventually("naming the senior", within: 10) {
                let thread = try await self.threadOf(card)
                let isNamed = thread.contains { message in
                    message.strings.contains { $0.contains("<@\(Self.maya)>") }
                }
                return isNamed ? "Maya is named" : nil
            }
        }
    }

    func push(_ number: Int, _ title: String) async {
        await self.transcript.step(title) {
            let clone = "\(self.settings.folder)/clone-\(number)"
            let git = Git(self.settings.folder)
            try await git.run(["clone", "--quiet", self.playground.address.cloneURL("acme/shop"), clone])
            let work = Git(clone)
            try await work.run(["checkout", "--quiet", "develop"])
            let person = ["user.name=Tom Berger", "user.email=tom@acme.example"].flatMap { ["-c", $0] }
            try await work.run(person + ["cherry-pick", "origin/demo/push-\(number)"])
            try await work.run(["push", "--quiet", "origin", "develop"])
            return try await work.text(["log", "-1", "--format=%h %s"])
        }
    }

    /// The one card about a file.
    func card(_ path: String) async throws -> JSON {
        try await eventually("a card about \(path)", within: self.settings.cardSeconds) {
            try await self.client.cards(naming: path).first
        }
    }

    func threadOf(_ card: JSON) async throws -> [JSON] {
        try await self.client.messages(in: Self.channel, as: Self.maya).filter {
            $0["ts"] == card["ts"] || $0["thread_ts"] == card["ts"]
        }
    }

    func pull(changing path: String, among pulls: [JSON]) -> JSON? {
        pulls.first { $0["author"]?.string == "codehealer-app" && ($0["diff"]?.string ?? "").contains("+++ b/\(path)") }
    }

    func expect(_ expected: Expectation) async {
        await self.transcript.step("\(expected.defect) in \(expected.path)") {
            _ = try await self.card(expected.path)
            let wished = expected.outcomes.map(\.rawValue).joined(separator: " or ")
            var seen = "nothing"
            // A card may come before its pull request is known to the panel, so the outcome is awaited too.
            let outcome = try? await eventually("", within: 10) { () -> String? in
                let state = self.pull(changing: expected.path, among: try await self.client.pulls())?["state"]?.string
                let buttons = try await self.card(expected.path)
                let isAnswered = state != nil || PlayClient.button("approve", of: buttons) == nil
                seen = state ?? "message"
                return isAnswered && expected.outcomes.contains { $0.rawValue == seen } ? seen : nil
            }
            guard let outcome else { throw CheckFailure("expected \(wished), saw \(seen)") }
            let source = try await self.source(of: expected.path)
            if let wanted = expected.source, source != wanted {
                throw CheckFailure("\(outcome), from \(source ?? "nowhere") and not from \(wanted)")
            }
            return "\(outcome == "message" ? "message only" : "\(outcome) pull request"), source \(source ?? "none")"
        }
    }

    /// The `source` that the audit gives for a file: what the newest entry that has one says.
    private func source(of path: String) async throws -> String? {
        try await self.auditEntries().last { $0["file_path"]?.string == path && $0["source"]?.string != nil }?[
            "source"]?
            .string
    }

    /// `codehealer audit --format json`, oldest first: an array, or one object a line.
    func auditEntries() async throws -> [JSON] {
        let answer = try await self.bot.run(["audit", "--format", "json"])
        guard answer.status == 0 else { throw CheckFailure("codehealer audit ended with \(answer.status)") }
        let entries =
            JSON(parsing: answer.output)?.array
            ?? answer.output.split(separator: "\n").compactMap { JSON(parsing: String($0)) }
        return entries.sorted { ($0["timestamp"]?.string ?? "") < ($1["timestamp"]?.string ?? "") }
    }

    /// Sends a command and returns all words of the answer that came for it.
    func ask(_ command: String, as person: String) async throws -> String {
        let before = Set(try await self.client.messages(in: Self.channel, as: person).compactMap { $0["ts"]?.string })
        let answer = try await self.client.act(
            "message", as: person, ["channel": .string(Self.channel), "text": .string(command)])
        if let notice = answer["notice"]?.string { throw CheckFailure(notice) }
        return try await eventually("an answer to \(command)", within: 10) {
            let new = try await self.client.messages(in: Self.channel, as: person).filter {
                $0["bot_id"] != nil && !before.contains($0["ts"]?.string ?? "")
            }
            return new.isEmpty ? nil : new.flatMap { $0.strings }.joined(separator: " ")
        }
    }
}
