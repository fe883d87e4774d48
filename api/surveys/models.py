"""Answers to the one question after a tip, as counts: not even their order leads to a tip, a conversation or an hour."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from api.store.base import Base


class SurveyAnswers(Base):
    """How many gave one answer, in one week, channel and language."""

    __tablename__ = "survey_answers"
    __table_args__ = (
        CheckConstraint("answer IN ('increased', 'neither', 'decreased', 'dont_know')", name="answer"),
        CheckConstraint("given >= 1", name="given"),
    )

    week: Mapped[str] = mapped_column(String(8), primary_key=True)  # such as 2026-W48
    channel: Mapped[str] = mapped_column(String(16), primary_key=True)
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    answer: Mapped[str] = mapped_column(String(16), primary_key=True)
    given: Mapped[int]
