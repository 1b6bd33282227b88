/// The limits of interactive elements and of text objects.
extension BlockCheck {
    mutating func element(_ element: JSON, at pointer: String) {
        self.length(element["action_id"], at: "\(pointer)/action_id", limit: 255)
        switch element["type"]?.string {
        case "button": self.button(element, at: pointer)
        case "static_select", "radio_buttons", "checkboxes", "multi_static_select", "overflow":
            self.choice(element, at: pointer)
        case "plain_text_input":
            if let limit = element["max_length"]?.int, !(1...3000).contains(limit) {
                self.fail("\(pointer)/max_length", "must be between 1 and 3000")
            }
            self.length(element["initial_value"], at: "\(pointer)/initial_value", limit: 3000)
        case "image", "users_select", "conversations_select", "datepicker": break
        case let type: self.fail("\(pointer)/type", "unsupported type: \(type ?? "none")")
        }
        if element["placeholder"] != nil {
            self.text(element["placeholder"], at: "\(pointer)/placeholder", limit: 150, plainOnly: true)
        }
        if let confirm = element["confirm"] { self.confirm(confirm, at: "\(pointer)/confirm") }
    }

    private mutating func button(_ button: JSON, at pointer: String) {
        self.text(button["text"], at: "\(pointer)/text", limit: 75, plainOnly: true)
        self.length(button["value"], at: "\(pointer)/value", limit: 2000)
        self.length(button["url"], at: "\(pointer)/url", limit: 3000)
        self.length(button["accessibility_label"], at: "\(pointer)/accessibility_label", limit: 75)
        if let style = button["style"]?.string, style != "primary", style != "danger" {
            self.fail("\(pointer)/style", "must be primary or danger")
        }
    }

    private mutating func choice(_ element: JSON, at pointer: String) {
        let type = element["type"]?.string ?? ""
        let groups = element["option_groups"]?.array ?? []
        let options = element["options"]?.array ?? groups.flatMap { $0["options"]?.array ?? [] }
        let limit = ["overflow": 5, "radio_buttons": 10, "checkboxes": 10][type] ?? 100
        if !(1...limit).contains(options.count) {
            self.fail("\(pointer)/options", "between 1 and \(limit) items allowed")
        }
        for (index, option) in options.enumerated() {
            self.text(option["text"], at: "\(pointer)/options/\(index)/text", limit: 75)
            self.length(option["value"], at: "\(pointer)/options/\(index)/value", limit: 150)
            if option["value"] == nil {
                self.fail("\(pointer)/options/\(index)/value", "missing required field: value")
            }
        }
    }

    private mutating func confirm(_ confirm: JSON, at pointer: String) {
        for (key, limit) in [("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)] {
            self.text(confirm[key], at: "\(pointer)/\(key)", limit: limit, plainOnly: key != "text")
        }
    }

    /// A text object: of a known type, not empty, not too long.
    mutating func text(_ object: JSON?, at pointer: String, limit: Int, plainOnly: Bool = false) {
        guard let object else { return self.fail(pointer, "missing required field") }
        let type = object["type"]?.string
        guard type == "plain_text" || (type == "mrkdwn" && !plainOnly) else {
            return self.fail("\(pointer)/type", "must be a valid text object type")
        }
        guard let text = object["text"]?.string, !text.isEmpty else {
            return self.fail("\(pointer)/text", "must be more than 0 characters")
        }
        if text.utf16.count > limit { self.fail("\(pointer)/text", "must be less than \(limit + 1) characters") }
    }

    mutating func length(_ value: JSON?, at pointer: String, limit: Int) {
        if let text = value?.string, text.utf16.count > limit {
            self.fail(pointer, "must be less than \(limit + 1) characters")
        }
    }
}
