"""All tables of the store, for migrations: importing this imports every model."""

from __future__ import annotations

import api.accounts.models
import api.aside.models
import api.attachments.models
import api.conversations.models
import api.events.models
import api.idempotency.models
import api.pages.models
import api.queue.models
import api.receipts.models
import api.replies.models
import api.store.doomed
import api.surveys.models
import api.tips.models
import api.tokens.models
import api.unanswered.models
import api.vault.models  # noqa: F401
from api.store.base import Base

metadata = Base.metadata
