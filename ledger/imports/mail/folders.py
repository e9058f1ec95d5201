"""Which folder a mail lay in, by its labels or its file, as mail programs call it.

In English, German, French, Spanish, Italian, Portuguese and Dutch, as Gmail, Outlook, Apple
Mail and Thunderbird name their folders.
"""

import re
from collections.abc import Iterable
from enum import Enum

from ledger.imports.mail.headers import Headers


class Folder(Enum):
    """The folders that say something about a mail."""

    SENT = "sent"
    SPAM = "in the spam folder"
    TRASH = "in the trash"
    DRAFTS = "a draft, never sent"
    CHATS = "a chat kept with the mail, not a mail"


_NAMES = {
    Folder.SENT: """
        sent, sent mail, sent items, sent messages, sent-mail, outbox sent,
        gesendet, gesendete elemente, gesendete objekte, gesendete nachrichten,
        envoyés, messages envoyés, éléments envoyés, courrier envoyé, mails envoyés,
        enviado, enviados, elementos enviados, mensajes enviados, correo enviado,
        inviata, inviati, posta inviata, messaggi inviati, elementi inviati,
        enviadas, itens enviados, e-mails enviados, mensagens enviadas, e-mail enviado,
        verzonden, verzonden items, verzonden berichten, verzonden e-mail
    """,
    Folder.SPAM: """
        spam, junk, junk e-mail, junk email, junk mail, bulk mail,
        junk-e-mail, unerwünscht, unerwünschte werbung, spamverdacht,
        courrier indésirable, indésirables, pourriel, correo no deseado, no deseado,
        posta indesiderata, indesiderata, lixo eletrônico, lixo eletrónico, lixo electrónico,
        ongewenste e-mail, ongewenst, ongewenste reclame
    """,
    Folder.TRASH: """
        trash, bin, deleted, deleted items, deleted messages,
        papierkorb, gelöscht, gelöschte elemente, gelöschte objekte, gelöschte nachrichten,
        corbeille, éléments supprimés, messages supprimés, supprimés,
        papelera, elementos eliminados, mensajes eliminados, eliminados,
        cestino, posta eliminata, eliminati, elementi eliminati,
        lixeira, lixo, itens excluídos, itens eliminados, excluídos,
        prullenbak, verwijderd, verwijderde items, verwijderde berichten
    """,
    Folder.DRAFTS: """
        draft, drafts, entwurf, entwürfe, brouillon, brouillons, borrador, borradores,
        bozza, bozze, rascunho, rascunhos, concepten, templates, vorlagen
    """,
    Folder.CHATS: "chat, chats, chatverlauf, conversation history",
}
_FOLDERS = {
    " ".join(name.split()): folder
    for folder, names in _NAMES.items()
    for name in names.split(",")
}
# Behind `:2,` in a file name of a Maildir: seen, replied, trashed, draft …
_MAILDIR_FLAGS = re.compile(r"[:;!]2,([A-Za-z]*)$")
_ENDING = re.compile(r"\.(?:mbox|mbx|sbd)$")
_BETWEEN_LABELS = re.compile(r'\s*,\s*|"\s+(?=")|\s+(?=\\)')
# The bit of Thunderbird for mails that are deleted, and gone when the folder is compacted.
_EXPUNGED = 0x0008


def folder_of_file(file: str) -> Folder | None:
    """Return which folder a file is, or lies in, by its path."""
    flags = _MAILDIR_FLAGS.search(file)
    if flags and set("TD") & set(flags[1]):
        return Folder.TRASH if "T" in flags[1] else Folder.DRAFTS
    # `.Sent/cur/…` (Maildir), `Mail/Sent.mbox` (Takeout), `Sent Items.mbox/mbox` (Apple).
    parts = file.casefold().split("/")
    if parts[-1].endswith(".eml"):
        # A single mail is called by its subject: Draft.eml may be about a draft.
        parts.pop()
    names = (_ENDING.sub("", part).strip(". ") for part in reversed(parts))
    return _first(part for name in names for part in (name, name.rpartition(".")[2]))


def folder_of_labels(headers: Headers) -> Folder | None:
    """Return which folder a mail lay in by what its header says of labels and flags."""
    told = f"{headers.text('x-gmail-labels')},{headers.text('x-gm-labels')}"
    labels = {label.strip(' "\\').casefold() for label in _BETWEEN_LABELS.split(told)}
    folders = {_FOLDERS[label] for label in labels if label in _FOLDERS}
    # A mail that was sent and then thrown away has both labels.
    for folder in (Folder.DRAFTS, Folder.SPAM, Folder.TRASH, Folder.CHATS, Folder.SENT):
        if folder in folders:
            return folder
    return Folder.TRASH if _is_expunged(headers) else None


def _first(names: Iterable[str]) -> Folder | None:
    return next((_FOLDERS[name] for name in names if name in _FOLDERS), None)


def _is_expunged(headers: Headers) -> bool:
    status = headers.first("x-mozilla-status")
    try:
        return bool(int(status[:8], 16) & _EXPUNGED) if status else False
    except ValueError:
        return False
