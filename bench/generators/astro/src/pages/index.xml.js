import rss from "@astrojs/rss";
import { newestFirst } from "../posts.mjs";

export async function GET({ site }) {
  const newest = (await newestFirst()).slice(0, 20);
  const items = newest.map(({ id, data }) => ({ title: data.title, description: data.description, pubDate: data.date, link: `/posts/${id}/` }));
  return rss({ title: "Corpus", description: "Corpus", site, items });
}
