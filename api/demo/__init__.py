"""People, histories and files that never were: what a new ledger is shown and measured with."""
