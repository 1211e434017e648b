// The copy of the site that answers offline. Written by the build with every file of this version and its hash, so that a copy is
// either this version whole or not there.
//
// Online, pages come from the network and are always the latest. Files whose names carry their hash come from a copy when one has
// them. When the network does not answer, pages come from the newest copy, whose files are all beside it.

const VERSION = "{version}";
/// Files that answer a visit, and those that are asked for later: name and hash.
const FIRST = {first};
const LATER = {later};
/// What a visit to a page in another language takes beside the first; among the later ones too.
const BY_PAGE = {by_page};

/// Several sites may live on one host.
const MINE = `wattpix ${registration.scope} `;
const NAME = MINE + VERSION;

/// Milliseconds after which a network that says nothing counts as none.
const PATIENCE = 4000;

const addressOf = (name) => new URL(name, registration.scope).href;

/// Whether the name, or that of its folder, says what is in the file.
const hashed = (name) => /-[0-9a-f]{16}(\.[a-z]+$|\/)/.test(name);

/// Fetches what the copy lacks, each checked against its hash: a host that is being updated gives nothing to a copy.
async function keep(files) {
  const copy = await caches.open(NAME);
  await Promise.all(
    Object.entries(files).map(async ([name, integrity]) => {
      if (await copy.match(addressOf(name))) return;
      // A hashed file that the browser has is not asked for again.
      const cache = hashed(name) ? "force-cache" : "no-cache";
      const answer = await fetch(addressOf(name), { integrity, cache });
      if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
      await copy.put(addressOf(name), answer);
    }),
  );
}

/// What answers a visit to the pages that are open.
async function visited() {
  const pages = await clients.matchAll({ includeUncontrolled: true, type: "window" });
  return Object.assign({}, FIRST, ...pages.map((page) => BY_PAGE[pageOf(new URL(page.url))]));
}

// Half a copy would count as the one before this when the next version comes.
addEventListener("install", (event) => {
  const whole = async () => {
    try {
      await keep(await visited());
    } catch (error) {
      await caches.delete(NAME);
      throw error;
    }
    await skipWaiting();
  };
  event.waitUntil(whole());
});

// The copy before this one stays for pages that are still open; older ones go.
addEventListener("activate", (event) => {
  const tidy = async () => {
    const mine = (await caches.keys()).filter((name) => name.startsWith(MINE) && name !== NAME);
    await Promise.all(mine.slice(0, -1).map((name) => caches.delete(name)));
    // What the first visit asks for later is kept too.
    await clients.claim();
  };
  event.waitUntil(tidy());
});

/// The name of a page in the copy; undefined for what is no page of the site.
function pageOf(url) {
  const name = url.pathname.slice(new URL(registration.scope).pathname.length) || "index.html";
  return name in FIRST || name in LATER ? name : undefined;
}

async function page(request, name) {
  const copied = async () => (await caches.open(NAME)).match(addressOf(name));
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE)).then(copied);
  const network = fetch(request);
  network.catch(() => {});
  const answer = await Promise.race([network.catch(copied), late]);
  return answer ?? network;
}

async function file(request, name) {
  // By name in any copy: names carry hashes. Others, such as the icon, from this version only.
  const copy = hashed(name) ? caches : await caches.open(NAME);
  return (await copy.match(addressOf(name))) ?? fetch(request);
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || !url.href.startsWith(registration.scope)) return;
  if (request.mode === "navigate") {
    const name = pageOf(url);
    if (!name) return;
    event.respondWith(page(request, name));
    // A visit that passes here is not the first: the rest is fetched, so that everything answers offline.
    event.waitUntil(keep(LATER).catch(() => {}));
    return;
  }
  const name = url.pathname.slice(new URL(registration.scope).pathname.length);
  if (name in FIRST || name in LATER || hashed(name)) event.respondWith(file(request, name));
  // Asked for once, it is there without a network too, whether the rest has come or not.
  if (name in LATER) event.waitUntil(keep({ [name]: LATER[name] }).catch(() => {}));
});
