enum GitHubGatewayTestsPlaceholder {}
