"""Bringing relationships in: a reader for each source, and one funnel that makes events of them."""
