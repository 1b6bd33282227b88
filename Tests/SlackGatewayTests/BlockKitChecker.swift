import SlackGateway

/// Slack's documented limits, written down apart from the renderer's own table.
struct BlockKitChecker {
    private(set) var problems: [String] = []

    mutating func message(_ message: JSONValue) {
        self.length(message["text"], 1...4000, "text")
        self.blocks(message["blocks"].elements, most: 50)
        if message["unfurl_links"].bool != false || message["unfurl_media"].bool != false { self.fail("unfurls") }
    }

    mutating func view(_ view: JSONValue) {
        self.blocks(view["blocks"].elements, most: 100)
        if view["blocks"].elements.isEmpty { self.fail("a view without blocks") }
        if view.serialized.count > 250_000 { self.fail("a view of \(view.serialized.count) bytes") }
        guard view["type"].text == "modal" else { return }
        self.length(view["title"]["text"], 1...24, "title")
        self.length(view["close"]["text"], 1...24, "close")
        self.length(view["private_metadata"], 0...3000, "private_metadata")
        self.length(view["callback_id"], 0...255, "callback_id")
        let hasInput = view["blocks"].elements.contains { $0["type"].text == "input" }
        if hasInput { self.length(view["submit"]["text"], 1...24, "submit") }
    }

    private mutating func blocks(_ blocks: [JSONValue], most: Int) {
        if blocks.count > most { self.fail("\(blocks.count) blocks") }
        self.distinct(blocks.map { $0["block_id"] }, "block_id")
        for block in blocks { self.block(block) }
    }

    private mutating func block(_ block: JSONValue) {
        switch block["type"].text {
        case "header": self.length(block["text"]["text"], 1...150, "header")
        case "section":
            if block["fields"].isNull { self.length(block["text"]["text"], 1...3000, "section") }
            if block["fields"].elements.count > 10 { self.fail("fields") }
            for field in block["fields"].elements { self.length(field["text"], 1...2000, "field") }
        case "context":
            for element in block["elements"].elements { self.length(element["text"], 1...3000, "context") }
        case "actions": self.actions(block["elements"].elements)
        case "input": self.input(block)
        case "divider": break
        case let type: self.fail("a block of the type \(type ?? "none")")
        }
    }

    private mutating func actions(_ buttons: [JSONValue]) {
        if !(1...25).contains(buttons.count) { self.fail("\(buttons.count) buttons") }
        self.distinct(buttons.map { $0["action_id"] }, "action_id")
        for button in buttons {
            self.length(button["text"]["text"], 1...75, "button")
            if !button["value"].isNull { self.length(button["value"], 1...2000, "value") }
            if !button["url"].isNull { self.length(button["url"], 1...3000, "url") }
            if !button["confirm"].isNull { self.confirm(button["confirm"]) }
        }
    }

    private mutating func confirm(_ confirm: JSONValue) {
        for (name, most) in [("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)] {
            self.length(confirm[name]["text"], 1...most, "confirm \(name)")
        }
    }

    private mutating func input(_ block: JSONValue) {
        self.length(block["label"]["text"], 1...2000, "label")
        let element = block["element"]
        guard element["type"].text == "static_select" else { return }
        if !(1...100).contains(element["options"].elements.count) { self.fail("options") }
        for option in element["options"].elements {
            self.length(option["text"]["text"], 1...75, "option")
            self.length(option["value"], 1...75, "option value")
        }
    }

    private mutating func distinct(_ names: [JSONValue], _ what: String) {
        if Set(names).count != names.count { self.fail("two equal \(what)s") }
        for name in names { self.length(name, 1...255, what) }
    }

    private mutating func length(_ value: JSONValue, _ range: ClosedRange<Int>, _ what: String) {
        let count = value.text?.utf16.count ?? 0
        if !range.contains(count) { self.fail("\(what) of \(count)") }
    }

    private mutating func fail(_ problem: String) { self.problems.append(problem) }
}

extension JSONValue {
    /// Every text under a member named `text`.
    var shownTexts: [String] {
        switch self {
        case .array(let elements): elements.flatMap(\.shownTexts)
        case .object(let members):
            members.flatMap { $0.key == "text" && $0.value.text != nil ? [$0.value.text ?? ""] : $0.value.shownTexts }
        default: []
        }
    }
}
