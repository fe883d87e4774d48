"""Answers that depend on what the question names: which advice is asked for, and which account."""

from __future__ import annotations

from api.accounts.recognising import Recognised, recognise
from api.accounts.service import AccountService
from api.pages.prevention import Prevention
from api.pages.topics import Topic
from api.store.store import Read
from api.wording import Wording, Words


class Answers:
    """`accounts_address`: where everybody can read the list of accounts; None where the site has no address of its own."""

    def __init__(
        self, wording: Wording, prevention: Prevention, accounts: AccountService, accounts_address: str | None
    ) -> None:
        self._wording = wording
        self._prevention = prevention
        self._accounts = accounts
        self._address = accounts_address

    def words(self, read: Read, response: str, language: str, channel: str, question: str) -> Words | None:
        """The words for a response that the question itself makes more exact; None for any other response."""
        if response == Topic.ASK_PREVENTION.response:
            topic = self._prevention.topic(question) or Topic.ASK_PREVENTION
            return self._wording.render(topic.response, language, channel)
        if response == Topic.ASK_OFFICIAL.response:
            return self._official(read, language, channel, question)
        return None

    def _official(self, read: Read, language: str, channel: str, question: str) -> Words:
        """Whether the accounts in the question are listed, then how to check any of them, and where the list is."""
        said = Words("")
        for one in recognise(question, self._accounts.all(read)):
            said = said.then(self._verdict(one, language, channel))
        said = said.then(self._wording.render(Topic.ASK_OFFICIAL.response, language, channel))
        if self._address is None:
            return said.then(self._wording.render("utter_accounts_page", language, channel))
        return said.then(self._wording.render("utter_accounts_address", language, channel, address=self._address))

    def _verdict(self, one: Recognised, language: str, channel: str) -> Words:
        if one.accounts:
            return self._wording.render("utter_account_listed", language, channel, account=one.shown)
        if one.shown:
            return self._wording.render("utter_account_not_listed", language, channel, account=one.shown)
        return self._wording.render("utter_link_not_listed", language, channel)
