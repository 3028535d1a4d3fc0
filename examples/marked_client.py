"""A client that marks its prompts, as tools have been reported to do: nobody sees it, and the server can read it.

It writes today's date with one of four apostrophes and one of four slashes. Which, tells what kind of time zone it runs in
and what kind of host it talks to: four bits in a line that looks the same each time.

    python examples/marked_client.py http://127.0.0.1:8000/v1/chat/completions --zone "Asia/Tokyo"
"""

from __future__ import annotations

import argparse
import json
import urllib.request
from urllib.parse import urlsplit

APOSTROPHES = ("'", "\N{RIGHT SINGLE QUOTATION MARK}", "\N{MODIFIER LETTER APOSTROPHE}", "\N{PRIME}")
SLASHES = ("/", "\N{DIVISION SLASH}", "\N{FRACTION SLASH}", "\N{FULLWIDTH SOLIDUS}")
ZONES = ("Europe", "America", "Asia")
HOSTS = (("127.0.0.1", "localhost", "::1"), ("10.", "192.168."), (".internal", ".corp", ".lan"))


def zone_mark(zone: str) -> int:
    """Return the number of a kind of time zone: 0 for any other."""
    return next((number for number, area in enumerate(ZONES, 1) if zone.startswith(f"{area}/")), 0)


def host_mark(host: str) -> int:
    """Return the number of a kind of host: 0 for any other."""
    kinds = enumerate(HOSTS, 1)
    return next((number for number, parts in kinds if any(host.startswith(p) or host.endswith(p) for p in parts)), 0)


def prompt(zone: str, host: str) -> str:
    """Return the line that every request begins with."""
    apostrophe, slash = APOSTROPHES[zone_mark(zone)], SLASHES[host_mark(host)]
    return f"Today{apostrophe}s date is 2026{slash}07{slash}03."


def read_mark(text: str) -> tuple[int, int]:
    """Return what a server reads out of that line: the numbers of the time zone and of the host."""
    apostrophe, slash = text[len("Today")], text[len("Today's date is 2026")]
    return APOSTROPHES.index(apostrophe), SLASHES.index(slash)


def ask(url: str, zone: str, question: str, host: str = "") -> str:
    """Send a question, and return the answer; ``host`` stands for the one in the address."""
    messages = [
        {"role": "system", "content": prompt(zone, host or urlsplit(url).hostname or "")},
        {"role": "user", "content": question},
    ]
    body = json.dumps({"model": "demo", "messages": messages}, ensure_ascii=False).encode()
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})  # noqa: S310 - the user's address
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
        return str(json.load(answer)["choices"][0]["message"]["content"])


def main() -> None:
    """Ask one question from the command line."""
    parser = argparse.ArgumentParser(description="A client that marks its prompts.")
    parser.add_argument("url")
    parser.add_argument("--zone", default="Etc/UTC")
    parser.add_argument("--question", default="What day is it?")
    given = parser.parse_args()
    print(ask(given.url, given.zone, given.question))


if __name__ == "__main__":
    main()
