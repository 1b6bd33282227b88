"""The Acme shop."""
