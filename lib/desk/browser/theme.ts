/** Our own signal colours come in two sets; which one fits is read from the colour that the editor's theme gave the panel. */
export function followTheme(host: HTMLElement): () => void {
  const apply = () => {
    host.dataset.theme = isDark(getComputedStyle(host).backgroundColor) ? 'dark' : 'light';
  };
  const watch = new MutationObserver(apply);
  const how = { attributes: true, attributeFilter: ['class', 'style', 'data-theme'] };
  watch.observe(document.documentElement, how);
  watch.observe(document.body, how);
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  scheme.addEventListener('change', apply);
  // A theme's stylesheet may come after us.
  addEventListener('load', apply);
  const frame = requestAnimationFrame(apply);
  apply();
  return () => {
    watch.disconnect();
    scheme.removeEventListener('change', apply);
    removeEventListener('load', apply);
    cancelAnimationFrame(frame);
  };
}
/** By relative luminance, near enough: `rgb(r, g, b)`. */
export function isDark(colour: string): boolean {
  const [red = 255, green = 255, blue = 255, alpha = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return alpha > 0 && 0.2126 * red + 0.7152 * green + 0.0722 * blue < 128;
}
