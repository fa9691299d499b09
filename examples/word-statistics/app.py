"""Counts what a text is made of. {"text": "...", "top": 5} in, counts and the commonest words out."""

import re
from collections import Counter

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
SENTENCE = re.compile(r"[^.!?]*[.!?]")


def handler(event, context):
    text = event.get("text")
    if not isinstance(text, str):
        raise ValueError('send {"text": "the text", "top": how many of the commonest words}')
    words = [word.lower() for word in WORD.findall(text)]
    counts = Counter(words)
    # Of equally common words the first in the alphabet comes first, so that equal texts have equal answers.
    ranked = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
    print(f"{len(words)} words for {context.aws_request_id}")
    return {
        "characters": len(text),
        "words": len(words),
        "distinct": len(counts),
        "sentences": len(SENTENCE.findall(text)),
        "longest": max(words, key=lambda word: (len(word), word), default=None),
        "top": [{"word": word, "count": count} for word, count in ranked[: event.get("top", 5)]],
    }
