"""A model as bytes, and back: arrays by name, no code. About 10 MB for 4,000 stories."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any, Final

import numpy as np
from scipy import sparse

from octavo.feed.ranking.alike import Factors
from octavo.feed.ranking.knowing import FEATURES, Known, Texts
from octavo.feed.ranking.learning import Model
from octavo.feed.ranking.moments import Calendar
from octavo.feed.ranking.ranker import Ranker

FORM: Final = 1
"""Changes with what the arrays mean."""
LARGEST: Final = 256 << 20
"""Bytes, unpacked."""

_RANKER: Final = ("middle", "spread", "line", "mixing", "offsets", "heights")
_KNOWN: Final = ("story_ids", "began", "readers_of", "lateness", "floors")
_TEXTS: Final = ("story_ids", "vectors", "languages", "began")


def packed(model: Model) -> bytes:
    """What `unpacked` reads."""
    known = model.known
    arrays: dict[str, Any] = {
        "form": np.array([FORM, len(FEATURES), known.calendar.origin, known.calendar.bins], dtype=np.int64),
        "penalties": np.array([each.penalty for each in known.factors]),
        **{f"known.{name}": getattr(known, name) for name in _KNOWN},
        **{f"texts.{name}": getattr(known.texts, name) for name in _TEXTS},
        **_sparse("calendar", known.calendar.read),
    }
    for at, each in enumerate(known.likeness):
        arrays |= _sparse(f"likeness{at}", each)
    for at, factors in enumerate(known.factors):
        arrays |= {f"factors{at}.stories": factors.stories, f"factors{at}.gram": factors.gram}
    if model.ranker is not None:
        arrays |= {f"ranker.{name}": getattr(model.ranker, name) for name in _RANKER}
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, **arrays)
    return zlib.compress(file.getbuffer(), 1)


def unpacked(kept: bytes) -> Model:
    """Raises ValueError where these bytes are no model, or one of another form."""
    try:
        whole = zlib.decompressobj().decompress(kept, LARGEST)
        with np.load(io.BytesIO(whole), allow_pickle=False) as arrays:
            return _model(dict(arrays.items()))
    except (zlib.error, zipfile.BadZipFile, KeyError, OSError, EOFError) as error:
        raise ValueError("These bytes are no model.") from error


def _model(arrays: dict[str, Any]) -> Model:
    form, features, origin, bins = arrays["form"].tolist()
    if (form, features) != (FORM, len(FEATURES)):
        raise ValueError("The model is of another form.")
    many = len(arrays["known.story_ids"])
    first, second = (
        Factors(
            stories=arrays[f"factors{at}.stories"],
            gram=arrays[f"factors{at}.gram"],
            penalty=float(arrays["penalties"][at]),
        )
        for at in (0, 1)
    )
    known = Known(
        calendar=Calendar(origin=origin, bins=bins, read=_matrix(arrays, "calendar", (many, bins))),
        likeness=(_matrix(arrays, "likeness0", (many, many)), _matrix(arrays, "likeness1", (many, many))),
        factors=(first, second),
        texts=Texts(**{name: arrays[f"texts.{name}"] for name in _TEXTS}),
        **{name: arrays[f"known.{name}"] for name in _KNOWN},
    )
    has = "ranker.line" in arrays
    return Model(
        known=known,
        ranker=Ranker(**{name: arrays[f"ranker.{name}"] for name in _RANKER}) if has else None,
    )


def _sparse(name: str, matrix: sparse.csr_array) -> dict[str, Any]:
    return {
        f"{name}.data": matrix.data.astype(np.float16),
        f"{name}.indices": matrix.indices.astype(np.int32),
        f"{name}.indptr": matrix.indptr.astype(np.int32),
    }


def _matrix(arrays: dict[str, Any], name: str, shape: tuple[int, int]) -> sparse.csr_array:
    parts = tuple(arrays[f"{name}.{part}"] for part in ("data", "indices", "indptr"))
    return sparse.csr_array((parts[0].astype(np.float32), parts[1], parts[2]), shape=shape)
