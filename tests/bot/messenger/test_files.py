"""Files from Meta's servers, and from nowhere else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest
from starlette.responses import RedirectResponse, Response

from bot.fetching import FileUnavailableError
from bot.intake import FileFailure
from bot.messenger.adapter import MessengerAdapter
from bot.messenger.addresses import allowed, is_public
from bot.messenger.files import MessengerFiles
from bot.messenger.settings import MessengerSettings
from tests.bot.fake_files import FakeFiles, NotKept
from tests.bot.fake_intake import FakeIntake
from tests.bot.messenger.fake_graph import PAGE_TOKEN, FakeGraph

pytestmark = pytest.mark.anyio

GRAPH = "https://graph.facebook.com/v25.0"
GOOD = "https://scontent-arn2-1.xx.fbcdn.net/v/t1.15752-9/1_n.jpg?_nc_cat=1&oh=03_Q7&oe=68"
NEVER = [
    "http://169.254.169.254/latest/meta-data/",
    "https://169.254.169.254/latest/meta-data/",
    "https://[fd00:ec2::254]/latest/meta-data/",
    "https://metadata.google.internal/computeMetadata/v1/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://localhost/",
    "https://localhost.localdomain/",
    "https://127.0.0.1/",
    "https://127.1/",
    "https://0/",
    "https://0.0.0.0/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://10.0.0.5/x.jpg",
    "https://192.168.1.1/x.jpg",
    "https://172.16.0.1/x.jpg",
    "http://scontent.xx.fbcdn.net/x.jpg",
    "ftp://scontent.xx.fbcdn.net/x.jpg",
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_FLUSHALL",
    "data:text/plain,hej",
    "unix:///var/run/docker.sock",
    "//scontent.xx.fbcdn.net/x.jpg",
    "scontent.xx.fbcdn.net/x.jpg",
    "https:///x.jpg",
    "https://scontent.xx.fbcdn.net:8443/x.jpg",
    "https://scontent.xx.fbcdn.net:22/x.jpg",
    "https://fbcdn.net/x.jpg",
    "https://evilfbcdn.net/x.jpg",
    "https://scontent.xx.fbcdn.net.evil.example/x.jpg",
    "https://fbcdn.net.evil.example/x.jpg",
    "https://evil.example/scontent.xx.fbcdn.net/x.jpg",
    "https://evil.example?scontent.xx.fbcdn.net/",
    "https://evil.example#.fbcdn.net/",
    "https://evil.example\\.fbcdn.net/",
    "https://evil.example\\@scontent.xx.fbcdn.net/",
    "https://scontent.xx.fbcdn.net@evil.example/",
    "https://scontent.xx.fbcdn.net:pw@127.0.0.1/",
    "https://127.0.0.1:80@scontent.xx.fbcdn.net/",
    "https://127.0.0.1%2f.fbcdn.net/",
    "https://127.0.0.1%00.fbcdn.net/",
    "https://scontent.xx.fbcdn.net./x.jpg",
    "https://.fbcdn.net/x.jpg",
    "https://-.fbcdn.net/x.jpg",
    "https://scontent。xx。fbcdn。net/x.jpg",
    "https://ſcontent.xx.fbcdn.net/x.jpg",
    "https://scontent.xx.fbcdn.net\t.evil.example/",
    "https://scontent.xx.fbcdn.net/x.jpg\r\nHost: 127.0.0.1",
    " https://scontent.xx.fbcdn.net/x.jpg",
    "https://graph.facebook.com/v25.0/me",
    "https://www.facebook.com/l.php?u=http://127.0.0.1/",
    "https://scontent.xx.fbcdn.net/" + "x" * 5000,
    "",
]
PRIVATE = [
    "127.0.0.1", "10.1.2.3", "172.16.9.9", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "255.255.255.255", "198.18.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fd00::1", "ff02::1", "::ffff:10.0.0.1",
    "2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2001:db8::1", "2001:0:7f00:1::", "not an address",
]  # fmt: skip


async def picture() -> AsyncIterator[bytes]:
    yield b"bi"
    yield b"ld"


class Network:
    """Stands for name service and servers, and writes down who was called."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []
        self.calls: list[httpx.Request] = []
        self.status, self.headers = 200, dict[str, str]()

    async def resolve(self, host: str) -> list[str]:
        self.asked.append(host)
        if not self.answers:
            raise OSError("no such name")
        return self.answers.pop(0)

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.calls.append(request)
        return httpx.Response(self.status, headers=self.headers, content=picture())

    def files(self, graph_url: str = GRAPH) -> MessengerFiles:
        return MessengerFiles(graph_url, resolve=self.resolve, transport=httpx.MockTransport(self.answer))


async def fetched(files: MessengerFiles, address: str) -> bytes | FileFailure:
    try:
        async with files.open(address) as content:
            return b"".join([piece async for piece in content])
    except FileUnavailableError as error:
        return error.failure


def test_there_are_at_least_forty_ways_to_try() -> None:
    assert len(set(NEVER)) >= 40


@pytest.mark.parametrize("address", NEVER)
async def test_no_other_address_is_called_or_even_looked_up(address: str) -> None:
    network = Network(["157.240.1.1"])

    assert await fetched(network.files(), address) is FileFailure.GONE
    assert (network.asked, network.calls) == ([], [])


