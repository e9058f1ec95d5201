"""Bringing relationships in: a reader for each source, one funnel that makes events."""
