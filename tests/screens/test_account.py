"""My account in a browser: how one signs in, changed by who proved that it is them."""

from playwright.sync_api import Page, expect
from pyotp.totp import TOTP

from api.installation import Installation
from ledger.access import passwords, users

PASSWORD = "quarry plum nine lantern"


def test_a_name_and_a_password_are_kept_and_what_is_wrong_is_told_in_place(
    page: Page, workspace: Installation
) -> None:
    address = f"olive.{workspace.owner.hex}@example.org"
    page.goto("/settings")
    page.get_by_label("E-mail you sign in with").fill(address)
    page.get_by_role("button", name="Keep").click()
    page.get_by_text("Name and address are kept.").wait_for()

    page.get_by_label("A new one").fill(f"olive {workspace.owner.hex}"[:5] * 3)
    page.get_by_label("A new one").press("Enter")
    expect(page.locator(".told .fault")).to_be_visible()
    assert page.get_by_label("A new one").input_value()
    page.get_by_label("A new one").fill(PASSWORD)
    page.get_by_label("A new one").press("Enter")
    page.get_by_text("The password is kept.").wait_for()

    with workspace.database.connection() as connection:
        assert users.one(connection, workspace.owner).email == address
        assert passwords.of_user(connection, workspace.owner)


def test_the_picture_of_the_codes_is_ours_and_recovery_codes_are_shown_once(
    page: Page,
) -> None:
    page.goto("/settings/account")
    page.get_by_role("button", name="Set up").click()
    expect(page.locator("svg.qr")).to_be_visible()
    page.get_by_text("It cannot read it").click()
    secret = page.locator("details code").inner_text().replace(" ", "")
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Go on").click()
    expect(page.locator(".told .fault")).to_contain_text("The code is wrong")

    page.get_by_label("Code").fill(TOTP(secret).now())
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    assert page.locator(".codes code").count() == 10
    page.get_by_role("link", name="I have kept them").click()
    page.get_by_text("10 recovery codes").wait_for()


def test_somebody_signed_in_long_ago_proves_it_is_them_first(
    page: Page, workspace: Installation
) -> None:
    with workspace.database.connection() as connection:
        name, address = "Olive", f"olive.{workspace.owner.hex}@example.org"
        users.describe(connection, workspace.owner, name=name, email=address)
        kept = passwords.encoded(workspace.settings.pepper, workspace.owner, PASSWORD)
        passwords.keep(connection, workspace.owner, kept)
        connection.execute(
            "update access.sessions set proved_at = now() - interval '11 minutes'"
            " where user_id = %s",
            (workspace.owner,),
        )
    page.goto("/settings/account")
    assert page.get_by_role("button", name="Set up").count() == 0
    prove = page.locator("#prove")
    prove.get_by_label("Password").fill("not that one at all")
    prove.get_by_role("button").click()
    expect(prove.locator(".fault")).to_contain_text("The password is wrong.")
    prove.get_by_label("Password").fill(PASSWORD)
    prove.get_by_role("button", name="It is me").click()

    page.get_by_role("button", name="Set up").wait_for()
