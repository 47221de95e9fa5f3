"""Serves a site on one machine: files as the CDN would, `/live/` through the events that Lambda would get (build wing).

`run` is the whole of it. `pages` answers with files of the release, by `routing` and `shelf`; `live` answers through
`gateway`; `preview`, `mailbox` and `watching` are for the author, and are left out by `--no-watch`.
"""
