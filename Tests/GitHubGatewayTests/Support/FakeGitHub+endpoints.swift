import Cryptography
import Foundation
import HTTPCalling

extension FakeGitHub.State {
    private static let prefix = "/api/v3/repos/acme/shop"

    mutating func add(_ tree: [String: (mode: String, text: Data)]) -> String {
        let text = tree.keys.sorted().map { "\($0) \(tree[$0]?.mode ?? "") \(Array(tree[$0]?.text ?? Data()))" }
        let name = Self.name(text.joined(separator: "\n"))
        self.trees[name] = tree
        return name
    }

    mutating func add(_ commit: FakeGitHub.Commit) -> String {
        let name = Self.name("\(commit.tree) \(commit.parents) \(commit.message) \(commit.author)")
        self.commits[name] = commit
        return name
    }

    private static func name(_ text: String) -> String { String(SHA256.hexadecimal(text).prefix(40)) }

    mutating func handle(_ method: String, _ path: String, _ query: [String: String], _ body: [String: Any])
        -> HTTPAnswer
    {
        if path == "/api/graphql" { return self.graphQL(body) }
        if path == "/api/v3/gists/0123456789abcdef" {
            return Self.answer(["owner": ["login": "ada"], "files": ["a.txt": ["content": "the token"]]])
        }
        guard path.hasPrefix(Self.prefix) else { return Self.refuse(404, "Not Found") }
        let rest = path.dropFirst(Self.prefix.count).split(separator: "/").map {
            String($0).removingPercentEncoding ?? ""
        }
        switch (method, rest.first, rest.count) {
        case ("GET", nil, _): return Self.answer(["default_branch": "main"])
        case ("GET", "compare", 2): return self.compare(rest[1])
        case ("GET", "branches", 2):
            guard self.branches[rest[1]] != nil else { return Self.refuse(404, "Branch not found") }
            return Self.answer(["name": rest[1], "protected": self.protectedBranches.contains(rest[1])])
        case ("GET", "commits", 2): return self.commit(rest[1])
        case ("GET", "contents", 2...):
            return self.contents(rest.dropFirst().joined(separator: "/"), query["ref"] ?? "")
        case (_, "git", 2...): return self.git(method, Array(rest.dropFirst()), body)
        case (_, "pulls", _): return self.pulls(method, Array(rest.dropFirst()), query, body)
        case (_, "issues", 3): return self.issues(method, rest[1], rest[2], body)
        default: return Self.refuse(404, "Not Found")
        }
    }

    static func answer(_ value: Any, status: Int = 200) -> HTTPAnswer {
        let body = (try? JSONSerialization.data(withJSONObject: value, options: [.sortedKeys])) ?? Data()
        return HTTPAnswer(
            status: status, headers: [HTTPField("ETag", "\"\(name("\(Array(body))"))\"")], body: Array(body))
    }

    static func refuse(_ status: Int, _ message: String, errors: [String] = []) -> HTTPAnswer {
        self.answer(
            ["message": message, "errors": errors, "documentation_url": "https://docs.github.com/rest"], status: status)
    }

    private func resolve(_ name: String) -> String? { self.branches[name] ?? (self.commits[name] == nil ? nil : name) }

    private func files(_ commit: String?) -> [String: (mode: String, text: Data)] {
        commit.flatMap { self.commits[$0] }.flatMap { self.trees[$0.tree] } ?? [:]
    }

    private func compare(_ range: String) -> HTTPAnswer {
        if let comparison = self.comparison {
            return HTTPAnswer(status: 200, body: Array(comparison.utf8))
        }
        let sides = range.components(separatedBy: "...").map(self.resolve)
        guard sides.count == 2, let base = sides[0], let head = sides[1] else { return Self.refuse(404, "Not Found") }
        let ancestors = self.ancestors(of: base)
        guard let mergeBase = self.ancestors(of: head).first(where: ancestors.contains) else {
            return Self.refuse(404, "No common ancestor")
        }
        let status =
            base == head ? "identical" : mergeBase == head ? "behind" : mergeBase == base ? "ahead" : "diverged"
        return Self.answer(
            [
                "status": status, "merge_base_commit": ["sha": mergeBase], "files": self.difference(mergeBase, head),
                "commits": self.ancestors(of: head).filter { !ancestors.contains($0) }.reversed().map {
                    ["sha": $0, "commit": ["message": self.commits[$0]?.message ?? ""]]
                },
            ])
    }

    private func ancestors(of commit: String) -> [String] {
        var found: [String] = []
        var next = [commit]
        while let commit = next.popLast() {
            found.append(commit)
            next += self.commits[commit]?.parents ?? []
        }
        return found
    }

    func difference(_ base: String?, _ head: String) -> [[String: Any]] {
        let before = self.files(base)
        let after = self.files(head)
        return Set(before.keys).union(after.keys).sorted().compactMap { path in
            guard before[path]?.text != after[path]?.text else { return nil }
            let status = before[path] == nil ? "added" : after[path] == nil ? "removed" : "modified"
            let text = String(decoding: after[path]?.text ?? Data(), as: UTF8.self)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
                .dropLast(text.hasSuffix("\n") || text.isEmpty ? 1 : 0)
            let whole = "@@ -0,0 +1,\(lines.count) @@\n" + lines.map { "+" + $0 }.joined(separator: "\n")
            let patch = self.patches[path] ?? whole
            return ["filename": path, "status": status, "changes": lines.count, "patch": patch]
        }
    }

