"""How the reporter knows: saw or heard it, has it from somebody else, or lost something."""

from __future__ import annotations

from api.analysis.findings import Finding, Source
from api.analysis.reading import Hit, Reading
from api.analysis.wordlists import WordLists

LOSS_REACH = 9
DAMAGE_REACH = 6
OTHERS = frozenset({"någon", "nån", "nagon", "nan", "ni", "du", "anyone", "anybody", "you"})
FIRST_PERSON = frozenset({"jag", "vi", "i", "we", "i'm", "i've"})
DENIALS = frozenset({"inte", "aldrig", "ej", "not", "never", "didn't", "inget", "ingen", "ingenting", "nothing"})


def find(reading: Reading, lists: WordLists) -> list[Finding]:
    """One `basis` at most. An own loss outweighs what was seen of it."""
    losses = (hit for hit in reading.of_list("basis_loss") if _is_first_person(reading, lists, hit))
    loss = next(losses, None) or _loss_of_own(reading, lists)
    if loss is not None:
        return [_found(reading, "own_loss", loss)]
    heard = [hit for hit in reading.of_list("basis_heard") if not _with_me(reading, hit)]
    seen = [
        hit
        for hit in reading.of_list("basis_seen")
        if not (_denied(reading, hit) or _asked(reading, hit) or _inside(hit, heard))
    ]
    if not heard:
        return [_found(reading, "seen", seen[0])] if seen else []
    own_eyes = [hit for hit in seen if FIRST_PERSON & set(reading.words[hit.first : hit.last])]
    if own_eyes and own_eyes[0].start < heard[0].start:
        return [_found(reading, "seen", own_eyes[0])]
    return [_found(reading, "heard_from_other", heard[0])]


def _is_first_person(reading: Reading, lists: WordLists, hit: Hit) -> bool:
    """Whether it happened to the reporter: "en kvinna blev rånad" happened to somebody else."""
    me = FIRST_PERSON | lists.plain["loss_owner"]
    first, _ = reading.sentence(hit.first)
    return (
        bool(me & set(reading.words[hit.first : hit.last]))
        or hit.first - first <= 1
        or bool(me & set(reading.before(hit.first, 4)))
    )


def _loss_of_own(reading: Reading, lists: WordLists) -> Hit | None:
    """ "Min cykel ... stulen" in one sentence; a relative who is gone is no loss of a thing."""
    people = {hit.first for hit in reading.any_of("person_family", "person_noun", "person_any", "acquaintance")}
    owners = lists.plain["loss_possessive"]
    for loss in reading.of_list("loss_word"):
        first, _ = reading.sentence(loss.first)
        for index in range(max(first, loss.first - LOSS_REACH), loss.first):
            if reading.words[index] in owners and not {index + 1, index + 2} & people:
                return loss
    for damage in reading.of_list("loss_damage"):
        for index in range(damage.last, min(damage.last + DAMAGE_REACH, len(reading.words))):
            if reading.words[index] in owners and not {index + 1, index + 2} & people:
                return damage
    return None


def _denied(reading: Reading, hit: Hit) -> bool:
    return bool(DENIALS & set(reading.words[hit.first : hit.last])) or reading.word(hit.last) in DENIALS


def _asked(reading: Reading, hit: Hit) -> bool:
    """ "Har nån hittat en ..." asks others."""
    mine = FIRST_PERSON & set(reading.words[hit.first : hit.last])
    return not mine and bool(OTHERS & set(reading.before(hit.first, 3)))


def _with_me(reading: Reading, hit: Hit) -> bool:
    """ "Jag och min fru såg": told by one who was there."""
    before = reading.before(hit.first, 2)
    return len(before) == 2 and before[0] in FIRST_PERSON and before[1] in {"och", "and", "o", "å"}


def _inside(hit: Hit, others: list[Hit]) -> bool:
    return any(hit.start < other.end and hit.end > other.start for other in others)


def _found(reading: Reading, value: str, hit: Hit) -> Finding:
    return Finding("basis", value, reading.text[hit.start : hit.end], hit.start, hit.end, Source.LIST, hit.confidence)
