"""Paragraphs that were broken into lines to travel, put together again (RFC 3676)."""


def unflowed(text: str, *, drops_spaces: bool) -> str:
    """Return a text of `format=flowed` with its paragraphs on one line each.

    A line that ends in a space goes on in the next of the same depth of quoting; `-- ` never
    does. With `drops_spaces` (`delsp=yes`) that space is no part of the text.
    """
    told: list[str] = []
    pieces: list[str] = []
    depth = 0
    for line in text.replace("\r\n", "\n").split("\n"):
        bare = line.lstrip(">")
        of_line = len(line) - len(bare)
        # A space put in front protects `>`, `From ` and spaces.
        bare = bare.removeprefix(" ")
        is_mark = bare == "-- "
        if pieces and (of_line != depth or is_mark):
            told.append(_line(depth, pieces))
            pieces = []
        depth = of_line
        if bare.endswith(" ") and not is_mark:
            pieces.append(bare[:-1] if drops_spaces else bare)
            continue
        pieces.append(bare)
        told.append(_line(depth, pieces))
        pieces = []
    if pieces:
        told.append(_line(depth, pieces))
    return "\n".join(told)


def _line(depth: int, pieces: list[str]) -> str:
    text = "".join(pieces)
    return f"{'>' * depth} {text}".rstrip(" ") if depth else text
