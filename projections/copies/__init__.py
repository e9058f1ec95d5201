"""Copies of the views in forms other programs read: for the archive, and by themselves."""

from projections.copies import pages, tables, vcards
from projections.copies.copy import Copy

ARCHIVED: tuple[Copy, ...] = (tables.COPY, vcards.COPY, pages.COPY)
"""What an archive holds besides the events, in order."""
