"""Which passwords are refused. Length is what makes one strong; the rest of the rules catch the first
thousand guesses of every attacker (NIST SP 800-63B, 5.1.1.2): common ones, patterns, and one's own name.
"""

import re
from typing import Final

SHORTEST: Final = 10
LONGEST: Final = 200

# What is left of the usual passwords once digits and signs at both ends are taken off.
_COMMON: Final = frozenset(
    """
    password passw passwort kennwort mypassword thepassword newpassword yourpassword password password pass
    qwerty qwertyuiop qwertz qwertzuiop azerty azertyuiop asdfgh asdfghjkl yxcvbnm zxcvbnm zxcvbn
    qazwsx qazwsxedc qweasd qweasdzxc abcdef abcdefg abcdefgh abcdefghi abcdefghij abcdefghijk
    iloveyou ilovegod iloveme ichliebedich schatz hallo hallohallo hello hellohello helloworld
    letmein letmeinplease welcome willkommen welcomehome administrator admin adminadmin root toor superuser
    changeme changethis changeit default secret geheim topsecret supersecret secretpassword
    football fussball baseball basketball superman batman spiderman starwars pokemon minecraft fortnite
    princess sunshine monkey dragon master shadow michael jordan jennifer charlie liverpool chelsea arsenal
    barcelona juventus bayern borussia schalke hamburg berlin london newyork trustno internet computer
    samsung google facebook whatever nothing anything blink octavo medium writer publish
    correcthorsebatterystaple
    """.split()  # noqa: SIM905 - as above: a list to be read
)
_RUNS: Final = (
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "qwertzuiop",
    "asdfghjkl",
    "zxcvbnm",
)
_LEET: Final = str.maketrans("@4301!5$7", "aaeoiisst")


def weakness(password: str, *, handle: str = "", email: str = "", name: str = "") -> str:
    """What is wrong with a password, as a sentence for the person; empty where nothing is."""
    if len(password) < SHORTEST:
        return f"Use at least {SHORTEST} characters: a few words make a good password."
    if len(password) > LONGEST:
        return f"Use at most {LONGEST} characters."
    folded = password.casefold()
    if len(set(folded)) < 5:
        return "This repeats a few characters: use a few words instead."
    if _is_common(folded):
        return "This is one of the passwords that are tried first: use a few words of your own."
    if _is_run(folded):
        return "This follows the keyboard or the alphabet: use a few words of your own."
    for own in (handle, email, email.partition("@")[0], name):
        if len(own) >= 4 and own.casefold() in folded:
            return "This contains your name or address, which others know."
    return ""


def _is_common(folded: str) -> bool:
    written = {folded, folded.translate(_LEET)}
    bare = {re.sub(r"^[\W\d_]+|[\W\d_]+$", "", text) for text in written}
    words = written | bare | {text.translate(_LEET) for text in bare}
    spellings = words | {_halved(text) for text in words}
    return bool(spellings & _COMMON) or folded.strip("!.?") in _COMMON


def _halved(text: str) -> str:
    """The word of which the text is a repetition, or the text itself: "abcabc" is "abc"."""
    period = (text + text).find(text, 1)
    return text[:period] if 0 < period < len(text) else text


def _is_run(folded: str) -> bool:
    """Whether three quarters of it go one step at a time along a row of keys, the alphabet or the digits."""
    steps = sum(
        any(pair in run or pair[::-1] in run for run in _RUNS)
        for pair in (folded[place : place + 2] for place in range(len(folded) - 1))
    )
    return steps * 4 >= (len(folded) - 1) * 3
