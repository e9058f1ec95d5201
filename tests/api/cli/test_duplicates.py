from uuid import uuid4

from tests.api.cli.command import Rapport


def test_two_who_look_alike_are_listed_until_they_are_kept_apart(rapport: Rapport) -> None:
    word = "".join(letter for letter in uuid4().hex if letter.isalpha()) + "holm"
    names = (f"Zoe {word}", f"{word}, Zoe")
    ids = [rapport("add", name, "--company", "Acme", "--json").json["id"] for name in names]

    listed = rapport("duplicates", "--limit", "10000", "--json").json["items"]
    read = rapport("duplicates", ids[0]).out
    rapport("later", *ids)
    put_off = rapport("duplicates", "--state", "later").out
    rapport("keep-apart", *ids, "--reason", "Met both.")

    assert ids in [[each["id"] for each in pair["candidates"]] for pair in listed]
    assert ids[1] in read
    assert "+22  Both work or worked at Acme." in read
    assert ids[1] in put_off
    assert ids[1] not in rapport("duplicates", ids[0]).out
    assert ids[1] not in rapport("duplicates").out
    assert "says so already" in rapport("keep-apart", *ids).out
    assert rapport("keep-apart", ids[0], ids[0], code=2).out == ""