    private func commit(_ name: String) -> HTTPAnswer {
        let full = self.resolve(name) ?? self.commits.keys.first { name.count >= 7 && $0.hasPrefix(name) }
        guard let full, let commit = self.commits[full] else {
            return Self.refuse(422, "No commit found for SHA: \(name)")
        }
        return Self.answer(
            [
                "sha": full, "parents": commit.parents.map { ["sha": $0] },
                "files": self.difference(commit.parents.first, full),
            ])
    }

    private func contents(_ path: String, _ ref: String) -> HTTPAnswer {
        let files = self.files(self.resolve(ref))
        guard let file = files[path] else {
            let isFolder = files.keys.contains { $0.hasPrefix(path + "/") }
            return isFolder ? Self.answer([["type": "file", "name": "x"]]) : Self.refuse(404, "Not Found")
        }
        let content = file.text.base64EncodedString(options: .lineLength64Characters)
        return Self.answer(
            ["type": "file", "size": file.text.count, "encoding": "base64", "content": content, "path": path])
    }

    private mutating func git(_ method: String, _ path: [String], _ body: [String: Any]) -> HTTPAnswer {
        let branch = path.dropFirst(2).joined(separator: "/")
        switch (method, path[0]) {
        case ("GET", "ref"):
            guard let tip = self.branches[branch] else { return Self.refuse(404, "Not Found") }
            return Self.answer(["ref": "refs/heads/\(branch)", "object": ["type": "commit", "sha": tip]])
        case ("POST", "refs"):
            let name = (body["ref"] as? String ?? "").replacingOccurrences(of: "refs/heads/", with: "")
            guard self.branches[name] == nil else { return Self.refuse(422, "Reference already exists") }
            self.branches[name] = body["sha"] as? String
            return Self.answer(["ref": "refs/heads/\(name)"], status: 201)
        case ("PATCH", "refs"):
            let sha = body["sha"] as? String ?? ""
            if body["force"] as? Bool != true, let tip = self.branches[branch], !self.ancestors(of: sha).contains(tip) {
                return Self.refuse(422, "Update is not a fast forward")
            }
            self.branches[branch] = sha
            for (number, pull) in self.pulls where pull.head == branch && pull.state == "open" {
                self.pulls[number]?.headSHA = sha
            }
            return Self.answer(["ref": "refs/heads/\(branch)"])
        case ("DELETE", "refs"):
            guard self.branches.removeValue(forKey: branch) != nil else {
                return Self.refuse(422, "Reference does not exist")
            }
            return HTTPAnswer(status: 204)
        case ("GET", "commits"): return self.gitCommit(path[1])
        case ("POST", "commits"):
            let commit = FakeGitHub.Commit(
                tree: body["tree"] as? String ?? "", parents: body["parents"] as? [String] ?? [],
                message: body["message"] as? String ?? "")
            let name = self.add(commit)
            return self.gitCommit(name, status: 201)
        case ("GET", "trees"): return self.tree(path[1])
        case ("POST", "trees"):
            var tree = self.trees[body["base_tree"] as? String ?? ""] ?? [:]
            for entry in body["tree"] as? [[String: String]] ?? [] {
                tree[entry["path"] ?? ""] = (entry["mode"] ?? "", Data((entry["content"] ?? "").utf8))
            }
            let name = self.add(tree)
            if let happening = self.afterTree {
                self.afterTree = nil
                happening(&self)
            }
            return Self.answer(["sha": name], status: 201)
        default: return Self.refuse(404, "Not Found")
        }
    }

    private func gitCommit(_ name: String, status: Int = 200) -> HTTPAnswer {
        guard let commit = self.commits[name] else { return Self.refuse(404, "Not Found") }
        let author = ["name": commit.author, "email": "\(commit.author)@acme.test", "date": "2026-01-01T00:00:00Z"]
        return Self.answer(
            [
                "sha": name, "tree": ["sha": commit.tree], "parents": commit.parents.map { ["sha": $0] },
                "message": commit.message, "author": author,
            ], status: status)
    }

    /// A folder's name is the tree's name, a colon and the folder's path.
    private func tree(_ name: String) -> HTTPAnswer {
        let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
        let files = self.trees[parts[0]] ?? self.files(parts[0])
        let folder = parts.count > 1 ? parts[1] + "/" : ""
        var entries: [String: [String: String]] = [:]
        for (path, file) in files where path.hasPrefix(folder) {
            let rest = path.dropFirst(folder.count).split(separator: "/").map(String.init)
            guard let first = rest.first else { continue }
            entries[first] =
                rest.count == 1
                ? ["path": first, "mode": file.mode, "type": "blob", "sha": Self.name("\(Array(file.text))")]
                : ["path": first, "mode": "040000", "type": "tree", "sha": "\(parts[0]):\(folder)\(first)"]
        }
        return Self.answer(["sha": name, "truncated": false, "tree": entries.keys.sorted().compactMap { entries[$0] }])
    }
}
