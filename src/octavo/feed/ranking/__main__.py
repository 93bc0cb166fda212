"""Learns once, in a process of its own: a lesson comes in, a model goes out (see adapters/tutor.py)."""

import os
import sys

import msgspec
import numpy as np

from octavo.feed.ports import Lesson
from octavo.feed.ranking import texts
from octavo.feed.ranking.acts import Acts
from octavo.feed.ranking.keeping import packed
from octavo.feed.ranking.knowing import Texts
from octavo.feed.ranking.learning import learn_next

_NICE = 10


def learned(lesson: Lesson) -> bytes:
    """The model as it is kept; nothing where nobody did anything."""
    several = sorted(lesson.texts, key=lambda text: text.number)
    subjects = texts.learn([each.words for each in several])
    kinds = sorted({each.language for each in several if each.language})
    about = Texts(
        story_ids=np.array([each.number for each in several], dtype=np.int64),
        vectors=subjects.vectors([each.words for each in several]),
        languages=np.array(
            [1 + kinds.index(each.language) if each.language else 0 for each in several], dtype=np.int64
        ),
        began=np.array([each.published for each in several], dtype=np.int64),
    )
    columns = (lesson.readers, lesson.stories, lesson.strengths, lesson.times)
    model = learn_next(Acts.of_columns(*(np.frombuffer(each, dtype=np.int64) for each in columns)), about)
    return packed(model) if model else b""


def main() -> None:
    """From what stands at the input to what goes to the output."""
    os.nice(_NICE)
    sys.stdout.buffer.write(learned(msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Lesson)))


if __name__ == "__main__":
    main()
