import sitemap from "@astrojs/sitemap";
import { defineConfig } from "astro/config";

export default defineConfig({ site: "https://corpus.example", integrations: [sitemap()], telemetry: false });
