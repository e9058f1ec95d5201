"""Settings: how somebody signs in, who else is let in, and what holds for the workspace.

account.py     name and address, password, where one is signed in
proofs.py      the codes of a telephone, recovery codes, passkeys
members.py     who is let in, and who is invited
keys.py        what programs are let in with
workspace.py   what it is called, which others there are, and whether it stays
privacy.py     rules of retention, and for whom something is due: erasure, a notice, consent
looks.py       who looked at what
about.py       what runs here, and how far the ledger is
"""

from api.screens.settings import (
    about,
    account,
    keys,
    looks,
    members,
    privacy,
    proofs,
    workspace,
)

SCREENS = (account, proofs, members, keys, workspace, privacy, looks, about)
"""The pages of the settings, in the order of their list."""