@pytest.mark.parametrize("host", ["scontent.xx.fbcdn.net", "cdn.fbsbx.com", "scontent.cdninstagram.com"])
async def test_metas_file_servers_are_called_at_the_address_that_was_checked(host: str) -> None:
    network = Network(["157.240.1.1", "157.240.1.2"])

    assert await fetched(network.files(), f"https://{host}/v/1_n.jpg?oe=1") == b"bild"
    (call,) = network.calls
    assert (call.url.scheme, call.url.host, call.url.raw_path) == ("https", "157.240.1.1", b"/v/1_n.jpg?oe=1")
    assert (call.headers["host"], call.extensions["sni_hostname"]) == (host, host)
    assert "authorization" not in call.headers


async def test_an_ipv6_address_is_called_too() -> None:
    network = Network(["2a03:2880:f10c:283:face:b00c:0:25de"])

    assert await fetched(network.files(), GOOD) == b"bild"
    assert network.calls[0].url.host == "2a03:2880:f10c:283:face:b00c:0:25de"


@pytest.mark.parametrize("address", PRIVATE)
async def test_a_name_that_leads_into_our_own_network_is_not_followed(address: str) -> None:
    network = Network(["157.240.1.1", address])

    assert not is_public(address)
    assert await fetched(network.files(), GOOD) is FileFailure.GONE
    assert network.calls == []


async def test_a_name_that_changes_its_mind_after_the_check_is_not_asked_again() -> None:
    network = Network(["157.240.1.1"], ["127.0.0.1"])

    assert await fetched(network.files(), GOOD) == b"bild"
    assert (network.asked, network.calls[0].url.host) == ([httpx.URL(GOOD).host], "157.240.1.1")


async def test_a_name_that_is_not_found_now_is_for_later() -> None:
    assert await fetched(Network().files(), GOOD) is FileFailure.LATER


@pytest.mark.parametrize(
    ("status", "failure"),
    [
        (301, FileFailure.GONE),
        (302, FileFailure.GONE),
        (307, FileFailure.GONE),
        (403, FileFailure.GONE),
        (404, FileFailure.GONE),
        (429, FileFailure.LATER),
        (503, FileFailure.LATER),
    ],
)
async def test_a_redirect_is_not_followed_and_an_expired_file_is_gone(status: int, failure: FileFailure) -> None:
    network = Network(["157.240.1.1"])
    network.status, network.headers = status, {"Location": "http://169.254.169.254/"}

    assert await fetched(network.files(), GOOD) is failure
    assert len(network.calls) == 1


async def test_only_over_plain_http_is_the_graph_api_a_file_server_too() -> None:
    test, live = "http://127.0.0.1:8123/v25.0", GRAPH
    network = Network()

    assert await fetched(network.files(test), "http://127.0.0.1:8123/cdn/1.jpg") == b"bild"
    for address in ("http://127.0.0.1:8124/cdn/1.jpg", "http://127.0.0.1/cdn/1.jpg", "https://127.0.0.1:8123/1.jpg"):
        assert await fetched(network.files(test), address) is FileFailure.GONE
    assert await fetched(network.files(live), "https://graph.facebook.com/1.jpg") is FileFailure.GONE
    assert len(network.calls) == 1


def test_an_address_is_called_as_it_was_given() -> None:
    assert str(allowed(GOOD)) == GOOD


@pytest.fixture
async def adapter(
    graph: tuple[FakeGraph, str], settings: MessengerSettings, intake: FakeIntake
) -> AsyncIterator[tuple[FakeFiles, str]]:
    files = FakeFiles(limit=300_000)
    adapter = MessengerAdapter(replace(settings, graph_url=f"{graph[1]}/v25.0"), intake, files)
    await adapter.start()
    yield files, f"{graph[1]}/cdn"
    await adapter.stop()


async def test_through_the_adapter_files_are_kept_without_showing_the_token(
    graph: tuple[FakeGraph, str], adapter: tuple[FakeFiles, str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", logger="bot")
    fake, (files, cdn) = graph[0], adapter
    fake.files = {
        "a": Response(b"a" * 200_000),
        "b": Response(b"b" * 400_000),
        "r": RedirectResponse("http://169.254.169.254/"),
    }
    await files.want(f"{cdn}/a", f"{cdn}/b", f"{cdn}/r", f"{cdn}/expired", "https://10.0.0.1/x")
    await files.answered(5)

    assert files.kept == {f"{cdn}/a": b"a" * 200_000}
    assert sorted(files.refused, key=lambda each: each.id) == sorted(
        [
            NotKept(f"{cdn}/b", FileFailure.TOO_LARGE),
            NotKept(f"{cdn}/r", FileFailure.GONE),
            NotKept(f"{cdn}/expired", FileFailure.GONE),
            NotKept("https://10.0.0.1/x", FileFailure.GONE),
        ],
        key=lambda each: each.id,
    )
    assert all(PAGE_TOKEN not in str(each) for each in fake.headers)
    assert cdn not in caplog.text and "10.0.0.1" not in caplog.text


async def test_a_server_that_never_answers_is_for_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.messenger.files.TIMEOUT", httpx.Timeout(0.2))

    async def silent(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(5)
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    origin = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    files = MessengerFiles(origin)
    assert await fetched(files, f"{origin}/x") is FileFailure.LATER
    await files.close()
    server.close()
