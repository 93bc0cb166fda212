"""The demo as a folder that the importer can read: the stories copied, the pictures drawn."""

from importlib import resources
from pathlib import Path

from octavo.imports.demo import pictures


def write(root: Path) -> None:
    """Lays the folder out in `root`, which must exist. Raises OSError where it cannot be written."""
    package = resources.files("octavo.imports.demo")
    posts, drawn, data = root / "posts", root / "pictures", root / "_data"
    for folder in (posts, drawn, data):
        folder.mkdir()
    for post in package.joinpath("posts").iterdir():
        if post.name.endswith(".md"):
            (posts / post.name).write_bytes(post.read_bytes())
    (data / "authors.yml").write_bytes(package.joinpath("authors.yml").read_bytes())
    for name in pictures.PICTURES:
        (drawn / f"{name}.png").write_bytes(_png(pictures.svg(name)))


def _png(svg: str) -> bytes:
    import pyvips  # libvips takes a moment to load, and only the demo needs it here

    image = pyvips.Image.svgload_buffer(svg.encode()).flatten()
    data: bytes = image.pngsave_buffer(compression=6)
    return data
