"""Letters in plain words, English and German, for a site that brings no templates of its own."""

from collections.abc import Mapping
from html import escape
from typing import Final

from octavo.accounts.letters import LetterKind, Wording

# kind: subject, text before the link, what the link says (in HTML), text after it
_WORDS: Final[dict[str, dict[LetterKind, tuple[str, str, str, str]]]] = {
    "en": {
        LetterKind.SIGN_IN: (
            "Sign in to {site}",
            "Here is your link to sign in to {site}. It works once, within {minutes} minutes.",
            "Sign in",
            "If you did not ask for it, somebody typed your address by mistake: nothing happens unless the "
            "link is opened.",
        ),
        LetterKind.SIGN_UP: (
            "Welcome to {site}: one more step",
            "Open this link to choose your name on {site}. It works once, within {minutes} minutes.",
            "Create your account",
            "If you did not ask for it, somebody typed your address by mistake: nothing happens unless the "
            "link is opened.",
        ),
        LetterKind.INVITATION: (
            "You are invited to {site}",
            "You are invited to read and write on {site}. The link works once, within {days} days.",
            "Accept the invitation",
            "If you do not know {site}, leave this letter unanswered: nothing happens, and no "
            "more will come.",
        ),
        LetterKind.CONFIRM_EMAIL: (
            "Confirm your address for {site}",
            "Is {email} your address? Open the link to confirm it for {site}, within {minutes} minutes.",
            "Confirm the address",
            "If you did not ask for it, nothing happens unless the link is opened.",
        ),
        LetterKind.EMAIL_CHANGED: (
            "Your address on {site} was changed",
            "Your account on {site} has another e-mail address from now on: letters no longer go to {email}.",
            "{site}",
            "If it was not you, tell the people who run {site} at once.",
        ),
        LetterKind.LEAVING: (
            "Your account on {site} will be erased",
            "Your account on {site} is hidden from now on, and in {days} days all of it will be erased: your "
            "profile, your stories, your pictures. Until then you have it back by signing in.",
            "{site}",
            "If you did not ask for it, sign in and change your password.",
        ),
        LetterKind.WEBHOOK_STOPPED: (
            "A webhook of yours on {site} has stopped",
            "One of your webhooks on {site} was stopped: its receiver took nothing for a day, said that it "
            "is gone, or too much waited for it. What was not delivered is kept for a while, and can be sent "
            "again.",
            "See your webhooks",
            "It stays stopped until you start it.",
        ),
        LetterKind.SUBMISSION_ACCEPTED: (
            "Your story on {site} was accepted",
            "A publication on {site} took in the story that you submitted. What its editors noted stands "
            "with it.",
            "See the submission",
            "Nothing is asked of you.",
        ),
        LetterKind.SUBMISSION_RETURNED: (
            "Your story on {site} came back to you",
            "The editors of a publication on {site} gave back the story that you submitted, with a note for "
            "you.",
            "Read the note",
            "The story is yours to work on; you may submit it again.",
        ),
        LetterKind.SUBMISSION_WITHDRAWN: (
            "Your submission on {site} was ended",
            "The editors of a publication on {site} ended your submission. The story is yours as before.",
            "See the submission",
            "Nothing of the story is lost.",
        ),
    },
    "de": {
        LetterKind.SIGN_IN: (
            "Anmelden bei {site}",
            "Hier ist dein Link zum Anmelden bei {site}. Er gilt einmal, {minutes} Minuten lang.",
            "Anmelden",
            "Wenn du ihn nicht angefordert hast, hat jemand versehentlich deine Adresse eingetippt: Solange "
            "der Link nicht geöffnet wird, geschieht nichts.",
        ),
        LetterKind.SIGN_UP: (
            "Willkommen bei {site}: noch ein Schritt",
            "Mit diesem Link wählst du deinen Namen bei {site}. Er gilt einmal, {minutes} Minuten lang.",
            "Konto anlegen",
            "Wenn du ihn nicht angefordert hast, hat jemand versehentlich deine Adresse eingetippt: Solange "
            "der Link nicht geöffnet wird, geschieht nichts.",
        ),
        LetterKind.INVITATION: (
            "Einladung zu {site}",
            "Du bist eingeladen, bei {site} zu lesen und zu schreiben. Der Link gilt einmal, {days} Tage "
            "lang.",
            "Einladung annehmen",
            "Wenn dir {site} nichts sagt, lass diesen Brief unbeantwortet: Es geschieht nichts, und es kommt "
            "kein weiterer.",
        ),
        LetterKind.CONFIRM_EMAIL: (
            "Bestätige deine Adresse für {site}",
            "Ist {email} deine Adresse? Mit dem Link bestätigst du sie für {site}, {minutes} Minuten lang.",
            "Adresse bestätigen",
            "Wenn du das nicht angefordert hast: Solange der Link nicht geöffnet wird, geschieht nichts.",
        ),
        LetterKind.EMAIL_CHANGED: (
            "Deine Adresse bei {site} wurde geändert",
            "Dein Konto bei {site} hat ab jetzt eine andere E-Mail-Adresse: An {email} gehen keine "
            "Briefe mehr.",
            "{site}",
            "Wenn du das nicht warst, sag es gleich denen, die {site} betreiben.",
        ),
        LetterKind.LEAVING: (
            "Dein Konto bei {site} wird gelöscht",
            "Dein Konto bei {site} ist ab jetzt verborgen, und in {days} Tagen wird alles gelöscht: dein "
            "Profil, deine Texte, deine Bilder. Bis dahin bekommst du es zurück, indem du dich anmeldest.",
            "{site}",
            "Wenn du das nicht warst, melde dich an und ändere dein Passwort.",
        ),
        LetterKind.WEBHOOK_STOPPED: (
            "Ein Webhook von dir bei {site} ist angehalten",
            "Einer deiner Webhooks bei {site} wurde angehalten: Sein Empfänger hat einen Tag lang nichts "
            "angenommen, sich abgemeldet, oder es wartete zu viel. Was nicht zugestellt wurde, bleibt eine "
            "Weile liegen und kann noch einmal gesendet werden.",
            "Deine Webhooks ansehen",
            "Er bleibt angehalten, bis du ihn wieder startest.",
        ),
        LetterKind.SUBMISSION_ACCEPTED: (
            "Dein Text bei {site} wurde angenommen",
            "Eine Publikation bei {site} hat den Text aufgenommen, den du eingereicht hast. Was die "
            "Redaktion notiert hat, steht dabei.",
            "Einreichung ansehen",
            "Du musst nichts weiter tun.",
        ),
        LetterKind.SUBMISSION_RETURNED: (
            "Dein Text bei {site} kam zurück",
            "Die Redaktion einer Publikation bei {site} hat dir den eingereichten Text zurückgegeben, mit "
            "einer Notiz für dich.",
            "Notiz lesen",
            "Du kannst am Text weiterarbeiten und ihn wieder einreichen.",
        ),
        LetterKind.SUBMISSION_WITHDRAWN: (
            "Deine Einreichung bei {site} wurde beendet",
            "Die Redaktion einer Publikation bei {site} hat deine Einreichung beendet. Der Text gehört dir "
            "wie zuvor.",
            "Einreichung ansehen",
            "Vom Text ist nichts verloren.",
        ),
    },
}


class PlainLetters:
    """letters.LetterTemplates. `language` is the site's own, taken where a reader's is not spoken here."""

    def __init__(self, language: str = "en") -> None:
        self._language = _spoken(language) or "en"

    def render(self, kind: LetterKind, language: str, values: Mapping[str, str]) -> Wording:
        spoken = _spoken(language) or self._language
        subject, before, label, after = (part.format_map(values) for part in _WORDS[spoken][kind])
        link = values["link"] or values["home"]
        paragraphs = (escape(before), f'<a href="{escape(link)}">{escape(label)}</a>', escape(after))
        html = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        return Wording(
            subject,
            f"{before}\n\n{link}\n\n{after}\n",
            f'<!doctype html>\n<html lang="{spoken}">\n<meta charset="utf-8">\n'
            f'<body style="max-width:34em;font:16px/1.5 sans-serif">\n{html}\n</body>\n</html>\n',
        )


def _spoken(language: str) -> str:
    short = language.partition("-")[0].lower()
    return short if short in _WORDS else ""
