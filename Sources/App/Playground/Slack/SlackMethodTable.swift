/// The methods that the stand-in knows. Arguments, required ones, encodings and errors are those of Slack's reference of
/// 2021 (`slack_web_openapi_v2.json`, which a test compares) and of its pages since; tiers are of the pages.
extension SlackMethodRule {
    package static func of(_ method: String) -> SlackMethodRule? { Self.table[method] }

    package static let table: [String: SlackMethodRule] = Dictionary(
        uniqueKeysWithValues: (Self.own + Self.reading + Self.chat + Self.acting).map { ($0.name, $0) })

    package static let errorsOfEveryMethod: Set<String> = Set(
        """
        not_authed invalid_auth account_inactive token_revoked token_expired no_permission org_login_required
        user_is_bot user_is_restricted user_is_ultra_restricted ekm_access_denied missing_scope not_allowed_token_type
        invalid_arguments invalid_arg_name invalid_array_arg invalid_charset missing_charset superfluous_charset
        invalid_form_data invalid_post_type missing_post_type team_added_to_org invalid_json json_not_object
        request_timeout upgrade_required fatal_error internal_error service_unavailable ratelimited accesslimited
        access_denied enterprise_is_restricted team_access_not_granted two_factor_setup_required deprecated_endpoint
        method_deprecated
        """.split { $0 == " " || $0 == "\n" }.map(String.init))

    private static let own: [SlackMethodRule] = [
        SlackMethodRule("api.test", .four, takesJSON: true, "", "error foo"),
        SlackMethodRule("auth.test", .hundreds, takesJSON: true),
        SlackMethodRule("team.info", .three, scope: "team:read", "", "team domain", errors: "team_not_found"),
        SlackMethodRule("bots.info", .three, scope: "users:read", "", "bot team_id", errors: "bot_not_found"),
        SlackMethodRule(
            "users.info", .four, scope: "users:read", "user", "include_locale",
            errors: "user_not_found user_not_visible"),
        SlackMethodRule(
            "users.list", .two, scope: "users:read", "", "limit cursor include_locale team_id",
            errors: "limit_required invalid_cursor"),
        SlackMethodRule(
            "users.lookupByEmail", .three, scope: "users:read.email", "email", errors: "users_not_found"),
        SlackMethodRule(
            "usergroups.list", .two, scope: "usergroups:read", "",
            "include_users include_count include_disabled team_id", errors: "plan_upgrade_required"),
        SlackMethodRule(
            "usergroups.users.list", .two, scope: "usergroups:read", "usergroup", "include_disabled team_id",
            errors: "no_such_subteam plan_upgrade_required"),
    ]

    private static let reading: [SlackMethodRule] = [
        SlackMethodRule(
            "conversations.list", .two, scope: "read", "", "exclude_archived types limit cursor team_id",
            errors: "invalid_cursor invalid_limit invalid_types"),
        SlackMethodRule(
            "users.conversations", .three, scope: "read", "", "exclude_archived types limit cursor team_id user",
            errors: "invalid_cursor invalid_limit invalid_types method_not_supported_for_channel_type"),
        SlackMethodRule(
            "conversations.info", .three, scope: "read", "channel", "include_locale include_num_members",
            errors: "channel_not_found"),
        SlackMethodRule(
            "conversations.members", .four, scope: "read", "channel", "limit cursor",
            errors: "channel_not_found invalid_limit invalid_cursor fetch_members_failed"),
        SlackMethodRule(
            "conversations.history", .three, scope: "history", "channel",
            "latest oldest inclusive limit cursor include_all_metadata",
            errors: "channel_not_found not_in_channel invalid_cursor invalid_limit invalid_ts_latest invalid_ts_oldest"),
        SlackMethodRule(
            "conversations.replies", .three, scope: "history", "channel ts",
            "latest oldest inclusive limit cursor include_all_metadata",
            errors:
                "channel_not_found not_in_channel thread_not_found invalid_cursor invalid_limit invalid_ts_latest invalid_ts_oldest"
        ),
        SlackMethodRule(
            "reactions.get", .three, scope: "reactions:read", "", "channel file file_comment full timestamp",
            errors: "bad_timestamp file_not_found file_comment_not_found message_not_found no_item_specified"),
        SlackMethodRule(
            "chat.getPermalink", .hundreds, "channel message_ts", errors: "channel_not_found message_not_found"),
    ]

