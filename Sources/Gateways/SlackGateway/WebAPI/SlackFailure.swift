import HealingDomain

/// A call of the Web API that did not do what it was for.
struct SlackFailure: Error {
    var fault: Fault
    /// Slack's name for the error, where Slack answered.
    var code: String?
    /// Whether the call may have had its effect although no good answer came.
    var mayHaveHappened = false

    /// What an answer with `ok: false` means.
    init(refusal answer: JSONValue, doing: String) {
        let code = answer["error"].text ?? "unknown_error"
        let needed = answer["needed"].text
        let pointers = answer["response_metadata"]["messages"].elements.compactMap(\.text)
        var detail = "Slack answered \(code)"
        if let needed { detail += ", the scope \(needed) is missing" }
        if !pointers.isEmpty { detail += ": \(pointers.joined(separator: "; "))" }
        self.init(
            fault: Fault(
                doing: doing, detail: SlackRedaction.redact(detail), isRetryable: SlackAdvice.passing.contains(code),
                advice: SlackAdvice.text(for: code, needed: needed), kind: SlackAdvice.kind(of: code)),
            code: code)
        // "Some aspect of the operation may have succeeded", say Slack's pages of these two.
        self.mayHaveHappened = code == "fatal_error" || code == "internal_error"
    }

    /// The fault, and in it whether the call may have happened.
    var faultInFull: Fault {
        var fault = self.fault
        if self.mayHaveHappened { fault.kind = .outcomeUnknown }
        return fault
    }

    init(fault: Fault, code: String? = nil, mayHaveHappened: Bool = false) {
        self.fault = fault
        self.code = code
        self.mayHaveHappened = mayHaveHappened
    }
}

/// What people can do about an error of the Web API.
enum SlackAdvice {
    /// Errors that pass by themselves.
    static let passing: Set<String> = [
        "internal_error", "fatal_error", "service_unavailable", "request_timeout", "ratelimited", "rate_limited",
        "team_added_to_org",
    ]

    static func kind(of code: String) -> Fault.Kind {
        switch code {
        case "message_not_found", "thread_not_found", "cant_update_message", "edit_window_closed": .messageGone
        case "not_in_channel", "channel_not_found", "is_archived": .channelClosed
        default: .other
        }
    }

    static func text(for code: String, needed: String?) -> String? {
        switch code {
        case "missing_scope":
            "Add the scope \(needed ?? "that is missing") to the Slack app (codehealer manifest prints them all) "
                + "and install it again."
        case "plan_upgrade_required", "paid_teams_only":
            "User groups need a paid Slack plan: list the approvers by their ids in CODEHEALER_APPROVERS instead."
        case "no_such_subteam", "subteam_not_found":
            "That user group does not exist (any more): correct CODEHEALER_APPROVER_GROUPS, whose ids begin with S."
        case "not_in_channel", "channel_not_found", "user_not_in_channel":
            "I am not in that channel: invite me with /invite @codehealer."
        case "is_archived": "That channel is archived: unarchive it or choose another one."
        case "invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired":
            "Slack refuses the bot token: install the app again and set SLACK_BOT_TOKEN to the new token."
        case "not_allowed_token_type":
            "That token is of the wrong kind: SLACK_BOT_TOKEN begins with xoxb-, SLACK_APP_TOKEN with xapp-."
        case "expired_trigger_id", "invalid_trigger_id", "exchanged_trigger_id":
            "That took too long for Slack: please click again."
        case "restricted_action", "no_permission", "ekm_access_denied", "access_denied", "team_access_not_granted":
            "The workspace's settings forbid this to the app: ask an admin of the workspace."
        case "edit_window_closed", "cant_update_message": "That message can no longer be edited in this workspace."
        case "message_not_found", "thread_not_found": "That message is gone."
        case "ratelimited", "rate_limited": "Slack asks me to slow down; I go on by myself."
        default: nil
        }
    }
}
