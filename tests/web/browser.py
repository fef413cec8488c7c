"""The system's own Chromium, driven as a person would: no browser is downloaded, and nothing but the program itself is asked."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str:
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("không có Chromium trên máy này (Debian: apt-get install chromium)")
    return found


@contextmanager
def browser() -> Iterator[Browser]:
    path = chromium()
    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=path, args=list(_FLAGS))
        yield running
        running.close()


class Person:
    """Somebody at a PC. ``strange`` are requests that left the program's own address, ``errors`` what the browser complained of."""

    def __init__(self, running: Browser, base: str, *, scripts: bool = True, size: tuple[int, int] = (1366, 768)) -> None:
        self.base = base
        self.strange: list[str] = []
        self.errors: list[str] = []
        self.context: BrowserContext = running.new_context(
            java_script_enabled=scripts, viewport={"width": size[0], "height": size[1]}, accept_downloads=True
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.page.on("request", lambda request: None if request.url.startswith(base) else self.strange.append(request.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)

    def opens(self, path: str) -> Page:
        self.page.goto(self.base + path)
        return self.page

    def signs_in(self, name: str, password: str) -> Page:
        page = self.opens("/dang-nhap/")
        page.fill("#username", name)
        page.fill("#password", password)
        page.click("main button.do")
        page.wait_for_url(self.base + "/")
        return page

    def leaves(self) -> None:
        assert self.strange == []
        assert self.errors == []
        self.context.close()


def saved(page: Page, click: str) -> bytes:
    """What a click downloads."""
    with page.expect_download() as waiting:
        page.click(click)
    return Path(waiting.value.path()).read_bytes()
