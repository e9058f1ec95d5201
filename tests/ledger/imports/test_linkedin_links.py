import pytest

from ledger.linkedin_links import profile_key, profile_link


@pytest.mark.parametrize(
    "url",
    [
        "https://www.linkedin.com/in/ana-berg",
        "http://linkedin.com/in/ana-berg/",
        "www.linkedin.com/in/ana-berg",
        "https://pt.linkedin.com/in/Ana-Berg/en?trk=x#top",
        "https://m.linkedin.com/mwlite/in/ana-berg",
        " https://www.linkedin.com/in/ana%2Dberg ",
    ],
)
def test_all_spellings_of_one_profile_have_one_key(url: str) -> None:
    assert profile_key(url) == "in/ana-berg"


def test_a_percent_encoded_slug_is_read_as_its_letters() -> None:
    encoded = "https://www.linkedin.com/in/jos%C3%A9-mu%C3%B1oz-%F0%9F%9A%80"

    assert profile_key(encoded) == "in/josé-muñoz-🚀"
    assert profile_key("linkedin.com/in/JOSE\u0301-mun\u0303oz-🚀") == profile_key(encoded)
    assert profile_link(encoded + "?x=1") == encoded


def test_opaque_ids_keep_their_case_and_their_own_namespace() -> None:
    member = "ACoAABcDeFgHiJkLmNoPqRsTuVwXyZ012345678"

    assert profile_key(f"https://www.linkedin.com/in/{member}") == f"member/{member}"
    assert profile_key(f"linkedin.com/sales/lead/{member},NAME_SEARCH,x1") == f"sales/{member}"
    assert (
        profile_key(f"https://www.linkedin.com/talent/profile/{member}") == f"talent/{member}"
    )


def test_an_old_public_address_is_its_whole_path() -> None:
    assert profile_key("http://www.linkedin.com/pub/Ana-Berg/1/2a/b3") == "pub/ana-berg/1/2a/b3"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "Ana Berg",
        "https://www.linkedin.com/company/acme",
        "https://www.linkedin.com/in/",
        "https://www.linkedin.com@evil.example/in/ana-berg",
        "https://notlinkedin.com/in/ana-berg",
        "ftp://www.linkedin.com/in/ana-berg",
        "https://[www.linkedin.com/in/ana-berg",
        "https://www.linkedin.com/in/a https://www.linkedin.com/in/b",
        "https://www.linkedin.com/in/%00",
        "https://www.linkedin.com/in/" + "a" * 2_000,
    ],
)
def test_other_addresses_are_no_profile(url: str) -> None:
    assert profile_key(url) is None
