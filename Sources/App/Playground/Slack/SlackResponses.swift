import FoundationEssentials

extension SlackWorkspace {
    /// A `response_url` is used; the status and text that Slack answers.
    package func respond(_ id: String, _ body: JSON) -> (status: Int, text: String) {
        guard let url = self.responseURLs[id] else { return (404, "expired_url") }
        guard self.now() < url.expiresAt else { return (404, "expired_url") }
        guard url.uses < 5 else { return (404, "used_url") }
        self.responseURLs[id]?.uses += 1
        guard Set((body.object ?? [:]).keys).isSubset(of: Self.responseFields) else { return (400, "invalid_payload") }
        if body["delete_original"]?.bool == true {
            self.deleteSource(of: url)
            return (200, "ok")
        }
        do {
            try self.write(SlackContent(body), body, url)
            return (200, "ok")
        } catch {
            return (error.code == "invalid_blocks" ? 400 : 404, error.code)
        }
    }

    private static let responseFields: Set<String> = [
        "text", "blocks", "attachments", "response_type", "replace_original", "delete_original", "thread_ts", "mrkdwn",
        "unfurl_links", "unfurl_media", "metadata",
    ]

    private func write(_ content: SlackContent, _ body: JSON, _ url: SlackResponseURL) throws(SlackError) {
        if body["replace_original"]?.bool == true, let source = url.source {
            return self.replace(source, with: content, url)
        }
        let thread = body["thread_ts"]?.string ?? url.thread
        var message = SlackMessage(
            channel: url.channel, ts: self.nextTimestamp(), thread: thread, user: SlackApp.user, isFromApp: true,
            text: content.text, blocks: content.blocks)
        if body["response_type"]?.string == "in_channel" {
            self.add(message)
        } else {
            message.onlyFor = url.person
            self.addEphemeral(message)
        }
    }

    private func replace(_ source: String, with content: SlackContent, _ url: SlackResponseURL) {
        if let index = self.ephemerals.firstIndex(where: { $0.ts == source }) {
            self.ephemerals[index].text = content.text
            self.ephemerals[index].blocks = content.blocks
            return self.changed()
        }
        _ = self.edit(source, in: url.channel) {
            $0.text = content.text
            $0.blocks = content.blocks
        }
    }

    private func deleteSource(of url: SlackResponseURL) {
        guard let source = url.source else { return }
        if self.ephemerals.contains(where: { $0.ts == source }) {
            self.removeEphemeral(source)
        } else {
            _ = self.remove(source, in: url.channel)
        }
    }
}
