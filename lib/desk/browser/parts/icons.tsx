/** Drawn on a 16-pixel grid, in the colour of the text beside them; a word always stands with them. */
const PATHS = {
  check: 'M3 8.5 6.5 12 13 4.5',
  alert: 'M8 2.2 14.4 13.4H1.6zM8 6.4v3.4M8 11.6v.2',
  clock: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM8 4.8V8l2.4 1.6',
  look: 'M1.6 8S4 3.6 8 3.6 14.4 8 14.4 8 12 12.4 8 12.4 1.6 8 1.6 8zM8 6.2a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6z',
  play: 'M4.5 3v10l8-5z',
  pause: 'M5 3.2v9.6M11 3.2v9.6',
  jump: 'M6.5 3.5h-3v9h9v-3M9 3.2h3.8V7M12.6 3.4 7.4 8.6',
  plus: 'M8 3v10M3 8h10',
  lock: 'M4 7.4h8v6H4zM5.6 7.2V5a2.4 2.4 0 0 1 4.8 0v2.2',
  plug: 'M6 2.2v3.4M10 2.2v3.4M4.2 5.6h7.6v1.8a3.8 3.8 0 0 1-7.6 0zM8 11.2v2.8',
  person: 'M8 2.4a2.6 2.6 0 1 1 0 5.2 2.6 2.6 0 0 1 0-5.2zM3.2 13.6a4.8 4.8 0 0 1 9.6 0',
  send: 'M2.4 8h10.4M9 4.2 12.8 8 9 11.8',
  flow: 'M2.4 4.4h4v4h-4zM9.6 7.6h4v4h-4zM6.4 6.4h1.6v3.2h1.6',
  dots: 'M3.5 8h.1M8 8h.1M12.5 8h.1',
} as const;
export type IconName = keyof typeof PATHS;

export const Icon = ({ name }: { readonly name: IconName }) => (
  <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <path d={PATHS[name]} />
  </svg>
);
