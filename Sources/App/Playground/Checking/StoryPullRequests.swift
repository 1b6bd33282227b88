/// `fix <pr>`: a colleague's pull request, and one from a fork.
extension StoryScript {
    func fixPullRequests() async {
        self.transcript.headline("Pull requests of people")
        await self.pushToPull(3)
        await self.suggestOnPull(4)
        await self.transcript.step("A pull request that is merged is told as that") {
            _ = try await self.hear("/codehealer fix acme/shop#2", until: "is merged already")
            return "#2 is merged already"
        }
    }

    private func pushToPull(_ number: Int) async {
        await self.propose(number, "Jonas's pull request: one question for both findings", expecting: "2 fixes for")
        await self.transcript.step("Asking again answers with the same card") {
            _ = try await self.hear("/codehealer fix acme/shop#\(number)", until: "already")
            let count = try await self.client.cards(naming: "fixes for acme/shop#\(number)").count
            guard count == 1 else { throw CheckFailure("there are \(count) cards") }
            return "one card"
        }
        await self.transcript.step("Approved: one commit on his branch, on top of his") {
            let before = try await self.head(of: number)
            try await self.client.click("approve", on: try await self.proposal(number), as: Self.maya)
            let repository = try await self.playground.gitHub.repository("acme/shop")
            let after = try await eventually("the commit", within: 15) {
                let head = try await self.head(of: number)
                return head == before ? nil : head
            }
            guard let commit = try await repository.history(after, limit: 1).first, commit.parents == [before] else {
                throw CheckFailure("the commit is not on top of \(before)")
            }
            let file = try await repository.file("shop/gift_cards.py", at: after)
                .map { String(decoding: $0, as: UTF8.self) }
            guard let file, !file.contains("f\"SELECT"), file.contains("WHERE code = ?"),
                file.contains("WHERE email = ?")
            else { throw CheckFailure("the file still is \(file ?? "nowhere")") }
            guard commit.message.contains("Approved-in-Slack-by: maya") else {
                throw CheckFailure("the message is \(commit.message)")
            }
            return "\(after.prefix(7)) \(commit.title)"
        }
        await self.expectDecided(number, "Pushed as")
    }

    private func suggestOnPull(_ number: Int) async {
        await self.propose(number, "A pull request from a fork", expecting: "A fix for")
        await self.transcript.step("Approved: a suggestion in a review, and the fork untouched") {
            let before = try await self.head(of: number)
            try await self.client.click("approve", on: try await self.proposal(number), as: Self.maya)
            let review = try await eventually("the review", within: 15) {
                try await self.client.pulls().first { $0["number"]?.int == number }?["reviews"]?[0]
            }
            guard let comment = review["comments"]?[0], let body = comment["body"]?.string,
                body.contains("```suggestion"), body.contains("WHERE campaign = ?")
            else { throw CheckFailure("the review holds no suggestion: \(review.strings)") }
            guard try await self.head(of: number) == before else { throw CheckFailure("the fork's branch moved") }
            return "\(comment["path"]?.string ?? "?") line \(comment["to"]?.int ?? 0)"
        }
        await self.expectDecided(number, "suggestion to commit")
    }

    private func propose(_ number: Int, _ title: String, expecting words: String) async {
        await self.transcript.step(title) {
            let seen = try await self.hear("/codehealer fix acme/shop#\(number)", until: "asks for a decision")
            guard seen.contains("Looking at acme/shop#\(number)") else {
                throw CheckFailure("nothing was said at once")
            }
            let card = try await self.proposal(number)
            guard card["text"]?.string?.contains("\(words) acme/shop#\(number)") == true else {
                throw CheckFailure("the card says \(card["text"]?.string ?? "nothing")")
            }
            return words + " acme/shop#\(number)"
        }
    }

    private func expectDecided(_ number: Int, _ words: String) async {
        await self.transcript.step("The card of #\(number) says what was done, without buttons to decide") {
            try await eventually("the card's change", within: 10) {
                let card = try await self.proposal(number)
                let text = card.strings.joined(separator: " ")
                return text.contains(words) && PlayClient.button("approve", of: card) == nil ? words : nil
            }
        }
    }

    private func head(of number: Int) async throws -> String {
        try await self.playground.gitHub.pull(number, in: "acme/shop").headSHA
    }

    /// The card that asks about a pull request.
    private func proposal(_ number: Int) async throws -> JSON {
        try await eventually("a card about acme/shop#\(number)", within: self.settings.cardSeconds) {
            try await self.client.cards(naming: "for acme/shop#\(number)").last
        }
    }

    /// Sends a command and gathers all that is answered until the words are in it.
    private func hear(_ command: String, until words: String) async throws -> String {
        let before = Set(
            try await self.client.messages(in: Self.channel, as: Self.maya).compactMap { $0["ts"]?.string })
        let answer = try await self.client.act(
            "message", as: Self.maya, ["channel": .string(Self.channel), "text": .string(command)])
        if let notice = answer["notice"]?.string { throw CheckFailure(notice) }
        return try await eventually("“\(words)” after \(command)", within: self.settings.cardSeconds) {
            let new = try await self.client.messages(in: Self.channel, as: Self.maya).filter {
                $0["is_ephemeral"]?.bool == true && !before.contains($0["ts"]?.string ?? "")
            }
            let seen = new.flatMap(\.strings).joined(separator: " ")
            return seen.contains(words) ? seen : nil
        }
    }
}
