"""An intent classifier for Rasa: hashed words and characters under a linear SVM.

It beat DIET and Rasa's own logistic regression on Swedish text in a fraction of their training
time (docs/decisions/0004-rasa-pipeline.md). Features are hashed, so the stored model holds
numbers only: no vocabulary of what citizens wrote, and no pickle.
"""

from __future__ import annotations

import json
import unicodedata
from typing import Any, Dict, List, Text, Type

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

# What the reader of a long message decides by stands early; the rest costs time.
LONGEST_READ = 2_000
_FOLD = str.maketrans("åäöéüÅÄÖ", "aaoeuAAO")


def plain(text: str) -> str:
    """Lower case, composed, single spaces, at most `LONGEST_READ` code points."""
    return " ".join(unicodedata.normalize("NFKC", text[:LONGEST_READ]).casefold().split())


def features(texts: List[str]) -> csr_matrix:
    """Word 1–2-grams and character 2–5-grams, as written and without the dots of å, ä, ö."""
    word_bits, character_bits = 2**16, 2**18
    common: Dict[str, Any] = {"lowercase": False, "alternate_sign": False, "norm": "l2", "dtype": np.float32}
    words = HashingVectorizer(n_features=word_bits, ngram_range=(1, 2), token_pattern=r"\w+|[?!]", **common)
    characters = HashingVectorizer(n_features=character_bits, ngram_range=(2, 5), analyzer="char_wb", **common)
    # The second reading lets "igar kvall" share features with "igår kväll".
    folded = [t.translate(_FOLD) for t in texts]
    return hstack([words.transform(texts), words.transform(folded), characters.transform(folded)]).tocsr()


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
        """`C`: inverse regularisation of the SVM; `ranking_length`: intents named in the answer."""
        return {"C": 0.5, "ranking_length": 5}

    def __init__(self, config: Dict[Text, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._intents: List[str] = []
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
        """Fit on every line with an intent; calibrate on held-out folds; store."""
        lines = [e for e in training_data.intent_examples if e.get(TEXT) and e.get(INTENT)]
        x = features([plain(e.get(TEXT)) for e in lines])
        self._intents = sorted({e.get(INTENT) for e in lines})
        place = {name: i for i, name in enumerate(self._intents)}
        y = np.array([place[e.get(INTENT)] for e in lines])
        held_out = np.zeros((len(y), len(self._intents)), dtype=np.float32)
        for train, test in StratifiedKFold(3, shuffle=True, random_state=7).split(x, y):
            held_out[test] = self._new_svm().fit(x[train], y[train]).decision_function(x[test])
        self._temperature = best_temperature(held_out, y)
        svm = self._new_svm().fit(x, y)
        self._weights, self._intercepts = svm.coef_.astype(np.float32), svm.intercept_.astype(np.float32)
        self._persist()
        return self._resource

    def _new_svm(self) -> LinearSVC:
        return LinearSVC(C=self._config["C"], class_weight="balanced", random_state=7)

    def process(self, messages: List[Message]) -> List[Message]:
        """Set `intent` and `intent_ranking` on each message."""
        for message in messages:
            confidences = self._confidences(message.get(TEXT) or "")
            order = np.argsort(-confidences)[: self._config["ranking_length"]]
            ranking = [{"name": self._intents[i], "confidence": float(confidences[i])} for i in order]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def _confidences(self, text: str) -> np.ndarray:
        row = features([plain(text)])
        # Only the columns that the text touches: a full product would read 100 MB of weights.
        scores = self._weights[:, row.indices] @ row.data + self._intercepts
        return softmax(scores[None, :] * self._temperature)[0]

    def _persist(self) -> None:
        with self._storage.write_to(self._resource) as folder:
            used = np.flatnonzero(np.abs(self._weights).max(axis=0))
            np.savez_compressed(
                folder / "weights.npz",
                columns=used, weights=self._weights[:, used].astype(np.float16), intercepts=self._intercepts,
                width=self._weights.shape[1], temperature=self._temperature,
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
            weights = np.zeros((len(component._intents), int(stored["width"])), dtype=np.float32)
            weights[:, stored["columns"]] = stored["weights"]
            component._weights = weights
            component._intercepts = stored["intercepts"]
            component._temperature = float(stored["temperature"])
        component._confidences("uppvärmning")
        return component

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data
