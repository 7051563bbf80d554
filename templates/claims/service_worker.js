// Keeps the page that is shown without a line, and the files it is made of: no page with an article, ever.
const KEPT = {{ kept|safe }};
const addresses = new Set(KEPT.files.map((file) => new URL(file, self.location).pathname));

self.addEventListener("install", (event) => {
  const fresh = [KEPT.page, ...KEPT.files].map((file) => new Request(file, { cache: "no-cache", credentials: "omit" }));
  event.waitUntil(caches.open(KEPT.name).then((kept) => kept.addAll(fresh)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name !== KEPT.name) await caches.delete(name);
    await self.registration.navigationPreload?.enable();
    await self.clients.claim();
  })());
});

const fromKept = (request) => caches.open(KEPT.name).then((kept) => kept.match(request, { ignoreVary: true }));

async function page(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch (error) {
    const offline = await fromKept(KEPT.page);
    if (offline) return offline;
    throw error;
  }
}

// The network always comes first, so that nothing is served that an upgrade has replaced.
async function file(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await fromKept(request);
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (addresses.has(new URL(request.url).pathname)) event.respondWith(file(request));
});
