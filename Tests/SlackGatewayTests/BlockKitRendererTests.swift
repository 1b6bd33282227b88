import HealingDomain
import SlackGateway
import Testing

struct BlockKitRendererTests {
    private let renderer = BlockKitRenderer()

    @Test func `a card looks like this`() throws {
        let message = self.renderer.message(MessageSamples.card)
        let texts = message["blocks"].elements.map { $0["text"]["text"].text ?? "" }
        #expect(message["text"].text == "SQL injection in shop/db.py: draft pull request #12")
        #expect(texts[0] == "SQL injection in shop/db.py")
        #expect(
            texts[1]
                == "Fixed by *ann &amp; co* in <https://git.example.com/acme/shop/pull/12?a=1&amp;b=2|#12>, asked by <@U1>"
        )
        #expect(message["blocks"][2]["fields"][1]["text"].text == "*Confidence*\n`0.87` from a thread")
        #expect(texts[3].hasPrefix("```\n-q = \"SELECT") && texts[3].hasSuffix("\n```"))
        #expect(texts[4] == "&gt; we fixed this\n&gt; in &lt;#C1&gt; last week")
        #expect(message["blocks"][6]["elements"][0]["text"].text == ":mag: rule `python.sql` in <#C1>")
        #expect(
            message["blocks"][7]["elements"].serializedText
                == #"[{"action_id":"approve","style":"primary","text":{"emoji":false,"text":"Approve","type":"plain_text"},"type":"button","value":"ap-1"},"#
                + #"{"action_id":"reject","style":"danger","text":{"emoji":false,"text":"Reject","type":"plain_text"},"type":"button","value":"ap-1"},"#
                + #"{"action_id":"open","text":{"emoji":false,"text":"Open","type":"plain_text"},"type":"button","url":"https://git.example.com/acme/shop/pull/12"}]"#
        )
        #expect(message["metadata"] == ["event_type": "codehealer_card", "event_payload": ["approval": "ap-1"]])
    }

    @Test func `a confirmation is asked in plain words that fit`() {
        let button = Button(
            label: "Approve", actionID: "approve", value: "ap-1", style: .primary,
            confirmation: Button.Confirmation(
                title: "Merge <!channel>?", text: String(repeating: "word ", count: 100), confirm: "Merge it now"))
        let rendered = self.renderer.message(ChannelMessage(fallback: "x", blocks: [.actions([button])]))
        let confirm = rendered["blocks"][0]["elements"][0]["confirm"]
        #expect(confirm["title"]["text"].text == "Merge &lt;!channel&gt;?")
        #expect(confirm["title"]["type"].text == "plain_text")
        #expect(confirm["text"]["text"].text?.hasSuffix("…") == true)
        #expect(confirm["confirm"]["text"].text == "Merge it now")
        #expect(confirm["deny"]["text"].text == "Cancel")
        #expect(confirm["style"].text == "primary")
    }

    @Test(arguments: [
        ("<!channel> & <@U1>", "&lt;!channel&gt; &amp; &lt;@U1&gt;"), ("*all* _of_ `it`", "∗all* ˍof_ ˋitˋ"),
        ("2 * 3 snake_case_name", "2 ∗ 3 snake_case_name"),
    ])
    func `plain words stay words`(words: String, written: String) {
        #expect(MrkdwnWriter.write(StyledText([.plain(words)]), limit: 500) == written)
    }

    @Test func `styles end where they should`() {
        #expect(MrkdwnWriter.write("\(.bold("a*b_c"))", limit: 100) == "*a∗b_c*")
        #expect(MrkdwnWriter.write("\(.code("a`b*c"))", limit: 100) == "`aˋb*c`")
        #expect(MrkdwnWriter.write("\(.bold(" two\nlines "))", limit: 100) == "*two lines*")
        #expect(MrkdwnWriter.write("x\(.bold("b"))y", limit: 100) == "x\u{200B}*b*\u{200B}y")
        #expect(MrkdwnWriter.write("\(.bold("  "))\(.code(""))", limit: 100).isEmpty)
    }

    @Test(arguments: ["javascript:alert(1)", "data:text/html,x", "!channel", "@U1", "https://", ""])
    func `an address of another scheme is only its label`(url: String) {
        #expect(MrkdwnWriter.write("\(.link(url: url, label: "here"))", limit: 100) == "here")
    }

    @Test func `an address cannot end its link early`() {
        let link = MrkdwnWriter.write("\(.link(url: "https://x.io/a|b>c <!channel>", label: "l|m>"))", limit: 200)
        #expect(link == "<https://x.io/a%7Cb%3Ec%20%3C!channel%3E|l¦m&gt;>")
    }

    @Test func `long text is cut between characters and says so`() {
        let family = "👩‍👩‍👧"
        let cut = MrkdwnWriter.write(StyledText([.plain(String(repeating: family, count: 100))]), limit: 100)
        #expect(cut.hasSuffix("… (shortened)"))
        #expect(cut.utf16.count <= 100)
        #expect(cut.dropLast(13).allSatisfy { String($0) == family })
    }

    @Test func `long code is cut inside its fence`() throws {
        let message = ChannelMessage(fallback: "x", blocks: [.code(String(repeating: "a < b ``` c\n", count: 1000))])
        let text = try #require(self.renderer.message(message)["blocks"][0]["text"]["text"].text)
        #expect(text.utf16.count <= 2850)
        #expect(text.hasSuffix("\n```\n… (shortened)"))
        #expect(text.components(separatedBy: "```") == 3)
    }

    @Test func `a message too long keeps its buttons`() {
        let words = StyledText([.plain(String(repeating: "word ", count: 500))])
        let blocks =
            Array(repeating: MessageBlock.section(words), count: 60)
            + [.actions([Button(label: "Approve", actionID: "approve", value: "1")])]
        let rendered = self.renderer.message(ChannelMessage(fallback: "x", blocks: blocks))["blocks"].elements
        #expect(rendered.last?["type"].text == "actions")
        #expect(rendered.contains { $0["elements"][0]["text"].text?.contains("left out") == true })
    }

    @Test func `a message without words still says something`() {
        #expect(
            self.renderer.message(ChannelMessage(fallback: " ", blocks: [.section("from a block")]))["text"].text
                == "from a block")
        #expect(self.renderer.message(ChannelMessage(fallback: "", blocks: []))["text"].text?.isEmpty == false)
    }

    @Test func `whatever a message holds, Slack takes it and nobody is mentioned`() {
        var generator = SeededGenerator(seed: 42)
        for round in 0..<60 {
            let message = ChannelMessage(
                fallback: MessageSamples.text(&generator), blocks: MessageSamples.blocks(&generator),
                metadata: ["a": "b"])
            let rendered = self.renderer.message(message)
            var checker = BlockKitChecker()
            checker.message(rendered)
            #expect(checker.problems.isEmpty, "round \(round)")
            for text in rendered.shownTexts { self.expectNoLiveToken(in: text, round) }
        }
    }

    @Test func `whatever a view holds, Slack takes it`() {
        var generator = SeededGenerator(seed: 43)
        for round in 0..<30 {
            let inputs = MessageSamples.list(30, &generator) { generator in
                ModalInput(
                    id: String(MessageSamples.text(&generator).prefix(3)), label: MessageSamples.text(&generator),
                    kind: Bool.random(using: &generator)
                        ? .text(multiline: true)
                        : .choice(
                            MessageSamples.list(120, &generator) { .init(value: MessageSamples.text(&$0), label: "x") })
                )
            }
            let words = MessageSamples.text(&generator)
            let modal = Modal(
                callbackID: words, title: words, privateMetadata: words, blocks: MessageSamples.blocks(&generator),
                inputs: inputs)
            var checker = BlockKitChecker()
            checker.view(self.renderer.modal(modal))
            checker.view(self.renderer.home(MessageSamples.blocks(&generator)))
            #expect(checker.problems.isEmpty, "round \(round)")
        }
    }

    /// A `<` may only begin a link, or a person or channel whose id has an id's form; each fence is closed.
    private func expectNoLiveToken(in text: String, _ round: Int) {
        let bytes = String.UnicodeScalarView(text.unicodeScalars)
        var rest = bytes[...]
        while let start = rest.firstIndex(of: "<") {
            let token = String(String.UnicodeScalarView(rest[bytes.index(after: start)...].prefix { $0 != ">" }))
            let isID =
                token.dropFirst().allSatisfy { $0.isASCII && ($0.isNumber || $0.isUppercase) } && token.utf8.count > 1
            let isLink = ["https://", "http://", "mailto:"].contains { token.lowercased().hasPrefix($0) }
            #expect(isLink || (token.hasPrefix("@") || token.hasPrefix("#")) && isID, "round \(round): \(token)")
            rest = rest[bytes.index(after: start)...]
        }
    }
}

extension String {
    /// How many pieces a separator makes, compared scalar by scalar.
    fileprivate func components(separatedBy separator: String) -> Int {
        let text = Array(self.unicodeScalars)
        let mark = Array(separator.unicodeScalars)
        var count = 1
        var index = 0
        while index + mark.count <= text.count {
            if Array(text[index..<index + mark.count]) == mark {
                count += 1
                index += mark.count
            } else {
                index += 1
            }
        }
        return count
    }
}
