// Reloads a page of the preview when the site was frozen anew, or when a mistake appears or is mended; after a post it
// links to the page that tells what happened.
// `freeze serve` puts it into the pages while it serves them; no frozen file has it.
{
  const { feed, shown } = document.currentScript.dataset;
  let source;
  let link;

  // In a shadow tree, for the style of the site and ours must not meet.
  const offer = (address) => {
    if (link) return;
    const frame = document.createElement("aside");
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      a { position: fixed; right: 1rem; bottom: 1rem; z-index: 2147483647; padding: 0.75rem 1rem; border-radius: 0.375rem;
          border: 1px solid #c9d6dc; background: #16242c; color: #fff; font: 1rem/1.25 system-ui, sans-serif; }
      a:focus-visible { outline: 3px solid #16242c; outline-offset: 2px; box-shadow: 0 0 0 2px #fff; }
      @media print { a { display: none; } }`);
    frame.setAttribute("aria-label", "Preview");
    link = document.createElement("a");
    link.href = address;
    link.textContent = "What happened";
    const shadow = frame.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [sheet];
    shadow.append(link);
    document.body.append(frame);
  };

  const listen = () => {
    source = new EventSource(feed);
    source.onmessage = (message) => {
      if (message.data !== shown) location.reload();
    };
    source.addEventListener("happened", (message) => offer(message.data));
  };

  // A browser opens at most six connections to a host: only the tab that is looked at keeps one.
  const follow = () => {
    source?.close();
    if (document.visibilityState === "visible") listen();
  };

  document.addEventListener("visibilitychange", follow);
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", follow); // after loading too
}
