"""The story document: what a story's body may hold, and what can be made of it.

A plain library without I/O, below every service. The body is JSON in the editor's own schema
(`schema.json`, the one file from which the browser's editor and the server's checks are made):

- `parsing.parse(text)` reads JSON into a `nodes.Document`, which is then valid by construction, and
  `nodes.to_json(document)` writes it back;
- `reading` tells what is in it: plain text, excerpt, words, minutes, outline, images, links;
- `rendering.render_html` makes the page's HTML;
- `html_import.from_html` and `markdown_import.from_markdown` make documents of foreign text and name
  all that they could not keep.
"""
