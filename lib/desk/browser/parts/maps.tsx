import { useEffect, useState } from 'preact/hooks';
import { MAP_NAMES, type MapEntry, type MapName, type MapSettled, type Maps } from '../../wire';
import type { Asking, Store } from '../store';
import { Dialog } from './dialogs';
import { Icon } from './icons';

type MapsAsking = Extract<Asking, { what: 'maps' }>;

/** What stands for what: add an entry, change it, remove it. What waited for it goes on at once. */
export function MapsDialog({ asking, store }: { readonly asking: MapsAsking; readonly store: Store }) {
  const { texts } = store.words;
  const [maps, setMaps] = useState<Maps | null>(null);
  const [said, setSaid] = useState<{ readonly bad: boolean; readonly text: string } | null>(null);
  const why = store.state.value?.visitor.rights.write ? undefined : texts.needsRight('write');
  const failed = (error: unknown) => setSaid({ bad: true, text: error instanceof Error ? error.message : String(error) });
  const read = () => store.client.get<Maps>('maps').then(setMaps, failed);
  useEffect(() => void read(), []);
  const close = () => {
    store.asking.value = null;
    void store.look();
  };
  const change: Change = async (name, from, to, was) => {
    if (why !== undefined) {
      setSaid({ bad: true, text: why });
      return false;
    }
    try {
      const { is, released } = await store.client.post<MapSettled>('map', { account: asking.account, name, from, to, was });
      setSaid(
        is === 'done'
          ? { bad: false, text: texts.mapKept(store.format.count(released)) }
          : { bad: true, text: texts.settledBefore(undefined) },
      );
      await read();
      return is === 'done';
    } catch (error) {
      failed(error);
      return false;
    }
  };
  return (
    <Dialog wide title={texts.maps} onClose={close}>
      <p>{texts.mapsText}</p>
      <div role="status" aria-live="polite">
        {said && <p class={said.bad ? 'problem' : ''}>{said.text}</p>}
      </div>
      {maps === null
        ? said === null && <p>{texts.loading}</p>
        : MAP_NAMES.map((name) => (
            <OneMap
              key={name}
              name={name}
              entries={maps[name]}
              begin={asking.name === name ? asking.from : undefined}
              change={change}
              why={why}
              store={store}
            />
          ))}
      <div class="buttons">
        <button type="button" onClick={close}>
          {texts.close}
        </button>
      </div>
    </Dialog>
  );
}

/** `was`: what the person saw there; null where nothing was. True once it is kept. */
type Change = (name: MapName, from: string, to: string | null, was: string | null) => Promise<boolean>;
interface OneMapProps {
  readonly name: MapName;
  readonly entries: readonly MapEntry[];
  /** The entry that a case waits for. */
  readonly begin: string | undefined;
  readonly change: Change;
  readonly why: string | undefined;
  readonly store: Store;
}
function OneMap({ name, entries, begin, change, why, store }: OneMapProps) {
  const { texts, maps } = store.words;
  const words = maps[name];
  const [from, setFrom] = useState(begin ?? '');
  const [to, setTo] = useState('');
  const seen = (key: string) => entries.find((entry) => entry.from === key)?.to ?? null;
  const submit = async (event: Event) => {
    event.preventDefault();
    const [given, value] = [from.trim(), to.trim()];
    if (given === '' || value === '' || !(await change(name, given, value, seen(given)))) return;
    setFrom('');
    setTo('');
  };
  const edit = (entry: MapEntry) => {
    setFrom(entry.from);
    setTo(entry.to);
  };
  return (
    <details class="kind" open={begin !== undefined || entries.length > 0}>
      <summary>
        {words.title} <span class="count">{store.format.count(entries.length)}</span>
      </summary>
      {entries.length > 0 && (
        <ul class="ticks">
          {entries.map((entry) => (
            <li key={entry.from} class="check">
              <span class="grow">
                {entry.from} → <strong>{entry.to}</strong>
              </span>
              <button type="button" class="quiet" aria-label={texts.change(entry.from)} onClick={() => edit(entry)}>
                {texts.changeIt}
              </button>
              <button
                type="button"
                class="quiet"
                aria-label={texts.remove(entry.from)}
                aria-disabled={why !== undefined}
                title={why}
                onClick={() => void change(name, entry.from, null, entry.to)}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
      <form class="pair" onSubmit={(event) => void submit(event)}>
        <div class="field">
          <label for={`from-${name}`}>{words.from}</label>
          <input
            id={`from-${name}`}
            type="text"
            required
            maxLength={200}
            autocomplete="off"
            spellcheck={false}
            value={from}
            onInput={(event) => setFrom(event.currentTarget.value)}
          />
        </div>
        <div class="field">
          <label for={`to-${name}`}>{words.to}</label>
          <input
            id={`to-${name}`}
            type="text"
            required
            maxLength={2000}
            autocomplete="off"
            spellcheck={false}
            value={to}
            onInput={(event) => setTo(event.currentTarget.value)}
          />
        </div>
        <button type="submit" aria-disabled={why !== undefined} title={why} aria-label={`${texts.keep}: ${words.title}`}>
          <Icon name={why === undefined ? 'check' : 'lock'} /> {texts.keep}
        </button>
      </form>
      {words.hint !== undefined && <p class="facts">{words.hint}</p>}
    </details>
  );
}
