/// Placeholder until the first file of HTTPCalling lands.
enum HTTPCallingPlaceholder {}
