"""Lists of words as they are easiest to write and read: as one text."""


def words(text: str) -> tuple[str, ...]:
    """Return what stands between white space."""
    return tuple(text.split())


def phrases(text: str) -> tuple[str, ...]:
    """Return what stands between bars, line breaks read as spaces."""
    return tuple(" ".join(phrase.split()) for phrase in text.split("|"))


def lines(text: str) -> tuple[str, ...]:
    """Return the lines that are not empty."""
    return tuple(line for line in text.splitlines() if line)
