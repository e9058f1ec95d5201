"""Who reaches this installation: people, and the secrets that prove who they are."""
