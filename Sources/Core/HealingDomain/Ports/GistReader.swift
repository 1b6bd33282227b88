/// Reads what somebody published under their GitHub account, to prove that it is theirs.
package protocol GistReader: Sendable {
    /// The gist that a link names; `nil` where there is none.
    func gist(link: String) async throws(Fault) -> Gist?
}

package struct Gist: Sendable, Hashable {
    /// The login of the account that owns it: nobody else can write to it.
    package var owner: String
    /// The texts of its files.
    package var texts: [String]

    package init(owner: String, texts: [String]) {
        self.owner = owner
        self.texts = texts
    }
}
