"""Is an archive whole, and does it hold what was signed? Asked without the application.

This package needs the standard library and `cryptography` and nothing else, so an archive can
carry it along. It says what is proved and what is not, and names the first place that is wrong.
"""
