/// Placeholder until the first file of GitHubGateway lands.
enum GitHubGatewayPlaceholder {}
