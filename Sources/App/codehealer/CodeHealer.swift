@main
struct CodeHealer {
    static func main() {}
}
