"""The guards of every post, each one small and named (live wing).

origin: only our own pages may post. body: only a form, of a sane size. stamps: was the page rendered, and when.
trap: the honeypot. visitors: who posts, without keeping an address. rate: how often one visitor may.
wording: links, listed words, shouting. proof: a sum that a browser worked out, for forms that ask for it.
What merely looks like spam is held with a reason for the owner to judge, never refused: a human is never lost.
"""
