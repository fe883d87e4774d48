"""Answers to the one question after a tip. Nothing leads from an answer to a tip, a conversation or an hour."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from api.store.base import Base, Number


class SurveyAnswer(Base):
    __tablename__ = "survey_answers"
    __table_args__ = (CheckConstraint("answer IN ('increased', 'neither', 'decreased', 'dont_know')", name="answer"),)

    number: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=True)
    answer: Mapped[str] = mapped_column(String(16))
    channel: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(8))
    week: Mapped[str] = mapped_column(String(8))  # such as 2026-W48
