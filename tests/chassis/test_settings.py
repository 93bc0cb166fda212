"""Settings: every mistake at once, by the name under which it was set."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta

from octavo.chassis import settings
from octavo.chassis.settings import SettingsError


class Site(msgspec.Struct, frozen=True):
    url: str = "http://127.0.0.1"
    port: Annotated[int, Meta(ge=0, le=65535)] = 8000
    proxies: tuple[str, ...] = ()
    secret: Annotated[str, Meta(min_length=8)] | None = None

    def mistakes(self) -> Mapping[str, str]:
        return {} if self.url.startswith("http") else {"url": f'"{self.url}" does not begin with http'}


class Stories(msgspec.Struct, frozen=True):
    max_title: Annotated[int, Meta(ge=1)] = 150
    draft_bytes: int = 1024
    seconds: float = 2.5
    strict: bool = True
    mode: Literal["calm", "fast"] = "calm"
    folder: Path = Path("here")


class Needy(msgspec.Struct, frozen=True):
    mail: str


class Config(msgspec.Struct, frozen=True):
    site: Site = Site()
    stories: Stories = Stories()


class NeedyConfig(msgspec.Struct, frozen=True):
    site: Site
    needy: Needy


def read(environ: Mapping[str, str], file: Path | None = None) -> Config:
    return settings.read(Config, environ=environ, file=file)


def mistakes(environ: Mapping[str, str], file: Path | None = None) -> dict[str, str]:
    with pytest.raises(SettingsError) as caught:
        read(environ, file)
    return {mistake.name: mistake.what for mistake in caught.value.mistakes}


def test_defaults_need_nothing() -> None:
    assert read({}) == Config()


def test_each_section_reads_its_own_variables() -> None:
    config = read(
        {
            "OCTAVO_PORT": "80",
            "OCTAVO_PROXIES": "10.0.0.0/8, ::1",
            "OCTAVO_STORIES_MAX_TITLE": "9",
            "OCTAVO_STORIES_DRAFT_BYTES": "2 MB",
            "OCTAVO_STORIES_SECONDS": "0.5",
            "OCTAVO_STORIES_STRICT": "off",
            "OCTAVO_STORIES_MODE": "fast",
            "OCTAVO_STORIES_FOLDER": "/there",
            "HOME": "/root",
        }
    )
    assert config == Config(
        Site(port=80, proxies=("10.0.0.0/8", "::1")),
        Stories(
            max_title=9, draft_bytes=2 << 20, seconds=0.5, strict=False, mode="fast", folder=Path("/there")
        ),
    )


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "octavo.toml"
    file.write_text('port = 81\nproxies = ["::1"]\n[stories]\nmax_title = 7\nstrict = false\n')
    config = read({"OCTAVO_PORT": "80"}, file)
    assert (config.site.port, config.site.proxies, config.stories.max_title) == (80, ("::1",), 7)
    assert not config.stories.strict


def test_all_mistakes_are_reported_together_by_name() -> None:
    found = mistakes(
        {
            "OCTAVO_PORT": "99999",
            "OCTAVO_URL": "gopher://x",
            "OCTAVO_STORIES_MAX_TITLE": "long",
            "OCTAVO_STORIES_STRICT": "perhaps",
            "OCTAVO_STORIES_MODE": "wild",
            "OCTAVO_STORIES_FOLDER": "",
            "OCTAVO_STORIES_DRAFT_BYTES": "3 XB",
            "OCTAVO_STORY_MAX_TITLE": "8",
        }
    )
    assert found == {
        "OCTAVO_PORT": '"99999" will not do: it must be a whole number from 0 to 65535',
        "OCTAVO_URL": '"gopher://x" does not begin with http',
        "OCTAVO_STORIES_MAX_TITLE": '"long" will not do: it must be a whole number of at least 1',
        "OCTAVO_STORIES_STRICT": '"perhaps" will not do: it must be true or false',
        "OCTAVO_STORIES_MODE": '"wild" will not do: it must be one of calm, fast',
        "OCTAVO_STORIES_FOLDER": '"" will not do: it must be a path',
        "OCTAVO_STORIES_DRAFT_BYTES": '"3 XB" will not do: it must be a size such as 500KB, 64MB or 2GB',
        "OCTAVO_STORY_MAX_TITLE": "there is no such setting; did you mean OCTAVO_STORIES_MAX_TITLE?",
    }


def test_a_secret_is_not_repeated() -> None:
    assert "hush" not in mistakes({"OCTAVO_SECRET": "hush"})["OCTAVO_SECRET"]


def test_a_missing_setting_is_named() -> None:
    with pytest.raises(SettingsError, match="OCTAVO_NEEDY_MAIL: must be set"):
        settings.read(NeedyConfig, environ={})


def test_mistakes_in_the_file_name_key_and_file(tmp_path: Path) -> None:
    file = tmp_path / "octavo.toml"
    file.write_text('port = "x"\ncolour = 1\n[stories]\nmax_titel = 7\n')
    found = mistakes({}, file)
    assert set(found) == {f"port in {file}", f"colour in {file}", f"stories.max_titel in {file}"}


@pytest.mark.parametrize("text", ["port = ", "\xff\xfe"])
def test_a_file_that_is_no_toml_is_said_so(tmp_path: Path, text: str) -> None:
    file = tmp_path / "octavo.toml"
    file.write_bytes(text.encode("latin-1"))
    assert "TOML" in mistakes({}, file)[str(file)] or "read" in mistakes({}, file)[str(file)]


def test_a_missing_file_is_said_so(tmp_path: Path) -> None:
    assert "No such file" in mistakes({}, tmp_path / "none.toml")[str(tmp_path / "none.toml")]


def test_what_kubernetes_sets_is_no_mistake_but_its_port_is_explained() -> None:
    assert read({"OCTAVO_SERVICE_HOST": "10.0.0.1", "OCTAVO_PORT_8000_TCP_ADDR": "x"}) == Config()
    assert "enableServiceLinks" in mistakes({"OCTAVO_PORT": "tcp://10.0.0.1:8000"})["OCTAVO_PORT"]


def test_every_variable_is_listed_with_what_it_may_be() -> None:
    listed = settings.variables(Config)
    assert listed["OCTAVO_PORT"] == "a whole number from 0 to 65535"
    assert listed["OCTAVO_STORIES_DRAFT_BYTES"].startswith("a size")
    assert listed["OCTAVO_SECRET"].endswith("or not set")


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0")))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        config = read({"OCTAVO_PORT": text, "OCTAVO_STORIES_DRAFT_BYTES": text, "OCTAVO_PROXIES": text})
    except SettingsError as error:
        names = {mistake.name for mistake in error.mistakes}
    else:
        names = set()
        assert 0 <= config.site.port <= 65535
    assert names <= {"OCTAVO_PORT", "OCTAVO_STORIES_DRAFT_BYTES"}


def test_a_list_of_tables_is_json_in_the_environment_and_tells_no_secret(tmp_path: Path) -> None:
    class Door(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
        name: str
        secret: str = ""

    class House(msgspec.Struct, frozen=True):
        doors: tuple[Door, ...] = ()

    class Config(msgspec.Struct, frozen=True):
        house: House = House()

    text = '[{"name": "front", "secret": "s3cret"}]'
    found = settings.read(Config, environ={"OCTAVO_HOUSE_DOORS": text}, top="site")
    assert found.house.doors == (Door("front", "s3cret"),)
    file = tmp_path / "octavo.toml"
    file.write_text('[[house.doors]]\nname = "back"\n')
    assert settings.read(Config, environ={}, file=file, top="site").house.doors == (Door("back"),)
    for wrong in ('[{"secret": "s3cret"}]', "s3cret", '{"name": "s3cret"}'):
        with pytest.raises(settings.SettingsError) as mistakes:
            settings.read(Config, environ={"OCTAVO_HOUSE_DOORS": wrong}, top="site")
        assert "s3cret" not in str(mistakes.value)
        assert "a list of tables with name, secret" in str(mistakes.value)
