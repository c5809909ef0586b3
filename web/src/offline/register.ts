// The worker is registered once the page is quiet, and is given what was loaded before it.
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
      // Without a worker the page needs the network, as before.
    });
}
