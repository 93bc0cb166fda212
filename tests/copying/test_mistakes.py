"""What a person can get wrong with `octavo copy`: one clear line, an exit code, and nothing lost."""

from pathlib import Path

import asyncpg
import pytest

from octavo.copying import abandoning
from octavo.copying.places import Place
from octavo.trouble import Exit, Trouble
from tests.copying import world


async def refused(source: str, target: str, home: Path) -> tuple[Exit, str]:
    """How it is refused."""
    with pytest.raises(Trouble) as found:
        await world.move(source, target, home)
    return found.value.exit, str(found.value)


async def test_a_place_that_is_none_is_refused() -> None:
    for words in ("mysql://host/x", "postgresql://host", "postgresql://host:port/x"):
        with pytest.raises(Trouble) as found:
            Place.of(words)
        assert found.value.exit == Exit.USAGE, words


def test_a_password_is_not_shown() -> None:
    assert Place.of("postgresql://me:secret@host:5433/site").shown == "postgresql://me@host:5433/site"


async def test_one_place_cannot_be_both(tmp_path: Path) -> None:
    site = str(tmp_path / "site")
    assert (await refused(site, f"sqlite:///{site}", tmp_path))[0] == Exit.USAGE
    url = "postgresql://me@host/site"
    assert (await refused(url, "postgres://you:x@host:5432/site", tmp_path))[0] == Exit.USAGE


async def test_a_source_without_a_site_is_refused(tmp_path: Path) -> None:
    code, why = await refused(str(tmp_path / "nothing"), str(tmp_path / "other"), tmp_path)
    assert (code, "holds no site" in why) == (Exit.BAD_DATA, True)
    assert not (tmp_path / "nothing").exists()


async def test_a_source_that_lacks_a_service_is_refused(tmp_path: Path) -> None:
    site = tmp_path / "site"
    await world.fill(str(site), tmp_path, things=1)
    for file in site.glob("post.db*"):
        file.unlink()
    code, why = await refused(str(site), str(tmp_path / "other"), tmp_path)
    assert (code, "no tables for post" in why) == (Exit.BAD_DATA, True)


async def test_a_source_of_another_version_is_refused(tmp_path: Path) -> None:
    site = str(tmp_path / "site")
    await world.fill(site, tmp_path, things=1)
    (tmp_path / "shop" / "0002_more.sql").write_text("ALTER TABLE things ADD COLUMN more TEXT;")
    code, why = await refused(site, str(tmp_path / "other"), tmp_path)
    assert (code, "lacks 0002 more of shop" in why) == (Exit.BAD_DATA, True)


async def test_no_table_changes_its_form_while_it_is_copied(tmp_path: Path) -> None:
    site = str(tmp_path / "site")
    await world.fill(site, tmp_path, things=1)
    await world.move(site, str(tmp_path / "other"), tmp_path)
    (tmp_path / "shop" / "0002_more.sql").write_text("ALTER TABLE things ADD COLUMN more TEXT;")
    with pytest.raises(Exception, match="is being copied by"):
        await world.open_one(site, tmp_path, "shop")


async def test_a_target_that_is_used_is_refused(server: str, tmp_path: Path) -> None:
    site = str(tmp_path / "site")
    await world.fill(site, tmp_path, things=3)
    await world.fill(server, tmp_path, things=2)
    code, why = await refused(site, server, tmp_path)
    assert (code, "name an empty place" in why) == (Exit.CANNOT_CREATE, True)
    assert len((await world.everything(server, tmp_path))["shop.things"]) == 2
    assert not {name for _, name in await world.objects(site) if "octavo_copy" in name}


async def test_a_target_that_is_not_there_is_told(tmp_path: Path) -> None:
    site = str(tmp_path / "site")
    await world.fill(site, tmp_path, things=1)
    code, why = await refused(site, "postgresql://me:secret@127.0.0.1:1/site", tmp_path)
    assert code == Exit.UNAVAILABLE
    assert "secret" not in why
    assert not {name for _, name in await world.objects(site) if "octavo_copy" in name}


async def test_a_second_target_is_refused_until_the_first_copy_is_given_up(tmp_path: Path) -> None:
    site, first, second = (str(tmp_path / name) for name in ("site", "first", "second"))
    await world.fill(site, tmp_path, things=3)
    await world.move(site, first, tmp_path)
    code, why = await refused(site, second, tmp_path)
    assert (code, f"is being copied to {first}" in why) == (Exit.CANNOT_CREATE, True)
    code, why = await refused(first, second, tmp_path)
    assert (code, "itself a copy that is not finished" in why) == (Exit.BAD_DATA, True)
    await abandoning.abandon(world.migrations(tmp_path), Place.of(site), None, world.Told())
    code, why = await refused(site, first, tmp_path)
    assert (code, "empty it first" in why) == (Exit.CANNOT_CREATE, True)
    await world.move(site, second, tmp_path, switch=True)
    assert (await world.move(site, second, tmp_path)).lines[0] == "The site was moved before."
    assert (await refused(site, str(tmp_path / "third"), tmp_path))[0] == Exit.SETTINGS
    assert (await refused(second, site, tmp_path))[0] == Exit.CANNOT_CREATE
    await world.move(second, str(tmp_path / "third"), tmp_path, switch=True)


async def test_a_value_that_the_target_cannot_hold_is_named(server: str, tmp_path: Path) -> None:
    site = str(tmp_path / "site")
    await world.fill(site, tmp_path, things=5)
    await world.spoil(site, "UPDATE things SET stock = 70000 WHERE id = 4000")
    code, why = await refused(site, server, tmp_path)
    assert code == Exit.BAD_DATA
    assert "{'id': 4000} of things" in why
    await world.spoil(site, "UPDATE things SET stock = 7 WHERE id = 4000")
    await world.move(site, server, tmp_path)


async def test_a_table_that_was_altered_by_hand_is_named(server: str, tmp_path: Path) -> None:
    site = str(tmp_path / "site")
    await world.fill(site, tmp_path, things=1)
    await world.spoil(site, "ALTER TABLE things ADD COLUMN own TEXT")
    code, why = await refused(site, server, tmp_path)
    assert (code, "shop: the tables things differ" in why) == (Exit.BAD_DATA, True)


async def test_a_server_that_sorts_otherwise_is_refused(server: str, tmp_path: Path) -> None:
    site = str(tmp_path / "site")
    await world.fill(site, tmp_path, things=1)
    connection = await asyncpg.connect(server)
    try:
        await connection.execute(
            "CREATE DATABASE otherwise TEMPLATE template0 LOCALE 'C.UTF-8' ENCODING 'UTF8'"
        )
        with pytest.raises(Exception, match="sorts by"):
            await world.move(site, server.rpartition("/")[0] + "/otherwise", tmp_path)
    finally:
        await connection.execute("DROP DATABASE IF EXISTS otherwise WITH (FORCE)")
        await connection.close()
