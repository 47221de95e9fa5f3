import highlight from "@11ty/eleventy-plugin-syntaxhighlight";
import { feedPlugin } from "@11ty/eleventy-plugin-rss";

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

export default function (config) {
  config.addPlugin(highlight);
  config.addPlugin(feedPlugin, {
    type: "rss", outputPath: "/index.xml", collection: { name: "posts", limit: 20 },
    metadata: { title: "Corpus", base: "https://corpus.example/", author: { name: "Corpus" } },
  });
  config.addCollection("posts", (all) => all.getFilteredByGlob("content/posts/*.md"));
  config.addFilter("day", (date) => day.format(date));
  config.addFilter("iso", (date) => date.toISOString().slice(0, 10));
  config.addFilter("listed", (tags) => (tags || []).filter((tag) => tag.startsWith("tag-")));
  return { dir: { input: "content", includes: "../_includes", output: "_site" }, markdownTemplateEngine: false };
}
