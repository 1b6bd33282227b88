import Foundation

/// The rules that come with the program.
package enum BundledRules {
    /// The folder of the rules: in the resources beside the program, else in the sources it was built from. `nil` where
    /// the program was moved without them; the settings name the folder then. (`Bundle.module` would end the program.)
    package static func folder(sourceFile: String = #filePath) -> String? {
        let resources = Bundle.main.bundleURL.appendingPathComponent("codehealer_Scanning.resources/Rules").path
        let sources = URL(fileURLWithPath: sourceFile).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Rules").path
        return [resources, sources].first { FileManager.default.fileExists(atPath: $0) }
    }
}
