"""The theme that is kept is the theme that Streamlit would build."""

import pytest
from streamlit import config
from streamlit.proto.NewSession_pb2 import NewSession
from streamlit.runtime import app_session

from pages.frame import theme

SECTIONS = ("theme", *(f"theme.{name}" for name in "light dark sidebar light.sidebar dark.sidebar".split()))


def _sent(populate) -> NewSession:
    message = NewSession()
    for section in SECTIONS:
        target = message.custom_theme
        for name in section.split(".")[1:]:
            target = getattr(target, name)
        populate(target, section)
    return message


@pytest.fixture(scope="module", autouse=True)
def _our_configuration() -> None:
    config.get_config_options(force_reparse=True)


def test_the_kept_theme_is_what_streamlit_builds():
    """At the first run and at every later one, the same message, unset sections included."""
    built = _sent(app_session._populate_theme_msg)
    kept = theme._kept(app_session._populate_theme_msg)
    assert built.custom_theme.primary_color
    assert [_sent(kept), _sent(kept)] == [built, built]


def test_the_theme_is_built_once():
    """What cannot change while the program serves is not read again."""
    asked = []

    def build(message, section):
        asked.append(section)
        message.primary_color = "#000"

    kept = theme._kept(build)
    _sent(kept)
    _sent(kept)
    assert asked == list(SECTIONS)
