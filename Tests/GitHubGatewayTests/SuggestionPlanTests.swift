import GitHubGateway
import Testing

struct SuggestionPlanTests {
    @Test func `a hunk shows its new and context lines`() {
        let patch = "@@ -1,2 +1,3 @@\n a\n+b\n c\n@@ -10 +11,0 @@\n-gone\n@@ -20,2 +20,2 @@ def f():\n-x\n+y\n z"
        #expect(PatchHunks.shownLines(in: patch) == [1...3, 20...21])
        #expect(PatchHunks.shownLines(in: "@@ -1 +1,9 @@\n+cut").isEmpty)
        #expect(PatchHunks.shownLines(in: "").isEmpty)
    }
}
