/// What has to come of one defect of the story.
struct Expectation: Sendable {
    enum Outcome: String, Sendable {
        case openPull = "open"
        case draftPull = "draft"
        /// Told only.
        case message
    }

    var path: String
    /// The defect, in a word.
    var defect: String
    /// `source` of the audit; `nil` where nothing is known.
    var source: String?
    /// Any of these will do.
    var outcomes: [Outcome]

    static func first(withModel: Bool) -> [Expectation] {
        [
            Expectation(path: "shop/products.py", defect: "SQL", source: "slack", outcomes: [.openPull]),
            Expectation(path: "shop/settings.py", defect: "yaml.load", source: "slack", outcomes: [.draftPull]),
            Expectation(path: "shop/thumbnails.py", defect: "shell", source: "slack", outcomes: [.draftPull]),
            Expectation(path: "shop/payments.py", defect: "verify=False", source: "slack", outcomes: [.draftPull]),
            Expectation(path: "web/reviews.js", defect: "innerHTML", source: "slack", outcomes: [.draftPull]),
            Expectation(
                path: "shop/invoices.py", defect: "MD5", source: "opensearch", outcomes: [.openPull, .draftPull]),
            Expectation(
                path: "shop/mailer.py", defect: "secret", source: withModel ? "sagemaker" : nil,
                outcomes: withModel ? [.draftPull] : [.message]),
            Expectation(
                path: "shop/downloads.py", defect: "traversal", source: "slack", outcomes: [.message, .draftPull]),
        ]
    }

    /// The same kinds of defect in other code. All sources but the model's are memory, and the secret may be too, once
    /// the model's answer was approved.
    static func second() -> [Expectation] {
        let memory: [(String, String)] = [
            ("shop/customers.py", "SQL"), ("shop/shipping_rates.py", "yaml.load"), ("shop/reports.py", "shell"),
            ("shop/vouchers.py", "MD5"), ("shop/suppliers.py", "verify=False"), ("web/search.js", "innerHTML"),
        ]
        return memory.map {
            Expectation(path: $0.0, defect: $0.1, source: nil, outcomes: [.openPull, .draftPull])
        } + [
            Expectation(
                path: "shop/newsletter.py", defect: "secret", source: nil, outcomes: [.message, .draftPull, .openPull]),
            Expectation(path: "shop/exports.py", defect: "traversal", source: nil, outcomes: [.message, .draftPull]),
        ]
    }
}
