import HealingDomain

/// Messages as the control plane makes them, and messages made by chance.
enum MessageSamples {
    static let card = ChannelMessage(
        fallback: "SQL injection in shop/db.py: draft pull request #12",
        blocks: [
            .header("SQL injection in shop/db.py"),
            .section(
                "Fixed by \(.bold("ann & co")) in \(.link(url: "https://git.example.com/acme/shop/pull/12?a=1&b=2", label: "#12")), asked by \(.person("U1"))"
            ),
            .fields([.init("Severity", "HIGH"), .init("Confidence", "\(.code("0.87")) from a thread")]),
            .code("-q = \"SELECT * FROM t WHERE id=%s\" % id\n+cur.execute(\"SELECT * FROM t WHERE id=%s\", (id,))"),
            .quote("we fixed this\nin <#C1> last week"), .divider,
            .context("\(.emoji("mag")) rule \(.code("python.sql")) in \(.channel("C1"))"),
            .actions([
                Button(label: "Approve", actionID: "approve", value: "ap-1", style: .primary),
                Button(label: "Reject", actionID: "reject", value: "ap-1", style: .danger),
                Button(label: "Open", actionID: "open", value: "", url: "https://git.example.com/acme/shop/pull/12"),
            ]),
        ], metadata: ["approval": "ap-1"])

    private static let nasty = [
        "<!channel>", "<@U123>", "<!here|here>", "&", "<", ">", "```", "`", "*", "_", "~", "*bold*", "_x_", "\n",
        "\r\n", " ",
        "a", "Ω", "😀", "👩‍👩‍👧", "e\u{301}", "<\u{301}!channel>", "\u{600}`", "\u{202E}", "|", "https://x.io/?a=1&b=2",
        "&lt;!channel&gt;",
        "https://<!channel>", "javascript:alert(1)", "\u{0}", "𝒳", String(repeating: "\u{301}", count: 40),
    ]

    static func text(_ generator: inout SeededGenerator) -> String {
        let longest = [0, 3, 3, 3, 30, 30, 30, 200].randomElement(using: &generator) ?? 0
        let count = Int.random(in: 0...longest, using: &generator)
        return (0..<count).map { _ in self.nasty.randomElement(using: &generator) ?? "" }.joined()
    }

    static func styled(_ generator: inout SeededGenerator) -> StyledText {
        StyledText(
            (0..<Int.random(in: 0...6, using: &generator)).map { _ in
                let words = self.text(&generator)
                return switch Int.random(in: 0..<8, using: &generator) {
                case 0: .bold(words)
                case 1: .italic(words)
                case 2: .code(words)
                case 3: .link(url: words, label: self.text(&generator))
                case 4: .person(PersonID(words))
                case 5: .channel(ChannelID(words))
                case 6: .emoji(words)
                default: .plain(words)
                }
            })
    }

    static func blocks(_ generator: inout SeededGenerator) -> [MessageBlock] {
        let most = [4, 4, 12, 12, 120].randomElement(using: &generator) ?? 4
        return (0..<Int.random(in: 0...most, using: &generator)).map { _ in self.block(&generator) }
    }

    private static func block(_ generator: inout SeededGenerator) -> MessageBlock {
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: .header(self.text(&generator))
        case 1: .section(self.styled(&generator))
        case 2: .fields(self.list(25, &generator) { .init(self.text(&$0), self.styled(&$0)) })
        case 3: .code(self.text(&generator))
        case 4: .quote(self.text(&generator))
        case 5: .context(self.styled(&generator))
        case 6:
            .actions(
                self.list(60, &generator) { generator in
                    let words = self.text(&generator)
                    return Button(
                        label: words, actionID: String(words.prefix(2)), value: words, style: .danger,
                        url: "https://x.io/" + words,
                        confirmation: Button.Confirmation(title: words, text: words, confirm: words, deny: words))
                })
        default: .divider
        }
    }

    static func list<Element>(
        _ most: Int, _ generator: inout SeededGenerator, _ make: (inout SeededGenerator) -> Element
    ) -> [Element] {
        var list: [Element] = []
        for _ in 0..<Int.random(in: 0...most, using: &generator) { list.append(make(&generator)) }
        return list
    }
}
