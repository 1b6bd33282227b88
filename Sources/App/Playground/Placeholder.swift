/// Placeholder until the first file of Playground lands.
enum PlaygroundPlaceholder {}
