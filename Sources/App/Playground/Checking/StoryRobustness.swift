/// Repeated deliveries, a killed bot, and what is left at the end.
extension StoryScript {
    func repeatDelivery() async {
        self.transcript.headline("Repeats and crashes")
        await self.transcript.step("A delivery that comes twice acts once") {
            let paths = Expectation.first(withModel: self.settings.withModel).map(\.path)
            guard
                let delivery = try await self.client.deliveries().last(where: { $0["event"]?.string == "push" })?["id"]
            else { throw CheckFailure("no push was delivered") }
            let answer = try await self.client.act("redeliver", ["delivery": delivery])
            guard answer["status"]?.int == 200 else {
                throw CheckFailure("the bot answered \(answer["status"] ?? nil)")
            }
            // An answered command shows that the bot has been at its queue since.
            _ = try await self.ask("/codehealer help", as: Self.maya)
            for path in paths {
                let count = try await self.client.cards(naming: path).count
                if count != 1 { throw CheckFailure("\(path) has \(count) cards") }
            }
            return "200, and still one card a finding"
        }
    }

    func secondPush() async {
        await self.push(2, "Jonas's commit is pushed")
        await self.transcript.step("kill -9 as soon as the delivery was acknowledged") {
            let head = try await self.playground.gitHub.repository("acme/shop").commit("develop") ?? ""
            let wanted = "develop \(head.prefix(7))"
            let outcome = try await eventually("the acknowledgement", within: 10, every: 5) {
                try await self.client.deliveries().first { $0["summary"]?.string == wanted }?["outcome"]?.string
            }
            await self.bot.kill()
            guard outcome == "200" else { throw CheckFailure("the bot answered \(outcome)") }
            return "killed"
        }
        await self.transcript.step("The bot starts again") {
            try await self.bot.start()
            return "ready"
        }
        self.transcript.headline("Push 2: the same kinds of defect in other code")
        for expected in Expectation.second() { await self.expect(expected) }
        await self.transcript.step("No finding has two cards") {
            for expected in Expectation.second() {
                let count = try await self.client.cards(naming: expected.path).count
                if count != 1 { throw CheckFailure("\(expected.path) has \(count) cards") }
            }
            return "one card each"
        }
    }

    func talk() async {
        self.transcript.headline("Questions")
        for command in ["help", "search path traversal", "why shop/products.py", "status"] {
            await self.transcript.step("/codehealer \(command)") {
                let seen = try await self.ask("/codehealer \(command)", as: Self.maya)
                return "\(seen.utf8.count) characters"
            }
        }
        await self.transcript.step("@codehealer help, in a thread") {
            let card = try await self.card("shop/products.py")
            let count = try await self.threadOf(card).count
            try await self.client.act(
                "message", as: Self.tom,
                ["channel": .string(Self.channel), "thread": card["ts"] ?? nil, "text": "@codehealer help"])
            return try await eventually("an answer in the thread", within: 10) {
                let thread = try await self.threadOf(card) + self.onlyFor(Self.tom, in: card)
                return thread.count > count + 1 ? "answered" : nil
            }
        }
        await self.transcript.step("App Home") {
            try await self.client.act("home", as: Self.maya, [:])
            return try await eventually("the home tab", within: 10) {
                let blocks = try await self.client.state(as: Self.maya)["home"]?["blocks"]?.array ?? []
                return blocks.isEmpty ? nil : "\(blocks.count) blocks"
            }
        }
    }

    private func onlyFor(_ person: String, in card: JSON) async throws -> [JSON] {
        try await self.client.messages(in: Self.channel, as: person).filter {
            $0["is_ephemeral"]?.bool == true && $0["thread_ts"] == card["ts"]
        }
    }

    func audit() async {
        self.transcript.headline("Audit")
        await self.transcript.step("Every finding is in the audit") {
            let entries = try await self.auditEntries()
            let expected = Expectation.first(withModel: self.settings.withModel) + Expectation.second()
            for path in expected.map(\.path) where !entries.contains(where: { $0["file_path"]?.string == path }) {
                throw CheckFailure("nothing about \(path)")
            }
            return "\(entries.count) entries about \(expected.count) findings"
        }
        await self.transcript.step("The approved fix can be followed from push to merge") {
            let steps = try await self.auditEntries().filter { $0["file_path"]?.string == "shop/products.py" }
            guard Set(steps.compactMap { $0["fix_id"]?.string }).count == 1 else {
                throw CheckFailure("more than one fix_id")
            }
            guard steps.contains(where: { $0["fix_applied"]?.bool == true }) else {
                throw CheckFailure("never applied")
            }
            guard steps.contains(where: { $0["pr_url"]?.string != nil }) else { throw CheckFailure("no pr_url") }
            return steps.compactMap { $0["step"]?.string }.joined(separator: " → ")
        }
    }
}
