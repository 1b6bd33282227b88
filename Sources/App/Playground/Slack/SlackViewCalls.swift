import FoundationEssentials

extension SlackWorkspace {
    func openView(_ arguments: JSON, onTop: Bool) throws(SlackError) -> JSON {
        let body = try self.viewBody(arguments, type: "modal")
        let person = try self.redeem(arguments["trigger_id"]?.string)
        let open = self.views[person] ?? []
        if onTop && open.count >= 3 { throw SlackError("push_limit_reached") }
        let id = RandomNames.slack("V")
        let view = SlackView(
            id: id, hash: self.makeHash(), body: body, rootID: onTop ? open.first?.id ?? id : id)
        self.views[person] = onTop ? open + [view] : [view]
        self.changed()
        return ["view": self.json(view)]
    }

    func updateView(_ arguments: JSON) throws(SlackError) -> JSON {
        let body = try self.viewBody(arguments, type: "modal")
        let id = arguments["view_id"]?.string
        let externalID = arguments["external_id"]?.string
        for (person, stack) in self.views {
            for (index, view) in stack.enumerated()
            where view.id == id || (externalID != nil && view.body["external_id"]?.string == externalID) {
                if let hash = arguments["hash"]?.string, hash != view.hash { throw SlackError("hash_conflict") }
                let updated = self.replaceView(index, of: person, with: body)
                return ["view": updated.map(self.json) ?? nil]
            }
        }
        throw SlackError("not_found")
    }

    func publishHome(_ arguments: JSON) throws(SlackError) -> JSON {
        let body = try self.viewBody(arguments, type: "home")
        let person = try self.person(arguments["user_id"]?.string ?? "")
        let old = self.homes[person.id]
        if let hash = arguments["hash"]?.string, let old, hash != old.hash { throw SlackError("hash_conflict") }
        let id = old?.id ?? RandomNames.slack("V")
        let view = SlackView(id: id, hash: self.makeHash(), body: body, rootID: id)
        self.homes[person.id] = view
        self.changed()
        return ["view": self.json(view)]
    }

    @discardableResult
    func replaceView(_ index: Int, of person: String, with body: JSON) -> SlackView? {
        guard var view = self.views[person]?[index] else { return nil }
        view.body = body
        view.hash = self.makeHash()
        self.views[person]?[index] = view
        self.changed()
        return view
    }

    func pushView(_ body: JSON, for person: String) {
        let id = RandomNames.slack("V")
        let root = self.views[person]?.first?.id ?? id
        self.views[person, default: []].append(SlackView(id: id, hash: self.makeHash(), body: body, rootID: root))
        self.changed()
    }

    func closeView(_ id: String, of person: String, all: Bool) {
        if all {
            self.views[person] = nil
        } else {
            self.views[person]?.removeAll { $0.id == id }
        }
        self.changed()
    }

    /// A view as Slack gives it back.
    func json(_ view: SlackView) -> JSON {
        let defaults: JSON = [
            "private_metadata": "", "callback_id": "", "state": ["values": [:]], "clear_on_close": false,
            "notify_on_close": false, "external_id": "", "close": nil, "submit": nil,
        ]
        var body = view.body
        body["blocks"] = .array(
            (view.body["blocks"]?.array ?? []).enumerated().map { index, block in
                block["block_id"] == nil ? block.merging(["block_id": .string("b\(index)")]) : block
            })
        return defaults.merging(body).merging([
            "id": .string(view.id), "team_id": .string(SlackApp.teamID), "hash": .string(view.hash),
            "root_view_id": .string(view.rootID), "previous_view_id": nil, "app_id": .string(SlackApp.id),
            "app_installed_team_id": .string(SlackApp.teamID), "bot_id": .string(SlackApp.botID),
        ])
    }

    private func makeHash() -> String {
        "\(Int(self.now().timeIntervalSince1970)).\(RandomNames.letters(8).lowercased())"
    }

    private func viewBody(_ arguments: JSON, type: String) throws(SlackError) -> JSON {
        guard let body = try SlackContent.structure(arguments["view"], orElse: "invalid_arguments") else {
            throw SlackError("invalid_arguments", ["[ERROR] missing required field: view"])
        }
        guard body["type"]?.string == type else {
            throw SlackError("invalid_arguments", ["[ERROR] must be a \(type) view [json-pointer:/view/type]"])
        }
        let violations = BlockKitRules.violations(inView: body)
        if !violations.isEmpty { throw SlackError("invalid_arguments", violations) }
        if body.bytes.count > 250_000 { throw SlackError("view_too_large") }
        return body
    }

    /// Uses a trigger up; it works once and for three seconds.
    private func redeem(_ id: String?) throws(SlackError) -> String {
        guard let id, let trigger = self.triggers[id] else { throw SlackError("invalid_trigger_id") }
        if trigger.isUsed { throw SlackError("exchanged_trigger_id") }
        if self.now() > trigger.expiresAt { throw SlackError("expired_trigger_id") }
        self.triggers[id]?.isUsed = true
        return trigger.person
    }
}
