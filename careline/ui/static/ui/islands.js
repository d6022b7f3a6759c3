// Mounts behaviours on elements: `data-island="menu dialog"` names them, `data-island-src` says where their modules
// are. A module's default export is `mount(element)`, which may return `unmount`. Comes and goes with the page's parts.

const mounted = new WeakMap();

async function mountOne(element, name, source, kept) {
  try {
    const { default: mount } = await import(source);
    if (!element.isConnected || mounted.get(element) !== kept) return;
    const unmount = mount(element);
    if (typeof unmount === "function") kept.set(name, unmount);
  } catch (error) {
    console.error(`island ${name} did not mount`, error);
  }
}

function mount(element) {
  if (mounted.has(element)) return;
  const kept = new Map();
  mounted.set(element, kept);
  const sources = (element.dataset.islandSrc || "").split(" ");
  element.dataset.island.split(" ").forEach((name, place) => {
    if (sources[place]) mountOne(element, name, sources[place], kept);
  });
}

function unmount(element) {
  const kept = mounted.get(element);
  if (!kept || element.isConnected) return;
  mounted.delete(element);
  for (const leave of kept.values()) leave();
}

function each(node, act) {
  if (node.nodeType !== Node.ELEMENT_NODE) return;
  if (node.dataset.island) act(node);
  node.querySelectorAll("[data-island]").forEach(act);
}

new MutationObserver((changes) => {
  for (const change of changes) {
    change.removedNodes.forEach((node) => each(node, unmount));
    change.addedNodes.forEach((node) => each(node, mount));
  }
}).observe(document.documentElement, { childList: true, subtree: true });

each(document.documentElement, mount);
