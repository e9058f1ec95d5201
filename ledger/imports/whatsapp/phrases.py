"""What WhatsApp itself writes into a chat, in the languages of its phones."""

import re
from typing import NamedTuple

from ledger.imports.whatsapp.lines import MARKS

# Lines of a group that name somebody and hold a colon, so look like a message.
_ABOUT_GROUPS = re.compile(
    r"created (?:this )?group|hat die gruppe|creó el grupo|a créé le groupe|criou o grupo"
    r"|ha creato il gruppo|changed the (?:subject|group)|hat den (?:betreff|gruppenbetreff)"
    r"|cambió el asunto"
    r"|a changé le (?:sujet|nom)|mudou o (?:nome|assunto)|ha cambiato l['\u2019]oggetto",
    re.IGNORECASE,
)
_OF_GROUPS = re.compile(
    r"created (?:this )?group|added|joined using|changed the subject|hat die gruppe|hinzugefügt"
    r"|creó (?:el|este) grupo|añadió|a créé (?:le|ce) groupe|a ajouté|criou (?:o|este) grupo"
    r"|adicionou|ha creato (?:il|questo) gruppo|ha aggiunto",
    re.IGNORECASE,
)
_ENCRYPTED = re.compile(
    r"end-to-end|ende-zu-ende|extremo a extremo|bout en bout|ponta a ponta|crittografia",
    re.IGNORECASE,
)
_DELETED = re.compile(
    r"(?:this message was deleted|you deleted this message|diese nachricht wurde gelöscht"
    r"|du hast diese nachricht gelöscht|se eliminó este mensaje|eliminaste este mensaje"
    r"|este mensaje fue eliminado|ce message a été supprimé|vous avez supprimé ce message"
    r"|(?:essa )?mensagem apagada|você apagou (?:essa|esta) mensagem"
    r"|questo messaggio è stato eliminato|hai eliminato questo messaggio)\.?",
    re.IGNORECASE,
)
_EDITED = re.compile(
    r"\s*<(?:this message was edited|diese nachricht wurde bearbeitet|se editó este mensaje"
    r"|ce message a été modifié|mensagem editada|questo messaggio è stato modificato)\.?>\s*$",
    re.IGNORECASE,
)
_LEFT_OUT = re.compile(
    r"<(?:media omitted|medien ausgeschlossen|multimedia omitido|archivo omitido|médias omis"
    r"|mídia oculta|arquivo de mídia oculto|media omessi|media weggelaten)>"
    r"|(?:.{1,200} )?(?:image|video|audio|sticker|gif|document|contact card|video note) omitted"
    r"|(?:.{1,200} )?(?:bild|video|audio|sticker|gif|dokument|kontaktkarte) weggelassen"
    r"|(?:.{1,200} )?(?:imagen|video|audio|sticker|gif|documento) omitid[oa]"
    r"|(?:.{1,200} )?(?:image|vidéo|audio|sticker|gif|document) (?:absente?|omise?)"
    r"|(?:.{1,200} )?(?:imagem|vídeo|áudio|figurinha|gif|documento) (?:ocultad|omitid)[oa]"
    r"|(?:.{1,200} )?(?:immagine|video|audio|sticker|gif|documento) omess[oa]",
    re.IGNORECASE,
)
_ATTACHED = re.compile(r"<[^<>:]{3,20}: ?([^<>/\\]{1,200}\.\w{1,8})>")
_ATTACHED_BEFORE = re.compile(
    r"([^/\\\n]{1,200}\.\w{1,8}) \((?:file attached|datei angehängt"
    r"|archivo adjunto|fichier joint|arquivo anexado|file allegato|bestand bijgevoegd)\)",
    re.IGNORECASE,
)
# Places and polls are sent by somebody, though WhatsApp writes them out.
_SENT = re.compile(
    r"(?:(?:live )?location|(?:live-)?standort|ubicación|localisation|localização|posizione"
    r"|poll|umfrage|encuesta|sondage|enquete|sondaggio) ?:",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?:whatsapp[ -]chat (?:with|mit|con|-|\u2013)|chat de whatsapp con|chat whatsapp con"
    r"|discussion whatsapp avec|conversa do whatsapp com|whatsapp-chat met) ?(?P<name>.+)",
    re.IGNORECASE,
)
_COPY = re.compile(r"(?:\.txt|\.zip)$|\s*\(\d+\)(?=(?:\.txt|\.zip)?$)", re.IGNORECASE)
# A file's name and what stands around it; and a caption before it.
_MARKER_CHARACTERS_MAX = 250
_SEARCHED_MAX = 5_000
YOU = frozenset(("you", "du", "tú", "vous", "você", "tu", "io"))
"""How some phones call their owner."""


class Said(NamedTuple):
    """What is left of a message: its words, and the name of the file that came along."""

    words: str
    file: str = ""
    left_out: str = ""
    """What was left out of the export, as WhatsApp calls it."""
    is_deleted: bool = False


def said(text: str) -> Said:
    """Return what somebody said."""
    bare = MARKS.sub("", text).strip()
    if len(bare) <= _MARKER_CHARACTERS_MAX and _DELETED.fullmatch(bare):
        return Said("", is_deleted=True)
    bare = _EDITED.sub("", bare)
    if len(bare) <= _MARKER_CHARACTERS_MAX and _LEFT_OUT.fullmatch(bare):
        return Said("", left_out=bare.strip("<>"))
    found = _ATTACHED_BEFORE.match(bare) or _ATTACHED.search(bare[:_SEARCHED_MAX])
    if found:
        words = bare[: found.start()] + bare[found.end() :]
        return Said(words.strip(), file=found[1])
    return Said(bare)


def is_of_whatsapp(sender: str, text: str, *, is_marked: bool) -> bool:
    """Say whether a line is WhatsApp's own and nobody's message."""
    if not sender or _ABOUT_GROUPS.search(sender):
        return True
    # Nobody who types gets the mark of an iPhone before their words.
    if not is_marked:
        return False
    told = said(text)
    if _SENT.match(told.words):
        return False
    return not (told.file or told.left_out or told.is_deleted)


def names_the_chat(text: str) -> bool:
    """Say whether a line is the notice that an iPhone puts first, under the chat's name."""
    return _ENCRYPTED.search(text) is not None


def is_of_group(text: str) -> bool:
    """Say whether WhatsApp's own line is one that only groups have."""
    return _OF_GROUPS.search(text) is not None


def title_of(filename: str) -> str:
    """Return the name of a chat as its file is named; empty where it is not."""
    name = filename.rpartition("/")[2]
    for _ in range(4):
        name = _COPY.sub("", name).strip()
    found = _TITLE.fullmatch(name)
    return found["name"].strip() if found else ""