    private static let chat: [SlackMethodRule] = [
        SlackMethodRule(
            "chat.postMessage", .posting, takesJSON: true, scope: "chat:write", "channel",
            "as_user attachments blocks icon_emoji icon_url link_names mrkdwn parse reply_broadcast text thread_ts unfurl_links unfurl_media username metadata markdown_text",
            errors:
                "channel_not_found not_in_channel is_archived msg_too_long no_text too_many_attachments rate_limited restricted_action invalid_blocks invalid_blocks_format invalid_metadata_format invalid_metadata_schema metadata_too_large msg_blocks_too_long message_limit_exceeded markdown_text_conflict thread_not_found cannot_reply_to_message restricted_action_read_only_channel restricted_action_thread_locked messages_tab_disabled"
        ),
        SlackMethodRule(
            "chat.update", .three, takesJSON: true, scope: "chat:write", "channel ts",
            "as_user attachments blocks link_names parse text metadata markdown_text reply_broadcast file_ids",
            errors:
                "message_not_found cant_update_message channel_not_found not_in_channel edit_window_closed msg_too_long too_many_attachments rate_limited no_text is_inactive block_mismatch invalid_blocks invalid_blocks_format invalid_metadata_format invalid_metadata_schema metadata_too_large markdown_text_conflict streaming_state_conflict update_failed"
        ),
        SlackMethodRule(
            "chat.delete", .three, takesJSON: true, scope: "chat:write", "channel ts", "as_user",
            errors:
                "message_not_found channel_not_found not_in_channel cant_delete_message compliance_exports_prevent_deletion"
        ),
        SlackMethodRule(
            "chat.postEphemeral", .four, takesJSON: true, scope: "chat:write", "channel user",
            "as_user attachments blocks icon_emoji icon_url link_names parse text thread_ts username markdown_text",
            errors:
                "channel_not_found not_in_channel is_archived msg_too_long no_text restricted_action too_many_attachments user_not_in_channel invalid_blocks invalid_blocks_format markdown_text_conflict thread_not_found cannot_reply_to_message messages_tab_disabled"
        ),
    ]

    private static let acting: [SlackMethodRule] = [
        SlackMethodRule(
            "conversations.join", .three, takesJSON: true, scope: "channels:join", "channel",
            errors: "method_not_supported_for_channel_type channel_not_found is_archived"),
        SlackMethodRule(
            "reactions.add", .three, takesJSON: true, scope: "reactions:write", "channel name timestamp",
            errors:
                "bad_timestamp message_not_found channel_not_found not_in_channel no_item_specified invalid_name already_reacted too_many_emoji too_many_reactions"
        ),
        SlackMethodRule(
            "reactions.remove", .two, takesJSON: true, scope: "reactions:write", "name",
            "file file_comment channel timestamp",
            errors:
                "bad_timestamp file_not_found file_comment_not_found message_not_found channel_not_found not_in_channel no_item_specified invalid_name no_reaction"
        ),
        SlackMethodRule(
            "views.open", .four, takesJSON: true, "trigger_id view", "interactivity_pointer",
            errors:
                "duplicate_external_id exchanged_trigger_id expired_trigger_id invalid_trigger_id view_too_large"),
        SlackMethodRule(
            "views.push", .four, takesJSON: true, "trigger_id view", "interactivity_pointer",
            errors:
                "duplicate_external_id exchanged_trigger_id expired_trigger_id invalid_trigger_id push_limit_reached view_too_large"
        ),
        SlackMethodRule(
            "views.update", .four, takesJSON: true, "view", "view_id external_id hash",
            errors: "duplicate_external_id hash_conflict not_found view_too_large"),
        SlackMethodRule(
            "views.publish", .four, takesJSON: true, "user_id view", "hash",
            errors: "duplicate_external_id hash_conflict invalid_user_id user_not_found view_too_large not_enabled"),
        SlackMethodRule(
            "apps.connections.open", .three, takesJSON: true, scope: "connections:write",
            errors: "forbidden_team insecure_request missing_args"),
    ]
}
