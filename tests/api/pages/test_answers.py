"""Questions that are answered by what they name, in a whole turn."""

from __future__ import annotations

import pytest

from api.accounts.schemas import NewAccount, Platform
from tests.api.world import OFFICER, World, words
from tests.fakes import FakeDialogue, answer, nothing_told

pytestmark = pytest.mark.anyio

PAGE = words("utter_accounts_address", address="https://tips.example/accounts")


async def asked(world: World, question: str, topic: str) -> str:
    """What a question is answered with."""
    assert isinstance(world.dialogue, FakeDialogue)
    world.dialogue.script = [answer(f"utter_{topic}", intent=topic)]
    world.guard.verdicts[question] = nothing_told()
    await world.say(question)
    await world.take_turns()
    return (await world.replies())[-1]


@pytest.fixture
async def listed(world: World) -> None:
    for name in ("polisen_sodermalm", "polisenigoteborg"):
        address = f"https://www.instagram.com/{name}/"
        await world.accounts.add(NewAccount(channel=Platform.INSTAGRAM, name=name, address=address), OFFICER)


async def test_advice_is_what_was_asked_for(world: World) -> None:
    assert await asked(world, "hur skyddar jag min cykel?", "ask_prevention") == words("utter_prevention_bicycle")
    assert await asked(world, "har ni några råd till mig?", "ask_prevention") == words("utter_ask_prevention")


async def test_advice_is_given_in_the_language_of_the_question(world: World) -> None:
    reply = await asked(world, "how can I keep my bike from being stolen", "ask_prevention")
    assert reply == words("utter_prevention_bicycle", "en")


async def test_the_answer_on_what_is_official_names_the_list(world: World) -> None:
    reply = await asked(world, "är det här verkligen polisen?", "ask_official")
    assert reply == f"{words('utter_ask_official')}\n\n{PAGE}"


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize(
    ("question", "account"),
    [
        ("är @polisen_sodermalm erat?", "@polisen_sodermalm"),
        ("Är polisen_sodermalm äkta", "@polisen_sodermalm"),
        ("är Instagram.com/polisen_sodermalm ni?", "www.instagram.com/polisen_sodermalm/"),
        ("stämmer https://instagram.com/polisenigoteborg/p/123?x=1", "www.instagram.com/polisenigoteborg/"),
        ("är https://polisen.se/kontakt er sida", "polisen.se"),
    ],
)
async def test_an_account_that_is_listed_is_said_to_be(world: World, question: str, account: str) -> None:
    reply = await asked(world, question, "ask_official")
    assert reply.startswith(words("utter_account_listed", account=account))
    assert reply.endswith(PAGE)


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize(
    "handle", ["polisen_sodermalm1", "pölisen_sodermalm", "poliſen_sodermalm", "sodermalm", "instagram.com"]
)
async def test_a_name_that_only_looks_like_a_listed_one_is_not(world: World, handle: str) -> None:
    reply = await asked(world, f"är @{handle} erat konto?", "ask_official")
    assert reply.startswith(words("utter_account_not_listed", account=f"@{handle}"))


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize(
    "link",
    [
        "polisen-boter.com/betala",
        "https://polisen.se@evil.com/",
        "https://evil.com\\@polisen.se",
        "https://instagram.com/polisen_sodermalm/../lura",
        "https://polisen.se.evil.com",
        "https://polisen.se:8443/",
        "https://[::1",
    ],
)
async def test_a_link_that_is_not_listed_is_never_repeated(world: World, link: str) -> None:
    reply = await asked(world, f"fick sms med {link} är det ni?", "ask_official")
    assert reply.startswith(words("utter_link_not_listed"))
    assert "evil" not in reply and "boter" not in reply and "lura" not in reply


async def test_a_mail_address_and_a_time_of_day_are_no_accounts(world: World) -> None:
    reply = await asked(world, "Fick mejl från info@polisen-se.com kl 14.30.Hej t.ex. är det ni?", "ask_official")
    assert reply.startswith(words("utter_ask_official"))
