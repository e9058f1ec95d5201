"""The text of a mail, out of the forms it was sent in."""

from ledger.imports import texts
from ledger.imports.mail.flowed import unflowed
from ledger.imports.mail.folding import folded
from ledger.imports.mail.hypertext import words_of
from ledger.imports.mail.parts import Contents, Words

# Leaves room for the marks of `folding` in a text of an event, which holds 1,000,000.
_TEXT_CHARACTERS_MAX = 900_000
_HTML_CHARACTERS_MAX = 2_000_000


def body_of(contents: Contents) -> str | None:
    """Return a mail's words with its history folded; None if it has none.

    Plain text is preferred to HTML where a mail brings both. What had to be shortened is added
    to the mail's troubles.
    """
    chosen = [words for words in contents.words if _is_best(words, contents)]
    told = [texts.text(_plain(words, contents)) for words in chosen]
    text = "\n\n".join(text for text in told if text)
    if len(text) > _TEXT_CHARACTERS_MAX:
        contents.troubles.add("Mails of more than 900,000 characters, shortened")
        text = text[: _TEXT_CHARACTERS_MAX - 1] + "…"
    return folded(text) if text else None


def _is_best(words: Words, contents: Contents) -> bool:
    if not words.is_html or not words.choice:
        return True
    return not any(
        other.choice == words.choice and not other.is_html and other.text.strip()
        for other in contents.words
    )


def _plain(words: Words, contents: Contents) -> str:
    if words.is_html:
        if len(words.text) > _HTML_CHARACTERS_MAX:
            contents.troubles.add("Mails of more than 2,000,000 characters of HTML, shortened")
        return words_of(words.text[:_HTML_CHARACTERS_MAX])
    if words.is_flowed:
        return unflowed(words.text, drops_spaces=words.drops_spaces)
    return words.text
