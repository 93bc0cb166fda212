"""Bringing in what was written elsewhere: a folder of Markdown with front matter and images.

`command.import_folder` is what `octavo import FOLDER` runs; `command.import_demo` what `octavo demo` runs.
The importer knows the services by their Protocols only, so it works beside a running site as well as
inside it. Whatever could not be kept is in the report, by file and by name.
"""
