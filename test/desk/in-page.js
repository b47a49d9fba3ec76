/**
 * What the sidebar's test puts into the page before anything else: the part of Node-RED's editor that the desk uses, and eyes
 * for contrast and size. A script of the page, so it has the browser's globals and no types.
 */
(() => {
  const heard = [];
  const did = [];
  const tabs = new Set();
  const root = () => document.querySelector('order-lifecycle-desk').shadowRoot;
  Object.assign(globalThis, {
    did,
    /** What comes over RED.comms. */
    changed: () => {
      for (const listener of heard) listener();
    },
    made: (selector) => root().querySelectorAll(selector).length,
    text: () => root().textContent,
    hearKeys: () => addEventListener('keydown', () => did.push('key')),
    look,
    RED: {
      settings: { get: () => null },
      nodes: {
        node: (id) => (id === 'n1' ? { id, name: 'Accept', type: 'accept-order' } : null),
        workspace: (id) => (tabs.has(id) ? { id } : null),
        eachNode: () => undefined,
        eachConfig: () => undefined,
      },
      workspaces: { show: (id) => did.push(`show ${id}`) },
      view: {
        reveal: (id) => did.push(`reveal ${id}`),
        importNodes(nodes) {
          if (nodes.some(({ id }) => tabs.has(id))) throw Object.assign(new Error('exists'), { code: 'import_conflict' });
          for (const { id } of nodes) tabs.add(id);
          did.push('import');
        },
      },
      comms: { subscribe: (_topic, listener) => heard.push(listener), unsubscribe: () => undefined },
      events: { on: () => undefined, off: () => undefined },
      utils: { getNodeLabel: (node, otherwise) => node.name || otherwise },
      editor: { editConfig: (_name, type) => did.push(`new ${type}`) },
    },
  });

  /** Every text against what lies behind it, every button's size. */
  function look() {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const read = (colour) => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
      return [r, g, b, a / 255];
    };
    const over = (top, below) => [0, 1, 2].map((n) => top[n] * top[3] + below[n] * (1 - top[3])).concat(1);
    const behind = (element) => {
      if (!element) return [255, 255, 255, 1];
      const own = read(getComputedStyle(element).backgroundColor);
      return own[3] === 1 ? own : over(own, behind(element.parentElement ?? element.getRootNode().host ?? null));
    };
    const light = (colour) => {
      const [x, y, z] = colour.slice(0, 3).map((one) => (one / 255 <= 0.04045 ? one / 255 / 12.92 : ((one / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const faults = [];
    let texts = 0;
    for (const element of root().querySelectorAll('*')) {
      const box = element.getBoundingClientRect();
      if (box.width <= 1 || box.height <= 1) continue;
      if (element.matches('button, summary') && (box.height < 24 || box.width < 24)) faults.push(`${Math.round(box.width)} by ${Math.round(box.height)}: ${element.textContent}`);
      if (![...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim())) continue;
      texts += 1;
      const ground = behind(element);
      const [a, b] = [light(over(read(getComputedStyle(element).color), ground)), light(ground)].sort((x, y) => y - x);
      const contrast = (a + 0.05) / (b + 0.05);
      if (contrast < 4.5) faults.push(`${contrast.toFixed(2)}: ${element.textContent}`);
    }
    return { texts, faults };
  }
})();
