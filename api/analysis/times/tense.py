"""Whether a clause tells of what has been or of what is to come."""

from __future__ import annotations

from ..vocabulary import words
from .atoms import Line

_FUTURE = words("ska skall skal tanker planerar planeras vantas will gonna")
# Left out is what is far more often another word without its rings and dots: "så" and "sa", "för" and "for" are one.
PAST = words(
    """
    sag var va stod kom gick korde horde hande skedde blev hade stals forsvann sprang slog skrek akte satt lag small
    hittade upptackte ringde tog smet larmade fick sade drog stack skot brann holl dog stal snodde grep greps togs
    smallde flog lyste knackade bankade brot brots krossade sparkade kastade slangde lamnade hoppade jagade filmade
    fotade stannade stoppade parkerade stallde lat hangde drack åt sov dok gav skrev laste lade la sald salde kopte
    lanade hyrde betalade lurade rymde foll ramlade krockade kraschade backade svangde vande borjade slutade pratade
    fragade sags hordes marktes syntes begicks fanns drev rev spreng sprack vaknade markte trodde visste tyckte ville
    borde kunde gjorde hjalpte motte passerade mottes slogs brakade brottades hotade ranade misshandlade dodade skadade
    gled rann lyfte bar drogs sattes dog sjong lekte rokte angrep bet rasade forsokte was were saw heard came went
    stole ran took happened had drove stood did got broke left hit found lost bought sold paid told said gave made fell
    flew threw shot rode sat slept woke spoke wrote met kept held knew thought kande tande sande motte satte fatte
    hittat bytte flyttade skickade flydde klattrade began fought bit burnt smelt rang tore wore cut put chased parked
    noticed pulled pushed grabbed smashed glassed stabbed robbed mugged punched kicked
    """
)
# What is wrong has happened, whatever its verb: "stulen den 24/12", "inbrott den 5 december".
_DONE = words(
    """
    stulen stulna stulet tagen tagna taget borta forsvunnen forsvunna forsvunnet saknad saknas inbrott inbrottet ran
    ranad ranet misshandel misshandlad stold stolden olycka olyckan krock smitning skjutning mord mordet uppbruten
    uppbrutet krossad krossade sonder valdtagen knivhuggen skjuten pakord repad lurad hotad doden bedragen vittne
    hittad hittat sedd sedda sett brand stolen missing gone robbed burglary theft robbery accident crash sedan sen
    since lost lurades
    """
)


def is_past(word: str) -> bool:
    """Whether a word is a verb of the past, as far as its form tells."""
    if word in PAST:
        return True
    if len(word) < 5 or word in _NOT_PAST:
        return False
    return word.endswith(_PAST_ENDINGS)


_PAST_ENDINGS = ("ade", "ades", "rde", "kte", "lte", "ddes", "ttes", "ed")
# Words that end like verbs of the past and are none.
_NOT_PAST = words(
    """
    need speed hundred weed seed indeed naked wicked sacred exceed embed tired blade hundrade granne fjarde bakre
    skade parade kommande
    """
)


def is_done(word: str) -> bool:
    """Whether a word says that something has happened: a verb of the past, or "stulen", "inbrott"."""
    return word in _DONE or is_past(word)


def speaks_of_future(line: Line, clause: range) -> bool:
    """Whether the clause says "ska" or "will" and no verb of the past ("ska ha setts" is past)."""
    found = False
    for index in clause:
        word = line.word(index)
        if word in _CLEARLY_PAST or word == "ha":
            return False
        found = found or word in _FUTURE or (word == "kommer" and "att" in (line.word(index + 1), line.word(index + 2)))
        found = found or (word == "going" and line.word(index + 1) == "to")
    return found


# Beside "ska" only these are sure: "han sa att de ska" is past and yet of what is to come.
_CLEARLY_PAST = words(
    """
    sag var stod kom gick korde horde hande skedde blev hade stals forsvann sprang slog skrek akte satt lag small
    hittade upptackte ringde tog smet larmade was were saw heard came went stole ran took happened had drove stood
    did
    """
)
_ANNOUNCING = words(
    """
    demonstration demonstrationen demo manifestation manifestationen marsch mote motet fest festen konsert match
    derby derbyt julmarknad loppis festival traff traffen samling invigning protest arrangemang tillstallning
    bal disco rave slagsmal uppgorelse upplopp kravall party meeting march concert game rally demonstrating gathering
    event ar blir borjar startar samlas traffas planeras ska skall kommer hander oppnar spelar kor moter vantas
    starts begins is will are going planned ses mots aker slass upp gor tanker
    """
)


def announces(line: Line, clause: range, has_clock: bool) -> bool:
    """Whether a date may be that of something planned: no word of the past, and one of meeting or an hour."""
    told = [line.word(index) for index in clause]
    if any(is_done(word) for word in told):
        return False
    return has_clock or any(word in _ANNOUNCING or word.endswith(_EVENTS) for word in told)


_EVENTS = ("festen", "fest", "moten", "motet", "demonstration", "marknad", "marknaden", "marsch", "konsert", "match")
