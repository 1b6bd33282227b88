/// Placeholder until the first file of HealingFlow lands.
enum HealingFlowPlaceholder {}
