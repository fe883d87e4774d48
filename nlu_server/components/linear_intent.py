"""An intent classifier for Rasa: words, letters and the app's hints under a linear SVM.

It beat DIET and Rasa's own logistic regression on Swedish text in a fraction of their training
time; docs/decisions/0004-rasa-pipeline.md has what else was measured. Features are hashed, so the
stored model holds numbers only: no vocabulary of what citizens wrote, and no pickle.
"""

from __future__ import annotations

import json
from typing import Any, Dict, List, Text, Type

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from nlu_server.components.hashed_features import Features, Said

OUT_OF_SCOPE = "out_of_scope"


def softmax(scores: np.ndarray) -> np.ndarray:
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return shifted / shifted.sum(axis=1, keepdims=True)


def best_temperature(scores: np.ndarray, truth: np.ndarray) -> float:
    """The sharpness that makes softmax(scores · t) most honest on held-out lines."""
    candidates = np.geomspace(0.5, 16, 26)
    rows = np.arange(len(truth))
    losses = [-np.log(softmax(scores * t)[rows, truth] + 1e-12).mean() for t in candidates]
    return float(candidates[int(np.argmin(losses))])


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(GraphComponent, IntentClassifier):
    """Reads the raw text; needs no tokenizer or featurizer before it."""

    @classmethod
    def required_components(cls) -> List[Type]:
        return []

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """`C`: inverse regularisation of the SVM; `ranking_length`: intents named in the answer.

        `lean`: added to the score of `out_of_scope`. Its lines are a few of endlessly many, and an SVM
        draws its border too near to them.
        """
        return {"C": 0.6, "ranking_length": 12, "lean": 0.2}

    def __init__(self, config: Dict[Text, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._intents: List[str] = []
        self._features = Features(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32))
        # A row for each column that training saw, so that a message reads only the rows that it touches.
        self._weights = np.zeros((0, 0), dtype=np.float32)
        self._intercepts = np.zeros(0, dtype=np.float32)
        self._temperature = 1.0

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LinearIntentClassifier:
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on every line with an intent; calibrate on a held-out fifth; store."""
        lines = [e for e in training_data.intent_examples if e.get(TEXT) and e.get(INTENT)]
        self._features, x = Features.fit([Said.of_message(e.get(TEXT), e.get(METADATA)) for e in lines])
        self._intents = sorted({e.get(INTENT) for e in lines})
        y = np.searchsorted(self._intents, [e.get(INTENT) for e in lines])
        lean = self._config["lean"] * (np.array(self._intents) == OUT_OF_SCOPE)
        # One fold is enough to find one number by, and each costs as much as the training itself.
        seen, held_out = next(iter(StratifiedKFold(5, shuffle=True, random_state=7).split(x, y)))
        scores = self._new_svm().fit(x[seen], y[seen]).decision_function(x[held_out])
        self._temperature = best_temperature(scores + lean, y[held_out])
        svm = self._new_svm().fit(x, y)
        # Rounded as it is stored, so that the model answers the same before and after.
        self._weights = svm.coef_.T.astype(np.float16).astype(np.float32)
        self._intercepts = (svm.intercept_ + lean).astype(np.float32)
        self._persist()
        return self._resource

    def _new_svm(self) -> LinearSVC:
        return LinearSVC(C=self._config["C"], class_weight="balanced", random_state=7, tol=5e-2)

    def process(self, messages: List[Message]) -> List[Message]:
        """Set `intent` and `intent_ranking` on each message."""
        for message in messages:
            confidences = self._confidences(Said.of_message(message.get(TEXT), message.get(METADATA)))
            order = np.argsort(-confidences)[: self._config["ranking_length"]]
            ranking = [{"name": self._intents[i], "confidence": float(confidences[i])} for i in order]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def _confidences(self, said: Said) -> np.ndarray:
        row = self._features.of([said])
        rows = np.searchsorted(self._features.columns, row.indices)
        scores = row.data @ self._weights[rows] + self._intercepts
        return softmax(scores[None, :] * self._temperature)[0]

    def _persist(self) -> None:
        with self._storage.write_to(self._resource) as folder:
            np.savez_compressed(
                folder / "weights.npz",
                columns=self._features.columns, rarity=self._features.rarity, intercepts=self._intercepts,
                weights=self._weights.astype(np.float16), temperature=self._temperature,
            )  # fmt: skip
            (folder / "intents.json").write_text(json.dumps(self._intents), encoding="utf-8")

    @classmethod
    def load(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource,
        execution_context: ExecutionContext, **_: Any,
    ) -> LinearIntentClassifier:  # fmt: skip
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            stored = np.load(folder / "weights.npz", allow_pickle=False)
            component._intents = json.loads((folder / "intents.json").read_text(encoding="utf-8"))
            component._features = Features(stored["columns"], stored["rarity"])
            component._weights = stored["weights"].astype(np.float32)
            component._intercepts = stored["intercepts"]
            component._temperature = float(stored["temperature"])
        component._confidences(Said("uppvarmning"))
        return component

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data
