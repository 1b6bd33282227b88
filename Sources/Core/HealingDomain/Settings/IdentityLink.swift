package import FoundationEssentials

/// Which GitHub account a person in Slack proved to own. One a person, and one person an account.
package struct IdentityLink: Sendable, Hashable, Codable {
    package var person: PersonID
    package var login: String
    package var proof: Proof
    package var at: Date

    package enum Proof: Sendable, Hashable, Codable {
        /// A gist of that account held a text that only this person was told. Nobody else can write to it.
        case gist(url: String)
    }

    package init(person: PersonID, login: String, proof: Proof, at: Date) {
        self.person = person
        self.login = login
        self.proof = proof
        self.at = at
    }
}

/// What a person was told to publish from the account they say is theirs. It proves nothing yet. One a person.
package struct LinkRequest: Sendable, Hashable, Codable {
    package var person: PersonID
    package var login: String
    /// Nobody can guess it.
    package var token: String
    package var expiresAt: Date

    package init(person: PersonID, login: String, token: String, expiresAt: Date) {
        self.person = person
        self.login = login
        self.token = token
        self.expiresAt = expiresAt
    }
}
