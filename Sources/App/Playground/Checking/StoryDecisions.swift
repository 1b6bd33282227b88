/// What people decide about the cards.
extension StoryScript {
    func decide() async {
        self.transcript.headline("People decide")
        await self.explain("diff", "Show diff shows the change", mention: "products.py")
        await self.explain("why", "Why says where the fix comes from", mention: "")
        await self.transcript.step("A guest may not approve") {
            let card = try await self.card("shop/products.py")
            let seen = try await self.answer(to: "approve", on: card, as: Self.ines)
            guard
                self.pull(changing: "shop/products.py", among: try await self.client.pulls())?["state"]?.string
                    == "open"
            else { throw CheckFailure("the pull request is not open any more") }
            return "told to Ines alone: \(seen.prefix(80))"
        }
        await self.approve("shop/products.py", fixed: "WHERE name = ?")
        await self.reject("shop/settings.py")
    }

    /// Clicks a button that only shows something; it may come as a message, a reply or a dialog.
    private func explain(_ action: String, _ title: String, mention: String) async {
        await self.transcript.step(title) {
            let card = try await self.card("shop/products.py")
            let seen = try await self.answer(to: action, on: card, as: Self.tom)
            guard mention.isEmpty || seen.contains(mention) else { throw CheckFailure("\(mention) is not in: \(seen)") }
            return
                "\(seen.utf8.count) characters, such as “\(seen.prefix(70).split(separator: "\n").joined(separator: " "))”"
        }
    }

    /// The words of what a click makes appear for the clicker.
    private func answer(to action: String, on card: JSON, as person: String) async throws -> String {
        let before = Set(try await self.client.messages(in: Self.channel, as: person).compactMap { $0["ts"]?.string })
        try await self.client.click(action, on: card, as: person)
        return try await eventually("an answer to the click on \(action)", within: 10) {
            let state = try await self.client.state(as: person)
            if let view = state["view"], !view.isNull {
                try await self.client.act("close", as: person, ["view": view["id"] ?? nil])
                return (view["blocks"] ?? nil).strings.joined(separator: " ")
            }
            let new = try await self.client.messages(in: Self.channel, as: person).filter {
                $0["bot_id"] != nil && !before.contains($0["ts"]?.string ?? "")
            }
            return new.isEmpty
                ? nil
                : new.compactMap { $0["text"]?.string }.joined(separator: " ")
                    + new.flatMap { ($0["blocks"] ?? nil).strings }.joined(separator: " ")
        }
    }

    private func approve(_ path: String, fixed: String) async {
        await self.transcript.step("Maya approves the fix of \(path)") {
            try await self.client.click("approve", on: try await self.card(path), as: Self.maya)
            return try await eventually("the merge", within: 15) {
                let pull = self.pull(changing: path, among: try await self.client.pulls())
                return pull?["state"]?.string == "merged" ? "#\(pull?["number"]?.int ?? 0) is merged" : nil
            }
        }
        await self.transcript.step("develop holds the fix") {
            let repository = try await self.playground.gitHub.repository("acme/shop")
            let file = try await repository.file(path, at: "develop").map { String(decoding: $0, as: UTF8.self) } ?? ""
            guard file.contains(fixed) else { throw CheckFailure("\(fixed) is not in \(path) on develop") }
            return fixed
        }
        await self.expectButtonsGone(path)
    }

    private func reject(_ path: String) async {
        await self.transcript.step("Reject asks why") {
            try await self.client.click("reject", on: try await self.card(path), as: Self.maya)
            // It opens within the trigger's three seconds, and what it asks is filled in afterwards.
            let view = try await eventually("the dialog", within: 5) { () -> JSON? in
                let view = try await self.client.state(as: Self.maya)["view"]
                let asks = view?["blocks"]?.array?.contains { $0["type"]?.string == "input" } ?? false
                return asks ? view : nil
            }
            let answer = try await self.client.act(
                "submit", as: Self.maya, ["view": view["id"] ?? nil, "values": Self.fill(view)])
            if let errors = answer["errors"]?.object, !errors.isEmpty {
                throw CheckFailure("the dialog says \(errors)")
            }
            return view["title"]?["text"]?.string ?? "a dialog"
        }
        await self.transcript.step("The rejected pull request is closed") {
            try await eventually("closing", within: 15) {
                let pull = self.pull(changing: path, among: try await self.client.pulls())
                return pull?["state"]?.string == "closed" ? "#\(pull?["number"]?.int ?? 0) is closed" : nil
            }
        }
        await self.expectButtonsGone(path)
    }

    private func expectButtonsGone(_ path: String) async {
        await self.transcript.step("The card of \(path) has no buttons to decide any more") {
            try await eventually("the card's change", within: 10) {
                let card = try await self.card(path)
                let isDecided = ["approve", "reject"].allSatisfy { PlayClient.button($0, of: card) == nil }
                return isDecided ? "edited in place" : nil
            }
        }
    }

    /// The first choice of every list, and words for every text.
    private static func fill(_ view: JSON) -> JSON {
        var values: JSON = [:]
        for block in view["blocks"]?.array ?? [] where block["type"]?.string == "input" {
            guard let id = block["block_id"]?.string else { continue }
            let options = block["element"]?["options"]?.array
            values[id] = options?.first?["value"] ?? "We read this file with our own loader."
        }
        return values
    }
}
