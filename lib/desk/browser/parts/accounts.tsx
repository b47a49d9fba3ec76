import type { Mode } from '../../../model/record';
import type { AccountHealth } from '../../wire';
import type { Store } from '../store';
import { Icon, type IconName } from './icons';

const MODES: readonly (readonly [Mode, IconName])[] = [
  ['live', 'play'],
  ['preview', 'look'],
  ['paused', 'pause'],
];

/** Health per account: what it was last heard of, how far it is complete, what keeps it, and its switch. */
export function Accounts({ store }: { readonly store: Store }) {
  const accounts = store.state.value?.accounts ?? [];
  if (!accounts.length) return null;
  return (
    <section aria-labelledby="accounts">
      <h2 id="accounts">{store.words.texts.accounts}</h2>
      <ul class="cards">
        {accounts.map((account) => (
          <Account key={account.id} account={account} store={store} />
        ))}
      </ul>
    </section>
  );
}

function Account({ account, store }: { readonly account: AccountHealth; readonly store: Store }) {
  const { texts } = store.words;
  const { moment, relative } = store.around.value;
  const reads = account.side === 'marketplace' && !account.unidentified;
  const facts = [
    store.words.codes[account.platform] ?? account.platform,
    ...(account.simulated ? [texts.simulated] : []),
    ...(account.lastHeard !== undefined
      ? [texts.heard(relative(account.lastHeard))]
      : reads && account.completeTo === undefined
        ? [texts.neverHeard]
        : []),
    ...(account.completeTo === undefined ? [] : [texts.completeTo(moment(Date.parse(account.completeTo)))]),
    ...(account.retryAt === undefined ? [] : [texts.retry(relative(account.retryAt))]),
    ...(account.silentSince === undefined ? [] : [texts.silent(moment(account.silentSince))]),
  ];
  const known =
    account.lastHeard !== undefined ||
    account.completeTo !== undefined ||
    (account.side === 'shop' && account.mode !== undefined);
  const health = account.problem !== undefined || account.silentSince !== undefined ? 'bad' : known ? 'good' : 'plain';
  return (
    <li class="card account">
      <div class="head">
        <span class={`dot ${health}`}>
          <Icon name={health === 'good' ? 'check' : health === 'bad' ? 'alert' : 'clock'} />
          <span class="sr">{health === 'good' ? texts.healthy : health === 'bad' ? texts.trouble : texts.unknownYet}</span>
        </span>
        <strong class="name">{account.name}</strong>
        <button
          type="button"
          class="quiet jump"
          aria-label={texts.jump(account.name)}
          title={texts.jump(account.name)}
          onClick={() => store.editor.reveal(account.node)}
        >
          <Icon name="jump" />
        </button>
      </div>
      <p class="facts">{facts.join(' · ')}</p>
      {account.problem !== undefined && <p class="problem">{account.problem}</p>}
      <Switch account={account} store={store} />
      {reads && account.mode !== undefined && (
        <div class="links">
          {account.start !== undefined && (
            <button
              type="button"
              class="link"
              onClick={() => (store.asking.value = { what: 'earlier orders', account: account.id, name: account.name })}
            >
              {texts.earlier}
            </button>
          )}
          <button type="button" class="link" onClick={() => (store.asking.value = { what: 'maps', account: account.id })}>
            {texts.maps}
          </button>
        </div>
      )}
    </li>
  );
}

/** Live, preview or paused: at once, without a deploy. */
function Switch({ account, store }: { readonly account: AccountHealth; readonly store: Store }) {
  const { mode } = account;
  const { words } = store;
  const rights = store.state.value?.visitor.rights;
  if (mode === undefined) return null;
  const set = (next: Mode) => {
    if (next === mode) return;
    if (next !== 'live' || account.simulated) return void store.setMode(account.id, next, mode);
    const planned = store.state.value?.planned.filter((one) => one.target === account.id).length ?? 0;
    store.asking.value = { what: 'go live', account: account.id, name: account.name, from: mode, planned };
  };
  const hindrance = (to: Mode): string | undefined => {
    if (!rights?.write) return words.texts.needsRight('write');
    if (to !== 'live' || mode === 'live' || rights.approve || account.simulated) return undefined;
    return store.state.value?.visitor.login ? words.texts.needsRight('approve') : words.texts.noApproval;
  };
  return (
    <fieldset class="switch">
      <legend class="sr">{account.name}</legend>
      {MODES.map(([one, icon]) => {
        const why = hindrance(one);
        return (
          <button
            key={one}
            type="button"
            class={one}
            aria-pressed={one === mode}
            aria-disabled={why !== undefined}
            title={why ?? words.modes[one].explain}
            onClick={() => (why === undefined ? set(one) : say(store, why))}
          >
            <Icon name={icon} /> {words.modes[one].label}
          </button>
        );
      })}
    </fieldset>
  );
}
/** A button that may not be pressed says why, also to those who cannot hover. */
export function say(store: Store, why: string): void {
  store.notice.value = { tone: 'plain', text: why };
}
