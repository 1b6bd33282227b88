/// Placeholder until the first file of ControlPlane lands.
enum ControlPlanePlaceholder {}
