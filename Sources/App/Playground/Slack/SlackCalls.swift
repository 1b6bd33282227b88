/// The Web API: one method name, its arguments, an answer that is HTTP 200 unless too many calls came.
extension SlackWorkspace {
    /// Answers a call whose token was found good.
    package func answer(_ method: String, _ arguments: JSON, isJSON: Bool) -> SlackReply {
        guard let rule = SlackMethodRule.of(method) else {
            return SlackReply(body: SlackError("unknown_method").answer)
        }
        if let seconds = self.meter.admit(rule, channel: arguments["channel"]?.string, at: self.now()) {
            return SlackReply(status: 429, retryAfter: seconds, body: SlackError("ratelimited").answer)
        }
        let trouble = self.nextTrouble(method)
        if let trouble, !trouble.happens { return trouble.reply }
        let body = self.call(rule, arguments, isJSON: isJSON)
        return trouble?.reply ?? SlackReply(body: body, scopes: self.scopes.sorted().joined(separator: ","))
    }

    private func call(_ rule: SlackMethodRule, _ arguments: JSON, isJSON: Bool) -> JSON {
        do throws(SlackError) {
            if let refusal = rule.refusal(of: arguments, isJSON: isJSON) { throw refusal }
            if let scope = self.missingScope(rule, arguments) {
                throw SlackError(needing: scope, of: self.scopes)
            }
            return (["ok": true] as JSON).merging(try self.dispatch(rule.name, arguments))
        } catch {
            return error.answer
        }
    }

    private func dispatch(_ method: String, _ arguments: JSON) throws(SlackError) -> JSON {
        switch method {
        case "api.test": ["args": arguments]
        case "auth.test": self.authTest()
        case "team.info": self.teamInfo()
        case "bots.info": self.botInfo()
        case "users.info": ["user": self.json(try self.person(arguments["user"]?.string ?? ""))]
        case "users.list": try self.page(self.people.map(self.json), as: "members", arguments)
        case "users.lookupByEmail": try self.lookUp(email: arguments["email"]?.string)
        case "usergroups.list": ["usergroups": []]
        case "usergroups.users.list": throw SlackError("no_such_subteam")
        // The workspace delivers over HTTP: nobody listens at this address.
        case "apps.connections.open":
            ["url": .string("ws://\(self.address.host)/slack/socket?ticket=\(RandomNames.letters(20))")]
        case "conversations.list", "users.conversations": try self.listChannels(method, arguments)
        case "conversations.info": ["channel": self.json(try self.channel(arguments["channel"]?.string))]
        case "conversations.members": try self.listMembers(arguments)
        case "conversations.join": ["channel": self.json(try self.join(arguments))]
        case "conversations.history": try self.history(arguments)
        case "conversations.replies": try self.thread(arguments)
        case "chat.postMessage": try self.postMessage(arguments)
        case "chat.update": try self.updateMessage(arguments)
        case "chat.delete": try self.deleteMessage(arguments)
        case "chat.postEphemeral": try self.postEphemeral(arguments)
        case "chat.getPermalink": try self.getPermalink(arguments)
        case "reactions.add": try self.react(arguments, adding: true)
        case "reactions.remove": try self.react(arguments, adding: false)
        case "reactions.get": try self.reactions(arguments)
        case "views.open": try self.openView(arguments, onTop: false)
        case "views.push": try self.openView(arguments, onTop: true)
        case "views.update": try self.updateView(arguments)
        case "views.publish": try self.publishHome(arguments)
        default: throw SlackError("unknown_method")
        }
    }

    private func authTest() -> JSON {
        [
            "url": .string("\(self.address.url)/"), "team": .string(SlackApp.teamName), "user": "codehealer",
            "team_id": .string(SlackApp.teamID), "user_id": .string(SlackApp.user),
            "bot_id": .string(SlackApp.botID), "is_enterprise_install": false,
        ]
    }

    private func teamInfo() -> JSON {
        [
            "team": [
                "id": .string(SlackApp.teamID), "name": .string(SlackApp.teamName),
                "domain": .string(SlackApp.domain), "email_domain": "",
            ]
        ]
    }

    private func botInfo() -> JSON {
        [
            "bot": [
                "id": .string(SlackApp.botID), "deleted": false, "name": .string(SlackApp.name),
                "app_id": .string(SlackApp.id), "user_id": .string(SlackApp.user), "updated": 1_700_000_000,
            ]
        ]
    }

    private func lookUp(email: String?) throws(SlackError) -> JSON {
        guard let person = self.people.first(where: { $0.email == email }) else { throw SlackError("users_not_found") }
        return ["user": self.json(person)]
    }

    func json(_ person: SlackPerson) -> JSON {
        let isGuest = person.kind == .guest
        return [
            "id": .string(person.id), "team_id": .string(SlackApp.teamID), "name": .string(person.handle),
            "deleted": false, "color": .string(String(person.color.dropFirst())), "real_name": .string(person.name),
            "tz": "Europe/Berlin", "is_admin": false, "is_owner": false, "is_primary_owner": false,
            "is_restricted": .bool(isGuest), "is_ultra_restricted": false,
            "is_bot": .bool(person.kind == .bot), "is_app_user": false, "is_email_confirmed": true,
            "updated": 1_700_000_000,
            "profile": [
                "title": .string(person.title), "real_name": .string(person.name),
                "display_name": .string(person.handle), "email": .string(person.email),
                "team": .string(SlackApp.teamID),
            ],
        ]
    }

    /// Cuts a list at the cursor; the cursor is where the last page ended. A page that is not the last one is shorter than
    /// what was asked for, as Slack's may be: only an empty cursor ends a list.
    func page(
        _ items: [JSON], as key: String, _ arguments: JSON, limit fallback: Int = 100, most: Int = 999
    ) throws(SlackError) -> JSON {
        let limit = arguments["limit"] == nil ? fallback : arguments["limit"]?.int ?? 0
        guard (1...most).contains(limit) else { throw SlackError("invalid_limit") }
        let cursor = arguments["cursor"]?.string ?? ""
        guard let start = cursor.isEmpty ? 0 : Self.offset(ofCursor: cursor), (0...items.count).contains(start) else {
            throw SlackError("invalid_cursor")
        }
        let isLast = start + limit >= items.count
        let end = isLast ? items.count : start + limit - limit / 4
        let next = isLast ? "" : Self.cursor(offset: end)
        return [
            key: .array(Array(items[start..<end])), "has_more": .bool(!next.isEmpty),
            "response_metadata": ["next_cursor": .string(next)],
        ]
    }

    private static func cursor(offset: Int) -> String { "bmV4dF90czo\(offset)=" }

    private static func offset(ofCursor cursor: String) -> Int? {
        guard cursor.hasPrefix("bmV4dF90czo"), cursor.hasSuffix("=") else { return nil }
        return Int(cursor.dropFirst(11).dropLast())
    }
}
