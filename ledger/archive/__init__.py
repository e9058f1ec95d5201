"""The whole history in one file: written, read back, proved."""
