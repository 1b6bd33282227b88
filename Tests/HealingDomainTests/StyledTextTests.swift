import HealingDomain
import Testing

struct StyledTextTests {
    @Test func `words that are put in are plain, whatever they look like`() {
        let hostile = "<!channel> *bold* <https://evil.test|click>"
        let text: StyledText = "Fixed by \(hostile) in \(3) files"
        #expect(text.spans == [.plain("Fixed by "), .plain(hostile), .plain(" in "), .plain("3"), .plain(" files")])
        #expect(text.plain == "Fixed by \(hostile) in 3 files")
    }

    @Test func `only a span mentions or links`() {
        let inner: StyledText = "see \(.link(url: "https://github.test/7", label: "#7"))"
        let text: StyledText = "\(.person("U1")): \(inner) \(.emoji("tada"))"
        #expect(
            text.spans == [
                .person("U1"), .plain(": "), .plain("see "), .link(url: "https://github.test/7", label: "#7"),
                .plain(" "),
                .emoji("tada"),
            ])
        #expect(text.plain == "@U1: see #7 :tada:")
    }

    @Test func `texts are joined in order`() {
        let text = StyledText([.bold("a")]) + "b" + StyledText([.code("c"), .channel("C1"), .italic("d")])
        #expect(text.plain == "abc#C1d")
        #expect(ChannelMessage("one \(.bold("two"))").fallback == "one two")
    }
}
