"""Erasing a person: what goes, what others keep, and how nobody brings the person back."""
