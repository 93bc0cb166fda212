"""What an access token may be good for: a few plain names, each with what it opens.

A public method says in the contract which of them a token needs: `option (octavo.scope) = "stories:read"`.
ANY stands where whichever token will do, for what is open to everybody anyway. A method without the option
takes no token at all: it needs a person at a browser.
"""

from collections.abc import Mapping
from typing import Final

from octavo.chassis.context import Caller
from octavo.chassis.faults import Forbidden

__all__ = ["ANY", "SCOPES", "check_scope"]

ANY: Final = "any"

SCOPES: Final[Mapping[str, str]] = {
    "stories:read": "Read stories, drafts and revisions, as you may.",
    "stories:write": "Write, publish, take back and delete your stories.",
    "images:read": "See the list of your pictures.",
    "images:write": "Upload and delete pictures.",
    "publications:read": "Read publications, their members and what waits for review, as you may.",
    "publications:write": "Submit, review, manage members and pages, as your role in a publication allows.",
    "annotations:read": "Read notes on drafts that you may see.",
    "annotations:write": "Write, answer and settle notes.",
    "account:read": "Read your own account, e-mail address included.",
    "account:write": "Change your profile and preferences.",
    "feeds:read": "List your private feeds.",
    "feeds:write": "Make and revoke private feeds.",
    "graph:read": "Read whom you muted and blocked, your lists and what you read.",
    "graph:write": "Follow, clap, mute, block and keep lists.",
    "responses:read": "Read responses, and what waits for you to let it through.",
    "responses:write": "Respond, and decide about responses to your stories.",
    "notifications:read": "Read what you are told of others.",
    "notifications:write": "Mark it as read, and choose what you are told.",
    "home:read": "Read your home page, why each story is on it, and what you hid.",
    "home:write": "Change how your home page is put in order, and hide stories.",
    "webhooks:read": "List your webhooks and what was delivered.",
    "webhooks:write": "Make, change and delete webhooks.",
    "readership:read": "Read how often your stories are read.",
    "search": "Search stories, people and tags.",
    "people:manage": "List, invite and suspend people, where you look after the site.",
    "site:manage": "Look after reports and the site itself, where you may.",
}
"""What tokens can be given, and what each opens; a token never can more than its person."""


def check_scope(caller: Caller, scope: str) -> None:
    """Raise Forbidden where `caller` comes with a token that is not good for a method of this scope."""
    if caller.scopes is None or scope == ANY:
        return
    if not scope:
        raise Forbidden("This needs you to sign in with a browser; no access token is good for it.")
    if scope not in caller.scopes:
        raise Forbidden(f"This access token is not good for this: it would need the scope {scope}.")
