"""The words around a clock time, and the numbers that belong to something else."""

from __future__ import annotations

from ..vocabulary import words
from .atoms import Edge, Line

CLOCK_NOUNS = words("kl klockan klocka klokan klocken klockslaget clock kll klockn")
EDGES = {
    word: edge
    for edge, words in {
        Edge.ABOUT: "runt ca cirka omkring kring ungefar around about approximately typ circa approx bout like",
        Edge.AFTER: "efter after",
        Edge.BEFORE: "fore innan before",
    }.items()
    for word in words.split()
}
_PLAIN_CUES = words("vid ve at till until tills fran from by pa sen sedan since senast")
CUES = frozenset((*EDGES, *_PLAIN_CUES))
JOINTS = words("och o å a and & to till until - – — tills te")
# "strax efter", "några minuter före", "nån gång efter"
JUST = words("strax straxt precis just lite direkt right shortly minuter minutes alldeles")
SOMETIME = words("gang sometime nagongang nangang")
DAY_STARTS = words(
    """
    igar idag imorse inatt ikvall imorgon imorrn i pa natten samma yesterday today tonight last in on this forra
    """
)
UNITS = words(
    """
    kr kronor sek spann papp euro dollar pund procent meter km cm m kg gram liter grader volt watt hk mil st stycken
    personer bilar man procent poang barn stycket tum dl gb tkr lax kilo minusgrader plusgrader degrees miles
    """
)
_NUMBERED = words(
    """
    buss bussen linje linjen nr nummer rum rummet plan spar sparet port hus huset vaning vaningen lagenhet lgh vag
    vagn tag taget bus line room platform gate number no flat apartment house ruta sida kapitel sektion terminal
    kanal paragraf modell sparvagn tram route kartong plats platsen disk hiss trapp uppgang grupp klass avdelning
    minus plus storlek strl st storleken nyckel kod koden pin portkod skap kassa kassan dorr kostade kostar betalade
    pris priset for temp feber version betyg snitt kvm arskurs block zon bana box ward channel nbr rv lansvag
    """
)
_ADDRESS_ENDINGS = ("gatan", "vagen", "grand", "stigen", "torget", "allen", "backen", "gata", "vag", "street", "road")


def numbers_a_thing(line: Line, index: int) -> bool:
    """Whether the number at `index` belongs to what stands before it: buss 514, rum 312, Storgatan 14, 5-12."""
    before = line.at(index - 1).word
    return counts_a_thing(line, index) or (len(before) > 5 and before.endswith(_ADDRESS_ENDINGS))


def counts_a_thing(line: Line, index: int) -> bool:
    """The same without addresses, for no house has the number 23.05."""
    before = line.at(index - 1)
    return before.digits > 0 or before.word in ("+", "#", "§") or before.word in _NUMBERED
