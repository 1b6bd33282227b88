/// The limits of Block Kit that Slack enforces: a message or view that breaks one is refused as a whole.
package enum BlockKitRules {
    /// What is wrong, in the words of Slack's `response_metadata.messages`; empty where nothing is.
    package static func violations(inMessage blocks: JSON) -> [String] {
        guard let list = blocks.array else { return ["[ERROR] must be an array [json-pointer:/blocks]"] }
        var check = BlockCheck()
        check.blocks(list, limit: 50, isMessage: true)
        return check.problems
    }

    package static func violations(inView view: JSON) -> [String] {
        var check = BlockCheck()
        let type = view["type"]?.string
        if type != "modal" && type != "home" { check.fail("/view/type", "unsupported type: \(type ?? "none")") }
        if type == "modal" {
            check.text(view["title"], at: "/view/title", limit: 24, plainOnly: true)
            for key in ["submit", "close"] where view[key] != nil {
                check.text(view[key], at: "/view/\(key)", limit: 24, plainOnly: true)
            }
            let hasInput = view["blocks"]?.array?.contains { $0["type"]?.string == "input" } ?? false
            if hasInput && view["submit"] == nil { check.fail("/view/submit", "missing required field: submit") }
        }
        check.length(view["private_metadata"], at: "/view/private_metadata", limit: 3000)
        check.length(view["callback_id"], at: "/view/callback_id", limit: 255)
        check.blocks(view["blocks"]?.array ?? [], limit: 100, isMessage: false)
        if view["blocks"]?.array == nil { check.fail("/view/blocks", "missing required field: blocks") }
        return check.problems
    }
}

/// One pass over blocks.
struct BlockCheck {
    private(set) var problems: [String] = []

    mutating func fail(_ pointer: String, _ why: String) {
        self.problems.append("[ERROR] \(why) [json-pointer:\(pointer)]")
    }

    mutating func blocks(_ blocks: [JSON], limit: Int, isMessage: Bool) {
        if blocks.count > limit { self.fail("/blocks", "no more than \(limit) items allowed") }
        let markdown = blocks.filter { $0["type"]?.string == "markdown" }.compactMap { $0["text"]?.string?.utf16.count }
        if markdown.reduce(0, +) > 12_000 { self.fail("/blocks", "no more than 12000 characters of markdown allowed") }
        var ids: Set<String> = []
        for (index, block) in blocks.enumerated() {
            let pointer = "/blocks/\(index)"
            self.length(block["block_id"], at: "\(pointer)/block_id", limit: 255)
            if let id = block["block_id"]?.string, !ids.insert(id).inserted {
                self.fail("\(pointer)/block_id", "`block_id` is duplicated")
            }
            self.block(block, at: pointer, isMessage: isMessage)
        }
    }

    private mutating func block(_ block: JSON, at pointer: String, isMessage: Bool) {
        switch block["type"]?.string {
        case "header": self.text(block["text"], at: "\(pointer)/text", limit: 150, plainOnly: true)
        case "section": self.section(block, at: pointer)
        case "context": self.context(block, at: pointer)
        case "actions": self.actions(block["elements"]?.array ?? [], at: "\(pointer)/elements")
        case "input" where !isMessage: self.input(block, at: pointer)
        case "input": self.fail(pointer, "unsupported type: input")
        case "image": self.image(block, at: pointer)
        case "markdown":
            if (block["text"]?.string ?? "").isEmpty { self.fail("\(pointer)/text", "missing required field: text") }
            self.length(block["text"], at: "\(pointer)/text", limit: 12_000)
        case "divider", "rich_text": break
        case let type: self.fail("\(pointer)/type", "unsupported type: \(type ?? "none")")
        }
    }

    private mutating func section(_ block: JSON, at pointer: String) {
        if block["text"] == nil && block["fields"] == nil {
            self.fail(pointer, "missing required field: text or fields")
        }
        if block["text"] != nil { self.text(block["text"], at: "\(pointer)/text", limit: 3000) }
        if let accessory = block["accessory"] { self.element(accessory, at: "\(pointer)/accessory") }
        guard let fields = block["fields"] else { return }
        guard let list = fields.array, (1...10).contains(list.count) else {
            return self.fail("\(pointer)/fields", "between 1 and 10 items allowed")
        }
        for (index, field) in list.enumerated() { self.text(field, at: "\(pointer)/fields/\(index)", limit: 2000) }
    }

    private mutating func context(_ block: JSON, at pointer: String) {
        let elements = block["elements"]?.array ?? []
        if !(1...10).contains(elements.count) { self.fail("\(pointer)/elements", "between 1 and 10 items allowed") }
        for (index, element) in elements.enumerated() where element["type"]?.string != "image" {
            self.text(element, at: "\(pointer)/elements/\(index)", limit: 3000)
        }
    }

    private mutating func image(_ block: JSON, at pointer: String) {
        self.length(block["image_url"], at: "\(pointer)/image_url", limit: 3000)
        self.length(block["alt_text"], at: "\(pointer)/alt_text", limit: 2000)
        if block["alt_text"] == nil { self.fail("\(pointer)/alt_text", "missing required field: alt_text") }
    }

    private mutating func input(_ block: JSON, at pointer: String) {
        self.text(block["label"], at: "\(pointer)/label", limit: 2000, plainOnly: true)
        if let element = block["element"] {
            self.element(element, at: "\(pointer)/element")
        } else {
            self.fail("\(pointer)/element", "missing required field: element")
        }
    }

    private mutating func actions(_ elements: [JSON], at pointer: String) {
        if !(1...25).contains(elements.count) { self.fail(pointer, "between 1 and 25 items allowed") }
        var ids: Set<String> = []
        for (index, element) in elements.enumerated() {
            self.element(element, at: "\(pointer)/\(index)")
            if let id = element["action_id"]?.string, !ids.insert(id).inserted {
                self.fail("\(pointer)/\(index)/action_id", "`action_id` is duplicated in this block")
            }
        }
    }
}
