"""Short lines as people write them, and the language that each is in."""

from __future__ import annotations

import time

import pytest

from api.analysis.language import detect

SWEDISH = """
hej
hejsan
tja
ja
nej
nä
okej
tack
tack så mycket
hjälp
hjalp mig
kniv
inbrott
stulen cykel
min bil är borta
bilen ar stulen
nån har snott min cykel
va?
vad händer nu
vem är du
är du en robot
är ni polisen på riktigt
jag vill vara anonym
får man vara anonym
avbryt
börja om
vet inte
ingen aning
det var igår
igår kväll
i lördags natt
imorse vid sju
halv åtta
vid Odenplan
på Söder
i Rinkeby
utanför Ica
Sergels torg
svart Volvo
röd cykel
en vit skåpbil
vit skapbil utan skyltar
två män i svart
svarta kläder
lång och smal
gammal gubbe
en tjej typ 20
han heter Ahmed
Mohamed heter han
känner igen han på bilden
mannen på bilden
såg honom nyss
jag sag honom nyss
han sprang mot tunnelbanan
dom drog mot centrum
de slåss här
det brinner
dörren är uppbruten
hund bortsprungen
brun tax utan halsband
katten är borta
hittat en hund
hon har blå jacka
luktar gas i trappan
langare på skolgården
dom säljer knark
bror de skjuter
shoo bre
wallah jag såg han
aina kom inte
fan vad segt
skit i det
kan inte prata nu
har ni hittat honom
vad hände med tipset
hur gör man anmälan
vilket nummer ringer man
ring mig
svenska
prata svenska
människa tack
mvh Anna
Kalle Svensson
Hässleholm
ABC123
123
ok
👍
bluffsamtal från banken
blev lurad på swish
min farmor är lurad
grannen skriker
vet vem det är
ja det stämmer
nej det är fel
inget mer
det var allt
kl 14
""".strip().splitlines()

ENGLISH = """
hello
hi there
yes
no
nope
thanks
thank you
help
help me please
knife
burglary
stolen bike
my car is gone
someone took my phone
what?
what happens now
who are you
are you a robot
is this really the police
can I stay anonymous
cancel
start over
I don't know
dont know
no idea
it was yesterday
last night
last Friday night
this morning at seven
half past seven
near Odenplan
at Sergels torg
outside the station in Kista
black Volvo
red bike
white van no plates
two men in black
tall and skinny
old man with a dog
his name is Ahmed
I recognise him
the man in the picture
saw him just now
he ran towards the subway
they are fighting here
fire!
the door is broken
lost dog
found a dog
she wears a blue jacket
smell of gas
selling drugs near school
can't talk now
did you find him
what happened with my tip
how do I report
which number do I call
call me
english please
speak english
human please
that's correct
thats wrong
nothing else
that's all
I got scammed
my neighbour is screaming
I know who it is
u there?
bro they shooting
""".strip().splitlines()

OTHERS = {
    "ar": ["سرقوا سيارتي أمس", "أحتاج مساعدة"],
    "fa": ["ماشین من را دزدیدند", "کمک لطفا"],
    "ti": ["ሓገዝ የድልየኒ ኣሎ"],
    "uk": ["у мене вкрали велосипед", "допоможіть, він тут"],
    "ru": ["у меня украли машину вчера вечером"],
    "fi": ["minun auto on varastettu", "näin miehen eilen täällä, hän on poliisi"],
    "so": ["waxaan arkay nin gaari xaday", "caawimaad fadlan, booliska"],
    "pl": ["widziałem go wczoraj przy dworcu", "ukradli mi rower, proszę o pomoc"],
    "es": ["me robaron el coche ayer por la noche"],
    "de": ["ich habe ihn gestern am Bahnhof gesehen"],
    "tr": ["dün arabam çalındı, lütfen yardım edin"],
    "bs": ["juče su mi ukrali auto", "vidio sam ga ovdje danas"],
    "no": ["jeg vet ikke hvor han er nå"],
    "da": ["jeg ved ikke hvad der er sket med ham"],
}


@pytest.mark.parametrize("text", SWEDISH)
def test_a_short_swedish_line_is_swedish(text: str) -> None:
    assert detect(text) == "sv"


@pytest.mark.parametrize("text", ENGLISH)
def test_a_short_english_line_is_english(text: str) -> None:
    assert detect(text) == "en"


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in OTHERS.items() for text in texts])
def test_another_language_is_known_where_it_is_plain(code: str, text: str) -> None:
    assert detect(text) == code


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "\ud800", "\u202e\u202c", "🚨🚨🚨", "!!!", "12:30", "\u0301", "ａｂｃ"]
)
def test_what_has_no_language_counts_as_swedish(text: str) -> None:
    assert detect(text) == "sv"


def test_foreign_names_leave_a_swedish_line_swedish() -> None:
    assert detect("jag såg Søren och José vid Café Größe") == "sv"


def test_a_long_line_takes_no_longer_than_a_page() -> None:
    begin = time.perf_counter()
    detect("å" * 5000 + " w" * 5000)
    assert time.perf_counter() - begin < 0.05
