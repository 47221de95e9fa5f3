// Reloads a page of the preview when the site was frozen anew, or when a mistake appears or is mended.
// `freeze serve` puts it into the pages while it serves them; no frozen file has it.
{
  const { feed, shown } = document.currentScript.dataset;
  let source;

  const listen = () => {
    source = new EventSource(feed);
    source.onmessage = (message) => {
      if (message.data !== shown) location.reload();
    };
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
