"""The site over HTTP: the memory of the web process, and how many checks it answers in a second."""

from __future__ import annotations

import http.client
import subprocess
import threading
import time
from dataclasses import dataclass
from urllib.parse import quote

from django.test import Client

from tests.running_site import RunningSite

WEB_MEMORY = 300
AT_LEAST = 0.5


@dataclass
class BenchSite(RunningSite):
    """The demonstration with the bare page beside it."""

    name: str = "bench"

    @property
    def environment(self) -> dict[str, str]:
        return {**super().environment, "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings"}


def memory_of(parent: int) -> float:
    """The memory of the largest process that `parent` started, in MB."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "ppid=,rss="], capture_output=True, text=True, check=True
    ).stdout
    pairs = [line.split() for line in listed.splitlines()]
    return max(int(rss) for ppid, rss in pairs if int(ppid) == parent) / 1024


def _get(connection: http.client.HTTPConnection, address: str, cookies: str = "") -> int:
    connection.request("GET", quote(address, safe="/?=&"), headers={"Cookie": cookies} if cookies else {})
    answer = connection.getresponse()
    answer.read()
    return answer.status


def show_memory(site: RunningSite, pages: dict[str, tuple[Client, str, object]], times: int) -> None:
    """Serve each page some times and say how large the process that did it has grown."""
    assert site.server is not None
    connection = http.client.HTTPConnection("localhost", site.port)
    for _turn in range(times):
        for name, (client, address, _budget) in pages.items():
            cookies = "; ".join(f"{cookie.key}={cookie.value}" for cookie in client.cookies.values())
            assert _get(connection, address, cookies) == 200, name
    memory = memory_of(site.server.pid)
    print(
        f"\nmemory of the web process after each page {times} times: {memory:.0f} MB"
        f" (budget {WEB_MEMORY} MB, ratio {memory / WEB_MEMORY:.2f})"
    )


def _per_second(port: int, address: str, *, seconds: float, clients: int) -> float:
    done = [0] * clients
    ends = time.perf_counter() + seconds

    def ask(which: int) -> None:
        connection = http.client.HTTPConnection("localhost", port)
        while time.perf_counter() < ends:
            assert _get(connection, address) == 200
            done[which] += 1

    began = time.perf_counter()
    threads = [threading.Thread(target=ask, args=(which,)) for which in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (time.perf_counter() - began)


def show_rates(site: RunningSite, number: str, code: str, seconds: float) -> None:
    """Requests a second of a check beside those of a bare view, turn by turn so that both meet the same load."""
    addresses = {
        "a bare view with one query": f"/bare/{number}/",
        "public check by number": f"/check/?q={number}",
        "public check by code": f"/check/{code}/",
        "register entry": f"/register/{number}/",
    }
    rates: dict[str, list[float]] = {name: [] for name in addresses}
    for _turn in range(4):
        for name, address in addresses.items():
            rates[name].append(_per_second(site.port, address, seconds=seconds / 4, clients=4))
    print("\nover HTTP, four clients, one process:")
    bare = max(next(iter(rates.values())))
    for name, found in rates.items():
        share = max(found) / bare
        print(f"  {name:<32} {max(found):>7.0f} a second  {share:>5.2f} of bare (budget {AT_LEAST})")
