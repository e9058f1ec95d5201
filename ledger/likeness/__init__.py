"""Do two people look alike? Their names, their traits, who is worth comparing, and how much."""
