// Registers the service worker when the page is idle, and gives it the files that were loaded before.
export function registerWorker(): void {
  if (!('serviceWorker' in navigator)) return;
  void navigator.serviceWorker
    .register('/service-worker.js')
    .then(() => navigator.serviceWorker.ready)
    .then(({ active }) => {
      const loaded = performance
        .getEntriesByType('resource')
        .map(({ name }) => name)
        .filter((name) => new URL(name).pathname.startsWith('/assets/'));
      active?.postMessage({ keep: [location.pathname + location.search, ...loaded] });
    })
    .catch(() => {
      // Without a service worker the page just needs the network.
    });
}
