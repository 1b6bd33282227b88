/// Slack's limits (docs.slack.dev, reference of blocks, elements, composition objects and views), each at least 5 % lower:
/// whether Slack counts UTF-16 units or scalars is not documented, and one excess loses the whole message. Counted in
/// UTF-16 units of the text as sent, which is never fewer than scalars.
enum BlockKitLimit {
    /// 50, with room for a note that something was left out.
    static let messageBlocks = 47
    /// 100.
    static let viewBlocks = 95
    /// 3000: a section's text, a context element, a typed input.
    static let text = 2850
    /// 2000.
    static let field = 1900
    /// 10 fields, 10 context elements; kept even for two columns.
    static let fields = 8
    /// 150.
    static let header = 142
    /// 25.
    static let buttons = 23
    /// 75: a button's label, an option's label and value.
    static let label = 71
    /// 100.
    static let confirmTitle = 95
    /// 300.
    static let confirmText = 285
    /// 30: the two buttons of a confirmation.
    static let confirmLabel = 28
    /// 2000: a button's value, an input's label.
    static let value = 1900
    /// 3000.
    static let url = 2850
    /// 255, with room for a count.
    static let identifier = 235
    /// 24: a modal's title and buttons.
    static let title = 22
    /// 100.
    static let options = 95
    /// 3000.
    static let privateMetadata = 2850
    /// 4000, above which an update is refused.
    static let fallback = 3800
    /// The sum of a message's block texts. Undocumented; messages were refused from about 13,000 (`msg_blocks_too_long`).
    static let messageText = 11_000
    /// 250 kB for a whole view, in bytes.
    static let viewBytes = 200_000
    /// Undocumented for metadata (`metadata_too_large`): ids are far below.
    static let metadataValue = 255
    static let metadataPairs = 20
}
