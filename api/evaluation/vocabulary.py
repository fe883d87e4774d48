"""The words that a label may use: the contract's, and no others."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Act(StrEnum):
    """What a message does."""

    TIP = "tip"
    QUESTION = "question"
    SMALLTALK = "smalltalk"
    CONTROL = "control"
    FEEDBACK = "feedback"
    OUT_OF_SCOPE = "out_of_scope"


class Category(StrEnum):
    """What a tip is about."""

    WANTED_PERSON = "wanted_person"
    MISSING_PERSON = "missing_person"
    DOG = "dog"
    STOLEN_VEHICLE = "stolen_vehicle"
    STOLEN_ITEM = "stolen_item"
    BURGLARY = "burglary"
    FRAUD = "fraud"
    EVENT = "event"
    OTHER_CRIME = "other_crime"


class Topic(StrEnum):
    """What a question, control or feedback is about."""

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
    AFFIRM = "affirm"
    DENY = "deny"
    CANCEL = "cancel"
    CORRECT = "correct"
    SKIP = "skip"
    DONT_KNOW = "dont_know"
    HUMAN = "human"
    LANGUAGE = "language"
    COMPLAINT = "complaint"
    PRAISE = "praise"


class Group(StrEnum):
    """Which part of the emergency measure a line belongs to."""

    EMERGENCY = "emergency"
    LOOK_ALIKE = "look_alike"
    ORDINARY = "ordinary"


FEEDBACK_TOPICS: Final = frozenset({Topic.COMPLAINT, Topic.PRAISE})
QUESTION_TOPICS: Final = frozenset(topic for topic in Topic if topic.startswith("ask_"))
CONTROL_TOPICS: Final = frozenset(Topic) - QUESTION_TOPICS - FEEDBACK_TOPICS
TOPICS_OF_ACT: Final = {
    Act.QUESTION: QUESTION_TOPICS,
    Act.CONTROL: CONTROL_TOPICS,
    Act.FEEDBACK: FEEDBACK_TOPICS,
}

WHERE_AND_WHEN: Final = ("place", "area", "latitude", "longitude", "time_start", "time_end", "direction")
VEHICLE_FIELDS: Final = ("plate", "vehicle_kind", "vehicle_make", "vehicle_model", "vin", "colour")
DOG_FIELDS: Final = ("dog_breed", "dog_status", "dog_chip", "dog_collar")
PERSON_FIELDS: Final = (
    "person_gender",
    "person_age",
    "person_height_cm",
    "person_build",
    "person_hair",
    "person_marks",
    "person_clothing",
)
ITEM_FIELDS: Final = ("item_kind", "item_brand", "item_serial", "imei")
REPORTER_FIELDS: Final = ("phone", "email", "notice_ref", "basis")
FIELD_NAMES: Final = frozenset(
    WHERE_AND_WHEN + VEHICLE_FIELDS + DOG_FIELDS + PERSON_FIELDS + ITEM_FIELDS + REPORTER_FIELDS
)
