import Foundation
import HealingTesting
import SentenceEncoding
import Testing

struct TransformerEncoderTests {
    @Test(arguments: 1...4)
    func `a random model gives the numbers of a plain reading of the paper`(seed: UInt64) throws {
        try RandomModel(seed: seed).inFolder { model, folder in
            let encoder = try TransformerEncoder(folder: folder)
            var random = SplitMix64(seed: seed)
            let texts = (0..<5).map { _ in
                (0..<Int.random(in: 1...70, using: &random)).map { _ in Int32.random(in: 0..<20, using: &random) }
            }
            let together = encoder.encode(texts)
            for (text, vector) in zip(texts, together) {
                let wanted = model.encode(text)
                #expect(zip(vector, wanted).allSatisfy { abs(Double($0) - $1) < 1e-4 })
                #expect(zip(vector, encoder.encode([text])[0]).allSatisfy { abs($0 - $1) < 1e-5 })
            }
        }
    }

    @Test func `an empty text and no text at all are no failures`() throws {
        try RandomModel(seed: 3).inFolder { _, folder in
            let encoder = try TransformerEncoder(folder: folder)
            #expect(encoder.encode([]).isEmpty)
            #expect(encoder.encode([[]]) == [[Float](repeating: 0, count: encoder.dimension)])
            #expect(encoder.pieces(of: "") == [2, 3])
        }
    }

    @Test(arguments: [0, 4, 9, 60, 2_000])
    func `a model that is cut off is refused`(length: Int) throws {
        try RandomModel(seed: 5).inFolder { _, folder in
            let path = URL(filePath: folder + "/model.safetensors")
            try Data(contentsOf: path).prefix(length).write(to: path)
            #expect(throws: EncodingFailure.self) { try TransformerEncoder(folder: folder) }
        }
    }
}
