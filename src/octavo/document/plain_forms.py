"""A rendered text in forms that need neither our style sheet nor a script: for feeds and letters.

It knows the page's HTML as `sheet` and `things` write it, and no other. Addresses are left as they are.
"""

import re
from typing import Final

_FORMS: Final = tuple(
    (re.compile(pattern, re.DOTALL), form)
    for pattern, form in (
        # Formulas are their source: many readers of feeds drop MathML and leave its letters.
        (r'<span class="maths" data-text="([^"<>]*)">.*?</span>', r"<code>\1</code>"),
        (r'<div id="([^"<>]*)" class="maths-block"[^<>]* data-latex="([^"<>]*)">.*?</div>',
         r'<pre id="\1"><code>\2</code></pre>'),
        (r'<span class="embed-tells">[^<]*</span>', ""),
        (r'<span class="(?:embed-author|embed-site|link-site)"[^<>]*>([^<]*)</span>', r" · \1"),
        (r'<span class="link-about"[^<>]*>([^<]*)</span>', r"<br>\1"),
        (r'<b class="(?:embed|link)-title"[^<>]*>([^<]*)</b>', r"<b>\1</b>"),
        (r'<span class="(?:embed|link)-words">(.*?)</span>(<img[^<>]*>)?</a>', r"\1</a>"),
        (r'(<a class="embed-poster"[^<>]*><img[^<>]*>)', r"\1<br>"),
        (r'<p class="(?:callout|contents)-name">([^<]*)</p>', r"<p><b>\1</b></p>"),
    )
)  # fmt: skip


def plain_forms(html: str) -> str:
    """The text with embeds and cards as links, and formulas as their LaTeX."""
    if ' class="' not in html:
        return html
    for pattern, form in _FORMS:
        html = pattern.sub(form, html)
    return html
