/// Placeholder until the first file of TeamMemory lands.
enum TeamMemoryPlaceholder {}
