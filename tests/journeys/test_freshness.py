"""An edit that was published is what everybody reads, in every placement."""

import json
import re
import threading
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

from tests.running import Running, wait_until

IN_A_ROW = 24  # answers with the new text, each on a connection of its own: by then every process has it


class Person:
    """Somebody with a cookie, over plain HTTP: each request on a connection of its own, so to any worker."""

    def __init__(self, site: Running) -> None:
        self.site = site
        self.cookie = ""

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> tuple[int, str, str]:
        connection = HTTPConnection("127.0.0.1", self.site.port, timeout=30)
        headers = {"origin": self.site.url, "cookie": self.cookie, "content-type": kind}
        connection.request(method, path, body, {name: value for name, value in headers.items() if value})
        answer = connection.getresponse()
        for cookie in answer.headers.get_all("set-cookie") or []:
            if cookie.startswith("session="):
                self.cookie = cookie.partition(";")[0]
        text = answer.read().decode()
        connection.close()
        return answer.status, text, answer.headers.get("location") or ""

    def call(self, method: str, **request: Any) -> Any:
        status, text, _ = self.ask(
            "POST", f"/octavo.stories.v1.Stories/{method}", json.dumps(request).encode(), "application/json"
        )
        assert status == 200, text
        return json.loads(text)

    def become_owner(self) -> None:
        link = self.site.wait_for(rf"{self.site.url}/sign-in/link/[\w-]+").removeprefix(self.site.url)
        form = urlencode({"handle": "ada", "name": "Ada", "email": "ada@mail.test"}).encode()
        status, _, _ = self.ask("POST", link, form, "application/x-www-form-urlencoded")
        assert status == 303


def body(text: str) -> str:
    paragraph = {
        "type": "paragraph",
        "attrs": {"id": "b1ockz1z1"},
        "content": [{"type": "text", "text": text}],
    }
    return json.dumps({"type": "doc", "content": [paragraph]})


def everywhere(site: Running, path: str, number: int) -> bool:
    """Whether all processes show this state."""
    return all(f"State number {number}." in Person(site).ask("GET", path)[1] for _ in range(IN_A_ROW))


def test_the_old_text_is_never_read_again(site: Running) -> None:
    ada = Person(site)
    ada.become_owner()
    draft = ada.call("CreateDraft", content={"title": "A walk", "body": body("State number 0.")})["draft"]
    story_id, version = draft["id"], draft["version"]
    ada.call("Publish", storyId=story_id, version=version)
    path = ada.ask("GET", f"/p/{story_id}")[2]
    settled, ended, stale = [0], threading.Event(), list[str]()

    def read_on() -> None:
        reader, answers = Person(site), 0
        while not ended.is_set():
            least = settled[0]
            status, text, _ = reader.ask("GET", path)
            answers += 1
            found = re.search(r"State number (\d+)\.", text)
            if status != 200 or found is None:
                stale.append(f"{status} without the text")
            elif int(found[1]) < least:
                stale.append(f"{found[1]} after {least}")
        assert answers

    readers = [threading.Thread(target=read_on) for _ in range(4)]
    for reader in readers:
        reader.start()
    for number in range(1, 13):
        content = {"title": "A walk", "body": body(f"State number {number}.")}
        version = ada.call("SaveDraft", storyId=story_id, version=version, content=content)["version"]
        ada.call("Publish", storyId=story_id, version=version)
        wait_until(lambda number=number: everywhere(site, path, number))  # type: ignore[misc]
        settled[0] = number
        wait_until(lambda number=number: everywhere(site, path, number))  # type: ignore[misc]
    ended.set()
    for reader in readers:
        reader.join()
    assert not stale
