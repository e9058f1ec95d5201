"""The proof: the tree over a workspace's events, what was signed of it, and by whom."""
