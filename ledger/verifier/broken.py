"""What is wrong with an archive, and where."""


class Broken(Exception):
    """Something is not as it was written or signed."""

    def __init__(self, what: str, *, file: str = "", position: int | None = None) -> None:
        self.what = what
        self.file = file
        self.position = position
        super().__init__(self.told)

    @property
    def told(self) -> str:
        """The place, then what is wrong there."""
        place = "" if self.position is None else f"position {self.position}"
        where = ", ".join(part for part in (self.file, place) if part)
        return f"{where}: {self.what}" if where else self.what

    def in_file(self, file: str) -> "Broken":
        """Return the same with the file named."""
        return Broken(self.what, file=file, position=self.position)
