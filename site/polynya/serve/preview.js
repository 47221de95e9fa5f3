// Reloads a page of the preview when the site was frozen anew, or when a mistake appears or is mended; after a post it
// links to the page that tells what happened; and it says which pages wait for their time.
// `freeze serve` puts it into the pages while it serves them; no frozen file has it.
{
  const { feed, shown, waiting } = document.currentScript.dataset;
  let source;
  let link;

  // In a shadow tree, for the style of the site and ours must not meet.
  const show = (content, side) => {
    const frame = document.createElement("aside");
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      :host { position: fixed; ${side}: 1rem; bottom: 1rem; z-index: 2147483647; max-width: min(30rem, 100vw - 2rem);
              font: 1rem/1.25 system-ui, sans-serif; }
      a, p { display: block; margin: 0; padding: 0.75rem 1rem; border-radius: 0.375rem; border: 1px solid #c9d6dc;
             background: #16242c; color: #fff; font: inherit; white-space: pre-line; }
      button { margin-top: 0.5rem; padding: 0.25rem 0.75rem; font: inherit; }
      :focus-visible { outline: 3px solid #16242c; outline-offset: 2px; box-shadow: 0 0 0 2px #fff; }
      @media (max-width: 60rem) { :host([data-side="left"]) { bottom: 4.5rem; } }
      @media print { :host { display: none; } }`);
    frame.setAttribute("aria-label", "Preview");
    frame.dataset.side = side; // one above the other where both have no room beside each other
    const shadow = frame.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [sheet];
    shadow.append(content);
    document.body.append(frame);
    return frame;
  };

  const offer = (address) => {
    if (link) return;
    link = document.createElement("a");
    link.href = address;
    link.textContent = "What happened";
    show(link, "right");
  };

  // Once read, it stays away until it says something else.
  const tell = () => {
    if (!waiting || sessionStorage.getItem("waiting") === waiting) return;
    const words = document.createElement("p");
    const close = document.createElement("button");
    words.append(waiting, document.createElement("br"), close);
    close.textContent = "Close";
    const frame = show(words, "left");
    close.addEventListener("click", () => {
      sessionStorage.setItem("waiting", waiting);
      frame.remove();
    });
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

  tell();
  document.addEventListener("visibilitychange", follow);
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", follow); // after loading too
}
