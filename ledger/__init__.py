"""The truth: what happened, what may be asked, and the one place where it is written down."""
