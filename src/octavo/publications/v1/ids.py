# Generated from proto/octavo/publications/v1 by `make proto`; not to be edited.
"""The kinds of ids of octavo.publications.v1: strings that must not be mixed up."""

from typing import NewType

__all__ = ["InvitationId", "NoteId", "PageId", "PublicationId", "SectionId", "SubmissionId"]

InvitationId = NewType("InvitationId", str)
NoteId = NewType("NoteId", str)
PageId = NewType("PageId", str)
PublicationId = NewType("PublicationId", str)
SectionId = NewType("SectionId", str)
SubmissionId = NewType("SubmissionId", str)
