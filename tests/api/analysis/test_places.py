"""Places as people write them, and the municipality or Stockholm district that they lie in."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from api.analysis.findings import Source
from api.analysis.places import PlaceListsUnreadableError, Places

LISTS = Path(__file__).parents[3] / "nlu_data" / "lists" / "places"


@pytest.fixture(scope="module")
def places() -> Places:
    return Places.load(LISTS)


def main(places: Places, text: str) -> tuple[str | None, str | None]:
    found = places.find(text)
    place = next((finding.value for finding in found if finding.name == "place"), None)
    area = next((finding.value for finding in found if finding.name == "area"), None)
    return place, area


SENTENCES = {
    # Streets
    "han stod utanför Drottninggatan 12 i Uppsala": ("Drottninggatan 12", "Uppsala"),
    "de bor på Hornsgatan 81 b": ("Hornsgatan 81", "Södermalm"),
    "adressen är storgatan 14": ("storgatan 14", None),
    "Björkvägen 3B, gul villa": ("Björkvägen 3B", None),
    "såg bilen på götgatan": ("götgatan", "Södermalm"),
    "på Olof Palmes gata": ("Olof Palmes gata", "Norrmalm"),
    "vid Norra Bantorget": ("Norra Bantorget", "Norrmalm"),
    "utanför Östra Hamngatan 5 i gbg": ("Östra Hamngatan 5", "Göteborg"),
    "på Kungsgatan 3 killar bråkade": ("Kungsgatan", None),
    "det var på Ringvägen 22.15 igår": ("Ringvägen", None),
    "på Prästgårdsängens gränd 7": ("Prästgårdsängens gränd 7", None),
    "de sprang in på Mäster Samuelsgatan": ("Mäster Samuelsgatan", "Norrmalm"),
    # Squares, stations, centres, parks
    "en kille på Sergels torg säljer": ("Sergels torg", "Norrmalm"),
    "nere på plattan": ("plattan", "Norrmalm"),
    "vid t-centralen": ("t-centralen", "Norrmalm"),
    "Stockholms central, spår 10": ("Stockholms central", "Norrmalm"),
    "utanför Odenplans t-bana": ("Odenplans t-bana", "Vasastan"),
    "st eriksplan": ("st eriksplan", "Vasastan"),
    "utanför Tensta centrum": ("Tensta centrum", "Tensta"),
    "vid skärholmens centrum": ("skärholmens centrum", "Skärholmen"),
    "i Kista galleria": ("Kista galleria", "Kista"),
    "på gullmarsplan": ("gullmarsplan", "Johanneshov"),
    "Märsta station": ("Märsta station", "Sigtuna"),
    "vid Flemingsbergs pendeltågsstation": ("Flemingsbergs pendeltågsstation", "Huddinge"),
    "Malmö C": ("Malmö C", "Malmö"),
    "på möllan": ("möllan", "Malmö"),
    "i Slottsskogen": ("Slottsskogen", "Göteborg"),
    "nordstan i göteborg": ("nordstan", "Göteborg"),
    "Uppsala resecentrum": ("Uppsala resecentrum", "Uppsala"),
    "på isen på Magelungen": ("Magelungen", "Farsta"),
    "hunden sprang in i Tantolunden": ("Tantolunden", "Södermalm"),
    "på ICA Maxi i Haninge": ("ICA Maxi i Haninge", "Haninge"),
    "parkeringen vid Willys Jakobsberg": ("parkeringen vid Willys Jakobsberg", "Järfälla"),
    "biblioteket i Tensta": ("biblioteket i Tensta", "Tensta"),
    "polisstationen i sollentuna": ("polisstationen i sollentuna", "Sollentuna"),
    # Roads
    "på E4 vid Rotebro": ("E4 vid Rotebro", "Sollentuna"),
    "e18:an mot Enköping": ("e18:an", "Enköping"),
    "på väg 73 söderut": ("väg 73", None),
    "rv 50 norr om Örebro": ("rv 50", "Örebro"),
    "kö på essingeleden": ("essingeleden", None),
    # Areas and towns
    "i Rinkeby igår": ("Rinkeby", "Rinkeby"),
    "i rinkbey": ("rinkbey", "Rinkeby"),
    "i Skärholmn": ("Skärholmn", "Skärholmen"),
    "på söder": ("söder", "Södermalm"),
    "på gärdet": ("gärdet", "Gärdet"),
    "i sumpan": ("sumpan", "Sundbyberg"),
    "i sodermalm": ("sodermalm", "Södermalm"),
    "i goteborg": ("goteborg", "Göteborg"),
    "jag bor i malmo": ("malmo", "Malmö"),
    "i Haningetrakten": ("Haningetrakten", "Haninge"),
    "någonstans i stockholmsområdet": ("stockholmsområdet", "Stockholm"),
    "Uppsalas polis": ("Uppsalas", "Uppsala"),
    "utanför Vara": ("Vara", "Vara"),
    "vi bor i mora": ("mora", "Mora"),
    "perrongen i sala.": ("sala", "Sala"),
    "Bilen stod i Åre": ("Åre", "Åre"),
    "sommarstugan på gotland": ("gotland", "Gotland"),
    "söder i Helsingborg": ("Helsingborg", "Helsingborg"),
    "på Söder i Helsingborg": ("Söder", "Helsingborg"),
    "Vasastaden, Linköping": ("Vasastaden", "Linköping"),
    "rinkeby i stockholm": ("rinkeby", "Rinkeby"),
    "han åkte mot Uppsala men jag såg honom i Märsta": ("Märsta", "Sigtuna"),
    "han drog till Kista från Rinkeby torg": ("Rinkeby torg", "Rinkeby"),
    # English
    "I saw him at Odenplan": ("Odenplan", "Vasastan"),
    "near Stockholm central station": ("Stockholm central station", "Norrmalm"),
    "outside the library in Kista": ("the library in Kista", "Kista"),
    "in Gothenburg": ("Gothenburg", "Göteborg"),
    "it happened in Gamla stan": ("Gamla stan", "Gamla stan"),
    "fight at Medborgarplatsen": ("Medborgarplatsen", "Södermalm"),
    "on the E20 near Örebro": ("E20 near Örebro", "Örebro"),
}


@pytest.mark.parametrize(("text", "expected"), SENTENCES.items(), ids=list(SENTENCES))
def test_the_most_exact_place_and_its_area_come_first(
    places: Places, text: str, expected: tuple[str | None, str | None]
) -> None:
    assert main(places, text) == expected


NO_PLACES = [
    "det kan vara farligt",
    "i bara fem minuter",
    "jag har inte en aning",
    "han höll en kniv i handen",
    "det drog kallt i hallen",
    "de är fulla och skriker",
    "they are in the car",
    "söder om stan",
    "vid torget",
    "på gångvägen bakom skolan",
    "Nora såg honom också",
    "Anders Berg heter han",
    "en vit Ford C-Max",
    "jag slog i svansen",
    "barnvagnen stod på gården",
    "läs mer på www.uppsala.se",
    "skriv till anna@lund.se",
    "i våras",
    "det värsta är att",
    "ring SOS",
    "max 20 personer",
    "man ska ha en mark att stå på",
    "katten bor i källaren hos målaren",
    "ja e 10 år",
    "fallet salen var full",
    "I want to save it",
    "ta till vara på dina grejer",
    "på bron",
    "i parken",
]


@pytest.mark.parametrize("text", NO_PLACES)
def test_ordinary_words_are_no_places(places: Places, text: str) -> None:
    assert places.find(text) == []


# Names that are ordinary words, people or things too: a line that means the place, and its area; lines that do not.
CAUTIOUS = {
    "Bara": ("jag såg honom i Bara", "Svedala", ["i bara fem minuter", "hej\nBara så ni vet", "det är bara skola idag", "I BARA STRUMPOR"]),
    "Fresta": ("bilen stod i Fresta", "Upplands Väsby", ["låt er inte fresta", "DET KAN FRESTA."]),
    "Slaka": ("gården ligger i Slaka", "Linköping", ["hans armar var slaka", "med slaka koppel", "ARMARNA VAR SLAKA."]),
    "Tving": ("mot Tving", "Karlskrona", ["en tving låg på bänken", "jag tvingade honom"]),
    "Väja": ("fabriken i Väja", "Kramfors", ["bilen fick väja", "en vaja sprang över vägen", "BILARNA FICK VÄJA."]),
    "Ärla": ("hästen rymde från Ärla", "Eskilstuna", ["en ärla satt där", "lastbilen från Arla", "mjölk från arla"]),
    "Skruv": ("busskuren i Skruv", "Lessebo", ["det saknas en skruv", "haspen hänger i en skruv", "EN BOLL FULL AV SKRUV, FARLIGT"]),
    "Bor": ("jag såg honom i Bor", "Värnamo", ["jag bor i stan", "Bor i stan", "HAN BOR, TROR JAG, I STAN", "hej\nBor på landet"]),
    "Rök": ("inbrott i lagården i Rök", "Ödeshög", ["det kom rök", "Rök från fönstret", "huset gick upp i rök.", "GICK UPP I RÖK."]),
    "Los": ("1 mil norr om Los", "Ljusdal", ["hunden är los", "hon bor i Los Angeles", "HUNDEN ÄR LOS."]),
    "Tollare": ("inbrott i Tollare", "Nacka", ["min Tollare är borta", "en tollare, tik", "TOLLARE BORTSPRUNGEN."]),
    "Tidan": ("slam i Tidan", "Skövde", ["hela tidan", "HELA TIDAN."]),
    "Vena": ("huset ligger i Vena", "Hultsfred", ["blodet kom ur en vena"]),
    "Gräsmark": ("ödegården i Gräsmark", "Sunne", ["hon gick i gräsmark nära vägen", "på gräsmark", "brinner på Gräsmarken"]),
    "Ed": ("köpte ved av en i Ed", "Dals-Ed", ["I got it from Ed", "Ed heter han", "svor en ed", "i ed"]),
    "Arild": ("inbrott i Arild", "Höganäs", ["Arild heter han", "jag och Arild såg det"]),
    "Hille": ("inbrott i Hille", "Gävle", ["Hille heter han", "jag och Hille såg det"]),
    "Heden": ("bråk på Heden", "Göteborg", ["ute på heden", "Johan Heden såg det"]),
    "Malen": ("stugan på Malen", "Båstad", ["malen äter upp tröjan", "jag och Malen såg det"]),
    "Fiskeby": ("mopeden ligger i ån, Fiskeby", "Norrköping", ["en liten fiskeby"]),
    "Roma": ("hästen sågs vid Roma", "Gotland", ["en Roma familj", "AC Roma tröja"]),
    "Landsort": ("en båt utanför Landsort", "Nynäshamn", ["ute på landsort"]),
    "Raus": ("huset ligger i Raus", "Helsingborg", ["han skrek raus"]),
    "Ramlösa": ("grannen i Ramlösa", "Helsingborg", ["en flaska Ramlösa", "drack en ramlösa"]),
    "Väven": ("bråk på Väven", "Umeå", ["väven var röd"]),
    "Horda": ("stölder i Horda", "Värnamo", ["ni blev horda", "hörda av polisen"]),
    "Horn": ("inbrott i Horn", "Kinda", ["i horn av rummet", "ett horn på bilen", "Anders Horn såg det"]),
    "Svärta": ("inbrott i Svärta", "Nyköping", ["svarta kläder", "sot och svärta i ansiktet"]),
    "Svartå": ("älg vid Svartå", "Degerfors", ["svarta kläder", "de var Svarta"]),
    "Långås": ("bilen stod i långås", "Falkenberg", ["knark langas här", "det långas ut böcker"]),
    "Hållsta": ("bilen stod i hållsta", "Eskilstuna", ["bilen stod i hallsta"]),
    "Kånna": ("bilen stod i kånna", "Ljungby", ["en kanna kaffe", "jag kan känna det"]),
    "Väse": ("en gård i Väse", "Karlstad", ["en vase med blommor"]),
    "Väjern": ("båten låg i väjern", "Sotenäs", ["han klippte vajern"]),
    "Räppe": ("cykeln låg vid Räppe", "Växjö", ["en rappe kille"]),
    "Torsö": ("båten stals på Torsö", "Mariestad", ["en torso av gips"]),
    "Lugnås": ("hästen står vid Lugnås", "Mariestad", ["han måste lugnas"]),
    "Mosås": ("bilen stod i mosås", "Örebro", ["potatisen ska mosas"]),
}  # fmt: skip


@pytest.mark.parametrize("name", CAUTIOUS)
def test_a_name_that_is_a_word_too_counts_where_the_place_is_meant(places: Places, name: str) -> None:
    meant, area, others = CAUTIOUS[name]
    assert main(places, meant) == (meant[meant.lower().rindex(name.lower()) :][: len(name)], area)
    assert [text for text in others if places.find(text)] == []


SHOUTED = {
    "PÅ STADION IGÅR": "STADION",
    "BRÅK PÅ TEMPO I BOLLSTABRUK": "TEMPO I BOLLSTABRUK",
    "HAN HAR HANDEN I FICKAN": None,
    "Hej! HAN HAR HANDEN I FICKAN": None,
    "SKJUTNINGEN I ALBY": "ALBY",
    "det var på PUB i lördags": "PUB",
}


@pytest.mark.parametrize(("text", "place"), SHOUTED.items(), ids=list(SHOUTED))
def test_capitals_tell_nothing_where_all_is_in_capitals(places: Places, text: str, place: str | None) -> None:
    assert main(places, text)[0] == place


def test_a_word_that_is_a_name_in_small_letters_has_a_tail_only_after_a_word_of_place(places: Places) -> None:
    assert main(places, "i vara centrum") == ("vara centrum", "Vara")
    assert places.find("det kan vara skola idag") == []


def test_every_municipality_is_known_by_its_own_name(places: Places) -> None:
    names = yaml.safe_load((LISTS / "municipalities.yml").read_text(encoding="utf-8"))["areas"]
    assert len(names) == 290
    assert [name for name in names if main(places, f"det var i {name} igår")[1] != name] == []


def test_every_listed_place_names_an_area_that_exists(places: Places) -> None:
    contents = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in LISTS.glob("*.yml")]
    areas = {area for content in contents for area in content.get("areas", {})}
    assert {area for content in contents for area in content.get("places", {})} <= areas


def test_a_list_name_and_a_street_pattern_tell_their_source(places: Places) -> None:
    assert places.find("i Rinkeby")[0].source is Source.LIST
    assert places.find("på Lövgatan 4")[0].source is Source.PATTERN


def test_findings_are_cut_from_the_text_itself(places: Places) -> None:
    text = "Hej, på Sergels torg i Stockholm, sen mot Slussen."
    for finding in places.find(text):
        assert text[finding.start : finding.end] == finding.text


def test_letters_with_their_rings_apart_are_understood(places: Places) -> None:
    assert main(places, "i So\u0308dermalm") == ("So\u0308dermalm", "Södermalm")


def test_a_folder_without_lists_is_named_as_unreadable(tmp_path: Path) -> None:
    with pytest.raises(PlaceListsUnreadableError):
        Places.load(tmp_path)


def test_lists_of_another_layout_are_named_as_unreadable(tmp_path: Path) -> None:
    (tmp_path / "rules.yml").write_text("near: [i]\n", encoding="utf-8")
    with pytest.raises(PlaceListsUnreadableError):
        Places.load(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "på " * 1600,
        "Storgatan " * 500,
        "i Uppsalaa " * 450,
        "a" * 5000,
        "S:t " * 1250,
        "E4" * 2500,
        "biblioteket i " * 350,
    ],
)
def test_a_hostile_text_of_five_thousand_characters_is_read_at_once(places: Places, text: str) -> None:
    assert min(_seconds(places, text) for _ in range(5)) < 0.15


def _seconds(places: Places, text: str) -> float:
    begin = time.perf_counter()
    places.find(text)
    return time.perf_counter() - begin


@settings(max_examples=100, deadline=None)
@given(
    st.text(max_size=60)
    | st.lists(
        st.sampled_from(
            ["i", "Söder", "på", "S:t", "E4", "14", "vid", "gata", "Odens", "torg", "\ud800", ",", "c", "ICA"]
        )
    ).map(" ".join)
)
def test_no_text_is_too_odd(text: str) -> None:
    for finding in _PLACES.find(text):
        assert text[finding.start : finding.end] == finding.text


_PLACES = Places.load(LISTS)
