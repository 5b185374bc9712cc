"""Takes the pictures of the README anew: a fresh demo town on a fixed day, a real browser, Vietnamese.

    make pictures
"""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).parent / "pictures"
PORT = 8599
HOME = f"http://127.0.0.1:{PORT}"
DAY = "2026-11-23T08:30:00+07:00"
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip


def main() -> None:
    """Build the town, serve it, take each picture, stop."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        given = {"DEMO": "1", "DATA_DIR": data, "FAKE_NOW": DAY, "PORT": str(PORT), "CAPTCHA": "off"}
        environment = {**os.environ, **given}
        subprocess.run([sys.executable, "-m", "services", "setup"], env=environment, check=True)
        serve = ["uvicorn", "dashboard:app", "--port", str(PORT), "--log-level", "error"]
        server = subprocess.Popen([sys.executable, "-m", *serve], env=environment)
        try:
            _wait()
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
                _citizen(browser)
                _officer(browser)
                _supervisor(browser)
                _administrator(browser)
                browser.close()
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait() -> None:
    for _ in range(240):
        with suppress(OSError), urllib.request.urlopen(f"{HOME}/healthz", timeout=2):
            return
        time.sleep(0.5)
    raise SystemExit("the server did not come up")


def _citizen(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740}, locale="vi-VN")
    page.goto(f"{HOME}/nop-ho-so?thu-tuc=2.000635")
    page.get_by_text("Cơ quan giải quyết").first.wait_for()
    _keep(page, "form-phone")
    page.close()


def _signed_in(browser: Browser, username: str, height: int) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": height}, locale="vi-VN")
    page.goto(f"{HOME}/dang-nhap")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu", exact=True).fill("MotCua@2026")
    page.get_by_role("button", name="Đăng nhập").click()
    return page


def _supervisor(browser: Browser) -> None:
    page = _signed_in(browser, "giamsat", 1000)
    page.get_by_role("heading", name="Thống kê").wait_for()
    page.locator(".js-plotly-plot").first.wait_for()
    _keep(page, "figures")
    page.close()


def _administrator(browser: Browser) -> None:
    """The form of a procedure being written: its questions, and beside them what a citizen will see."""
    page = _signed_in(browser, "quantri", 1000)
    page.get_by_role("link", name="Đăng xuất").wait_for()
    page.goto(f"{HOME}/danh-muc")
    page.get_by_role("link", name="Thủ tục cấp Giấy xác nhận tình trạng hôn nhân").click()
    page.get_by_role("button", name="Soạn phiên bản mới").click()
    page.get_by_role("tab", name="Biểu mẫu").click()
    page.get_by_role("button", name="3. Tình trạng hôn nhân").click()
    page.get_by_text("Người dân sẽ thấy").wait_for()
    _keep(page, "catalogue")
    page.close()


def _officer(browser: Browser) -> None:
    page = _signed_in(browser, "canbo", 800)
    page.locator("a[href*='/ho-so?ma=']").first.wait_for()
    _keep(page, "queue")
    page.locator("a[href*='/ho-so?ma=']").first.click()
    page.get_by_role("button", name="Tiếp nhận").first.wait_for()
    _keep(page, "dossier")
    page.close()


def _keep(page: Page, name: str) -> None:
    """Let fonts and papers be drawn, then keep the picture with few colours: a README should load quickly."""
    page.wait_for_timeout(4000)
    path = FOLDER / f"{name}.png"
    page.screenshot(path=path)
    Image.open(path).convert("RGB").quantize(128).save(path, optimize=True)


if __name__ == "__main__":
    main()
