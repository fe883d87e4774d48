"""The questions that have an answer of their own, which an editor may put in other words."""

from __future__ import annotations

from enum import StrEnum


class Topic(StrEnum):
    """The contract's questions, and what advice is asked for."""

    ASK_BOT = "ask_bot"
    ASK_ANONYMOUS = "ask_anonymous"
    ASK_PRIVACY = "ask_privacy"
    ASK_REPORT_CRIME = "ask_report_crime"
    ASK_NUMBER = "ask_number"
    ASK_OFFICIAL = "ask_official"
    ASK_STATUS = "ask_status"
    ASK_PREVENTION = "ask_prevention"
    ASK_MEDIA = "ask_media"
    ASK_EVENT = "ask_event"
    ASK_NOTICE = "ask_notice"
    PREVENTION_ELDER = "prevention_elder"
    PREVENTION_ONLINE = "prevention_online"
    PREVENTION_FRAUD = "prevention_fraud"
    PREVENTION_BICYCLE = "prevention_bicycle"
    PREVENTION_CAR = "prevention_car"
    PREVENTION_BURGLARY = "prevention_burglary"

    @property
    def response(self) -> str:
        """The response that it is answered with."""
        return f"utter_{self}"
