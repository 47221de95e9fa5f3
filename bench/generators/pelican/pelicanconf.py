"""The settings of Pelican for the corpus: what the other generators make, and its content cache."""

SITENAME = AUTHOR = "Corpus"
SITEURL = "https://corpus.example"
PATH = "content"
ARTICLE_PATHS = ["posts"]
PAGE_PATHS: list[str] = []
TIMEZONE = "UTC"
THEME = "theme"
ARTICLE_URL, ARTICLE_SAVE_AS = "posts/{slug}/", "posts/{slug}/index.html"
TAG_URL, TAG_SAVE_AS = "tags/{slug}/", "tags/{slug}/index.html"
TAGS_SAVE_AS, ARCHIVES_SAVE_AS = "tags/index.html", "posts/index.html"
AUTHOR_SAVE_AS = AUTHORS_SAVE_AS = CATEGORY_SAVE_AS = CATEGORIES_SAVE_AS = ""
DIRECT_TEMPLATES = ["index", "tags", "archives", "sitemap"]
SITEMAP_SAVE_AS = "sitemap.xml"
FEED_RSS, FEED_ALL_ATOM, CATEGORY_FEED_ATOM, AUTHOR_FEED_ATOM, AUTHOR_FEED_RSS = "index.xml", None, None, None, None
FEED_MAX_ITEMS = 20
SLUGIFY_SOURCE = "basename"
LOAD_CONTENT_CACHE, CACHE_CONTENT, CONTENT_CACHING_LAYER = True, True, "generator"
CHECK_MODIFIED_METHOD = "mtime"
MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.extra": {},
        "markdown.extensions.codehilite": {"css_class": "highlight", "guess_lang": False},
        "markdown.extensions.meta": {},
    },
    "output_format": "html5",
}
