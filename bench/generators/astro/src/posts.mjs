import { getCollection } from "astro:content";

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

export const written = (date) => day.format(date);
export const iso = (date) => date.toISOString().slice(0, 10);

let sorted;
export async function newestFirst() {
  sorted ??= (await getCollection("posts")).sort((one, other) => other.data.date - one.data.date);
  return sorted;
}

let byTag;
export async function postsByTag() {
  if (!byTag) {
    byTag = new Map();
    for (const post of await newestFirst()) {
      for (const tag of post.data.tags) byTag.set(tag, [...(byTag.get(tag) ?? []), post]);
    }
  }
  return byTag;
}
