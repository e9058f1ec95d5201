"""What exports say of themselves: the name and number of their format.

Apart from what writes them, so that reading one in a process of its own needs no database.
"""

ARCHIVE = "rapport-archive/1"
LOG = "rapport-log/1"
INFO = "bag-info.txt"
"""The file of an archive that names its format."""
