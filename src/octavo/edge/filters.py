"""How dates, numbers and lengths are written, by language."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, get_datetime_format
from babel.numbers import format_decimal, format_percent
from jinja2 import pass_context
from jinja2.runtime import Context

from octavo.edge.sparks import bars


def filters(language: str) -> dict[str, Callable[..., Any]]:
    """The templates' filters for a language: `day`, `moment`, `iso`, `number`, `initial`, `host` …"""
    locale = Locale.parse(language, sep="-")

    @pass_context
    def day(context: Context, when: datetime) -> str:
        """The date in words, in the page's time zone: "21 November 2026"."""
        return format_date(when.astimezone(ZoneInfo(context["tz"])).date(), "long", locale)

    @pass_context
    def moment(context: Context, when: datetime) -> str:
        """Date and time to the minute, in the page's time zone."""
        local = when.astimezone(ZoneInfo(context["tz"]))
        joined = str(get_datetime_format("medium", locale))
        time, date = format_time(local, "short", locale=locale), format_date(local, "long", locale)
        return joined.replace("{1}", date).replace("{0}", time)

    @pass_context
    def clock(context: Context, when: datetime) -> str:
        """The time of day to the second, in the page's time zone."""
        return format_time(when.astimezone(ZoneInfo(context["tz"])), "medium", locale=locale)

    def number(value: int) -> str:
        return format_decimal(value, locale=locale)

    def percent(share: float) -> str:
        """A share of one: "3.2%"; what is little keeps two figures: "0.0042%"."""
        return format_percent(_two_figures(share), "#,##0.####%", locale)

    def rate(value: float) -> str:
        """So many a second, or so many times: two figures where it is little."""
        return format_decimal(_two_figures(value), "#,##0.####", locale)

    def weight(value: int) -> str:
        """Bytes as people read them: "1.2 MB"."""
        size, units = float(value), iter(("kB", "MB", "GB", "TB"))
        if size < 1000:
            return f"{value} B"
        while size >= 1000 and (unit := next(units, "")):
            size, shown = size / 1000, unit
        return f"{format_decimal(round(size, 1 if size < 100 else 0), locale=locale)} {shown}"

    return {
        "bars": bars,
        "clock": clock,
        "percent": percent,
        "rate": rate,
        "weight": weight,
        "day": day,
        "moment": moment,
        "iso": iso,
        "number": number,
        "initial": initial,
        "host": host,
    }


def _two_figures(value: float) -> float:
    return round(value, 0 if value >= 100 else 1) if value >= 10 else float(f"{value:.2g}")


def iso(when: datetime) -> str:
    """For `<time datetime>`: to the second, with its offset."""
    return when.isoformat(timespec="seconds")


def initial(name: str) -> str:
    """The letter that stands for a person without a picture."""
    return next((letter.upper() for letter in name if letter.isalnum()), "·")


def host(address: str) -> str:
    """An address as people read it: without scheme, "www." and the last slash."""
    return address.partition("://")[2].removeprefix("www.").rstrip("/") or address
