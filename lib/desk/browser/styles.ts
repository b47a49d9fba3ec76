/** One sheet for the shadow root. Surfaces and text come from the editor's theme; signal colours are ours, in two sets. */
export const styles = /* css */ `
:host {
  display: block; height: 100%; box-sizing: border-box; overflow: auto;
  background: var(--red-ui-secondary-background, #fff); color: var(--fg);
  font: 13px/1.45 var(--red-ui-primary-font, system-ui, sans-serif);
  --fg: color-mix(in srgb, var(--red-ui-primary-text-color, #444) 82%, #000);
  --muted: color-mix(in srgb, var(--fg) 82%, var(--red-ui-secondary-background, #fff));
  --line: var(--red-ui-secondary-border-color, #ddd);
  --raised: color-mix(in srgb, var(--fg) 3%, var(--red-ui-secondary-background, #fff));
  --hover: color-mix(in srgb, var(--fg) 9%, var(--red-ui-secondary-background, #fff));
  --accent: #1d5f8a; --on-accent: #fff; --good: #23713a; --soon: #8a5200; --bad: #a8201a; --look: #3d5a80;
}
:host([data-theme="dark"]) {
  color-scheme: dark;
  --fg: color-mix(in srgb, var(--red-ui-primary-text-color, #ddd) 88%, #fff);
  --accent: #8cc8ee; --on-accent: #0c1d29; --good: #86d49a; --soon: #f2c061; --bad: #ff9d94; --look: #a9c1e4;
}
*, ::before, ::after { box-sizing: border-box; }
.desk { padding: 10px 12px 24px; }
.desk > section, .desk > .work { margin-top: 14px; }
.desk > .banner + *, .desk > [role=status]:not(:empty, .sr) { margin-top: 10px; }
h2, h3, p, ul, ol, dl, dd, pre { margin: 0; padding: 0; font-size: inherit; }
ul, ol { list-style: none; }
h2 { font-size: 12px; font-weight: 600; letter-spacing: .04em; text-transform: uppercase; color: var(--muted); margin-bottom: 6px; }
h3 { font-weight: 600; margin-top: 12px; }
.count { display: inline-block; min-width: 20px; padding: 0 6px; border-radius: 10px; text-align: center; font-weight: 600; letter-spacing: 0;
  background: var(--hover); color: var(--fg); }
.cards { display: grid; gap: 8px; }
.card { padding: 9px 10px; border: 1px solid var(--line); border-radius: 6px; background: var(--raised); display: grid; gap: 6px; overflow-wrap: anywhere; }
.case { border-inline-start: 3px solid var(--look); }
.case.now { border-inline-start-color: var(--bad); }
.case.soon { border-inline-start-color: var(--soon); }
.case.settled { opacity: .65; }
.urgency { margin-inline-end: 3px; font-weight: 600; color: var(--look); white-space: nowrap; }
.urgency.now, .pressing { color: var(--bad); }
.urgency.soon { color: var(--soon); }
.facts, .remedy, .muted { color: var(--muted); font-size: 12px; }
.problem { color: var(--bad); }
.icon { width: 14px; height: 14px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.7; stroke-linecap: round; stroke-linejoin: round; vertical-align: -2px; }
.head { display: flex; align-items: center; gap: 6px; }
.head .name { flex: 1 1 auto; min-width: 0; }
.head .jump { margin-inline-start: auto; }
.dot { display: inline-grid; place-items: center; width: 20px; height: 20px; border-radius: 50%; color: var(--muted); background: var(--hover); }
.dot.good { color: var(--good); background: color-mix(in srgb, var(--good) 16%, transparent); }
.dot.bad { color: var(--bad); background: color-mix(in srgb, var(--bad) 16%, transparent); }
button, input, textarea { font: inherit; color: inherit; }
button { min-height: 26px; min-width: 26px; padding: 3px 10px; border: 1px solid color-mix(in srgb, var(--fg) 32%, transparent); border-radius: 4px;
  background: var(--red-ui-secondary-background, #fff); cursor: pointer; display: inline-flex; align-items: center; justify-content: center; gap: 4px; }
button:hover { background: var(--hover); }
button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; }
button.primary:hover { background: color-mix(in srgb, var(--accent) 86%, var(--fg)); }
button.quiet { border-color: transparent; background: transparent; color: var(--muted); }
button.quiet:hover { background: var(--hover); color: var(--fg); }
button.link { border: 0; padding: 0 2px; min-height: 24px; background: none; color: var(--accent); text-decoration: underline; text-underline-offset: 2px; display: inline; overflow-wrap: anywhere; text-align: start; }
button.wide { width: 100%; margin-top: 6px; }
button.pill { width: 100%; border-radius: 13px; color: var(--accent); border-color: var(--accent); margin-bottom: 6px; }
button[aria-disabled="true"], button:disabled { cursor: not-allowed; font-weight: 400; background: var(--hover); border-color: var(--line); color: color-mix(in srgb, var(--fg) 86%, var(--hover)); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.answers { display: flex; flex-wrap: wrap; gap: 6px; }
.answers.rest { flex-basis: 100%; padding-top: 6px; border-top: 1px solid var(--line); }
.switch { margin: 0; padding: 0; min-width: 0; display: grid; grid-template-columns: repeat(3, 1fr); border: 1px solid color-mix(in srgb, var(--fg) 32%, transparent); border-radius: 5px; overflow: hidden; }
.switch button { border: 0; border-radius: 0; padding: 2px 4px; color: var(--muted); background: none; }
.switch button + button { border-inline-start: 1px solid var(--line); }
.switch button[aria-pressed="true"] { font-weight: 600; color: var(--fg); background: var(--hover); }
.switch .live[aria-pressed="true"] { color: var(--good); background: color-mix(in srgb, var(--good) 15%, transparent); }
.switch .preview[aria-pressed="true"] { color: var(--look); background: color-mix(in srgb, var(--look) 17%, transparent); }
.switch .paused[aria-pressed="true"] { color: var(--soon); background: color-mix(in srgb, var(--soon) 15%, transparent); }
.switch :focus-visible { outline-offset: -2px; }
.work { display: flex; flex-wrap: wrap; gap: 2px 14px; color: var(--muted); }
.work strong { color: var(--fg); font-variant-numeric: tabular-nums; }
.kind > summary, .changes > summary, .banner > summary { cursor: pointer; min-height: 26px; padding: 3px 0; border-radius: 4px; }
.kind > summary { font-weight: 600; }
.kind > .wide + .cards { margin-top: 8px; }
.kind + .kind { margin-top: 8px; }
.calm { color: var(--muted); }
.banner { position: relative; padding: 8px 10px; border-radius: 6px; border: 1px solid var(--line); background: var(--raised); overflow-wrap: anywhere; }
.banner.bad { border-color: color-mix(in srgb, var(--bad) 55%, transparent); background: color-mix(in srgb, var(--bad) 9%, var(--red-ui-secondary-background, #fff)); }
.banner.bad > summary, .banner.bad > .icon, .banner.bad > strong { color: var(--bad); }
.banner.good { border-color: color-mix(in srgb, var(--good) 55%, transparent); background: color-mix(in srgb, var(--good) 9%, var(--red-ui-secondary-background, #fff)); }
.banner p, .banner pre { margin-top: 6px; }
.banner .close { float: right; margin: -5px -6px 0 6px; font-size: 16px; }
pre { font: 12px/1.5 var(--red-ui-monospace-font, monospace); white-space: pre-wrap; padding: 6px 8px; border: 1px solid var(--line); border-radius: 4px; background: var(--red-ui-secondary-background, #fff); user-select: all; }
.empty { text-align: center; padding: 22px 6px 8px; display: grid; gap: 6px; }
.empty p { color: var(--muted); margin-bottom: 6px; }
.empty button { min-height: 34px; }
.faults li { padding: 2px 0; color: var(--muted); }
.diff { display: grid; gap: 1px; margin-top: 4px; max-height: 260px; overflow: auto; border: 1px solid var(--line); border-radius: 4px; background: var(--red-ui-secondary-background, #fff); }
.diff > div { padding: 3px 6px; }
.diff > div + div { border-top: 1px solid var(--line); }
.diff dt { font: 11px/1.4 var(--red-ui-monospace-font, monospace); color: var(--muted); }
.diff del { color: var(--muted); }
.diff ins { color: var(--good); text-decoration: none; font-weight: 600; }
.diff ins::before { content: "→ "; }
dialog { width: min(440px, calc(100vw - 32px)); max-height: calc(100vh - 48px); padding: 0; border: 1px solid var(--line); border-radius: 8px; color: var(--fg);
  background: var(--red-ui-secondary-background, #fff); box-shadow: 0 12px 40px rgb(0 0 0 / .35); font: 13px/1.5 var(--red-ui-primary-font, system-ui, sans-serif); }
dialog.wide { width: min(620px, calc(100vw - 32px)); }
dialog::backdrop { background: rgb(0 0 0 / .45); }
.sheet { padding: 18px 20px; display: grid; grid-template-columns: minmax(0, 1fr); gap: 10px; }
.sheet h2 { font-size: 16px; text-transform: none; letter-spacing: 0; color: var(--fg); margin: 0; }
form { display: grid; grid-template-columns: minmax(0, 1fr); gap: 10px; }
.field { display: grid; grid-template-columns: minmax(0, 1fr); gap: 4px; }
label { font-weight: 600; }
input, textarea { width: 100%; min-height: 30px; padding: 5px 8px; font-weight: 400; border: 1px solid color-mix(in srgb, var(--fg) 45%, transparent); border-radius: 4px; background: var(--red-ui-form-input-background, #fff); }
label.check { display: flex; align-items: center; gap: 8px; font-weight: 400; min-height: 26px; }
.ticks { display: grid; max-height: min(420px, 55vh); overflow: auto; border: 1px solid var(--line); border-radius: 4px; }
.ticks .check:hover { background: var(--hover); }
.links { display: flex; flex-wrap: wrap; gap: 2px 14px; }
.pair { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) auto; align-items: end; margin-top: 8px; }
.pair label { font-size: 12px; }
.pair button { min-height: 30px; }
@media (max-width: 480px) { .pair { grid-template-columns: minmax(0, 1fr); } }
.marks { font-size: 12px; display: grid; gap: 2px; }
.marks span { white-space: pre-line; }
.ticks .check { display: flex; align-items: center; gap: 8px; padding: 4px 8px; }
.ticks > * + * { border-top: 1px solid var(--line); }
fieldset.ticks { margin: 0; padding: 0; min-width: 0; }
.beside { display: flex; gap: 6px; }
.parts input { width: 64px; }
.parts .facts { white-space: nowrap; }
thead td { border: 0; }
th { text-align: start; font-weight: 600; font-size: 12px; color: var(--muted); padding: 2px 6px 2px 0; }
.grow { flex: 1 1 auto; min-width: 0; overflow-wrap: anywhere; }
.check .number { white-space: nowrap; font-variant-numeric: tabular-nums; }
label.check input { flex: none; width: 16px; min-height: 16px; }
.bulk { font-weight: 600; color: var(--soon); }
.buttons { display: flex; justify-content: flex-end; gap: 8px; margin-top: 4px; }
.buttons button { min-height: 32px; padding-inline: 14px; }
.buyer { display: flex; flex-wrap: wrap; gap: 4px 8px; align-items: center; }
table { width: 100%; border-collapse: collapse; }
caption { text-align: start; font-weight: 600; padding-bottom: 2px; }
td { padding: 3px 6px 3px 0; vertical-align: top; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
td.number { text-align: end; white-space: nowrap; font-variant-numeric: tabular-nums; }
.grand { font-weight: 600; }
.phase { display: inline-block; padding: 2px 10px; border-radius: 11px; background: color-mix(in srgb, var(--look) 17%, transparent); color: var(--look); }
.expected { display: grid; gap: 3px; margin-top: 3px; }
.expected li { display: flex; gap: 6px; overflow-wrap: anywhere; }
.expected .icon { margin-top: 3px; }
th.number { text-align: end; }
.fit { width: 1%; }
.money th[scope=row]::first-letter { text-transform: uppercase; }
tbody th, tfoot th { font-size: inherit; font-weight: 400; color: inherit; border-top: 1px solid var(--line); padding: 3px 6px 3px 0; vertical-align: top; overflow-wrap: anywhere; }
.grand th { font-weight: 600; }
search { display: grid; gap: 8px; margin-top: 14px; }
.desk > search:first-child { margin-top: 0; }
.find input { min-width: 0; }
fieldset.ticks legend { padding: 4px 8px; font-weight: 600; }
.ticks > .facts { padding: 4px 8px; }
.timeline { display: grid; gap: 6px; margin-top: 4px; }
.timeline li { position: relative; padding-inline-start: 22px; overflow-wrap: anywhere; }
.timeline .icon { position: absolute; inset-inline-start: 0; top: 3px; color: var(--muted); }
.timeline .trouble span { color: var(--bad); }
.timeline time { color: var(--muted); font-variant-numeric: tabular-nums; margin-inline-end: 4px; }
.timeline .case-opened span { color: var(--soon); }
.timeline .case-closed span { color: var(--good); }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (prefers-reduced-motion: no-preference) { button { transition: background-color .12s; } }
@media (forced-colors: active) { .case, .card, button { border-color: CanvasText; } .switch button[aria-pressed="true"] { outline: 2px solid Highlight; outline-offset: -3px; } }
`;
