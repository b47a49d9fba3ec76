import { useState } from 'preact/hooks';
import type { Store } from '../store';
import { Accounts } from './accounts';
import { Cases } from './cases';
import { Dialogs } from './dialogs';
import { Icon } from './icons';
import { Planned } from './planned';
import { Search } from './search';

/** The sidebar: who may decide, health, what waits for a person, what is planned, what is wrong in the flows. */
export function Sidebar({ store }: { readonly store: Store }) {
  const state = store.state.value;
  const { texts } = store.words;
  const empty = state !== null && state.accounts.length === 0 && !state.work?.orders && state.engine !== 'failed';
  return (
    <div class="desk">
      <Trouble store={store} />
      {state && !state.visitor.login && <NoLogin store={store} />}
      <Said store={store} />
      {!state && !store.trouble.value && <p class="calm">{texts.loading}</p>}
      {state?.engine === 'failed' && <p class="banner bad">{`${texts.failed} ${state.problem ?? ''}`}</p>}
      {state?.engine === 'starting' && !empty && <p class="calm">{texts.starting}</p>}
      {empty ? (
        <Empty store={store} />
      ) : (
        <>
          {state?.engine === 'running' && <Search store={store} />}
          <Accounts store={store} />
          <Work store={store} />
          <Cases store={store} />
          <Planned store={store} />
        </>
      )}
      <Faults store={store} />
      <Dialogs store={store} />
      <div class="sr" role="status" aria-live="polite">
        {store.announcement.value}
      </div>
    </div>
  );
}

function Trouble({ store }: { readonly store: Store }) {
  const trouble = store.trouble.value;
  if (!trouble) return null;
  const { words, format } = store;
  return (
    <p class="banner bad" role="alert">
      <Icon name="alert" /> <strong>{words.refusals[trouble.error]}.</strong> {trouble.text}{' '}
      {trouble.error === 'unreachable' && words.texts.notLive(format.moment(trouble.since, Date.now()))}
    </p>
  );
}

/** Without a sign-in everybody decides: said in red, with the lines that end it. */
function NoLogin({ store }: { readonly store: Store }) {
  const { texts } = store.words;
  return (
    <details class="banner bad">
      <summary>
        <Icon name="alert" /> <strong>{texts.noLoginTitle}</strong>
      </summary>
      <p>{texts.noLoginText}</p>
      <p>{texts.showLines}:</p>
      <pre>{texts.lines}</pre>
      <p>{texts.linesAfter}</p>
    </details>
  );
}

function Said({ store }: { readonly store: Store }) {
  const notice = store.notice.value;
  return (
    <div role="status" aria-live="polite">
      {notice && (
        <div class={`banner ${notice.tone}`}>
          <button
            type="button"
            class="quiet close"
            aria-label={store.words.texts.close}
            onClick={() => (store.notice.value = null)}
          >
            ×
          </button>
          {notice.text}
          {notice.rows && (
            <>
              <p>{store.words.texts.prepared}</p>
              <ul>
                {notice.rows.map((row) => (
                  <li key={row.what}>
                    <Icon name={row.ok ? 'check' : 'alert'} /> {row.what}: {row.text}
                  </li>
                ))}
              </ul>
            </>
          )}
        </div>
      )}
    </div>
  );
}

function Work({ store }: { readonly store: Store }) {
  const work = store.state.value?.work;
  if (!work) return null;
  const { texts } = store.words;
  const figures: readonly (readonly [number, string])[] = [
    [work.orders, texts.orders(work.orders)],
    [work.due, texts.due],
    [work.running, texts.running],
    [work.parked, texts.parked],
  ];
  return (
    <ul class="work">
      {figures.map(([figure, label]) => (
        <li key={label}>
          <strong>{store.format.count(figure)}</strong> {label}
        </li>
      ))}
    </ul>
  );
}

function Empty({ store }: { readonly store: Store }) {
  const { texts } = store.words;
  return (
    <section class="empty">
      <h2>{texts.emptyTitle}</h2>
      <p>{texts.emptyText}</p>
      <button type="button" class="primary wide" disabled={store.busy.value} onClick={() => void store.tryExample()}>
        <Icon name="play" /> {texts.tryIt}
      </button>
      <button type="button" class="wide" onClick={() => store.editor.connect()}>
        <Icon name="plug" /> {texts.connect}
      </button>
    </section>
  );
}

/** Nodes in the editor that cannot work as they are, with a jump to each. */
function Faults({ store }: { readonly store: Store }) {
  const [all, setAll] = useState(false);
  const faults = store.faults.value;
  if (!faults.length) return null;
  const { texts } = store.words;
  return (
    <section aria-labelledby="faults">
      <h2 id="faults">
        {texts.faults} <span class="count">{store.format.count(faults.length)}</span>
      </h2>
      <ul class="faults">
        {(all ? faults : faults.slice(0, 5)).map((fault) => (
          <li key={fault.id}>
            <button type="button" class="link" title={texts.jump(fault.name)} onClick={() => store.editor.reveal(fault.id)}>
              {fault.name}
            </button>{' '}
            {fault.why}
          </li>
        ))}
      </ul>
      {!all && faults.length > 5 && (
        <button type="button" class="quiet wide" onClick={() => setAll(true)}>
          {texts.showAll(store.format.count(faults.length))}
        </button>
      )}
    </section>
  );
}
