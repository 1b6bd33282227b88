/// Placeholder until the first file of Bootstrap lands.
enum BootstrapPlaceholder {}
