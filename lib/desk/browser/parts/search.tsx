import { useRef, useState } from 'preact/hooks';
import type { FoundOrder } from '../../wire';
import type { Store } from '../store';
import { Icon } from './icons';

/** One box for any reference. What is found alone is opened at once. */
export function Search({ store }: { readonly store: Store }) {
  const { texts } = store.words;
  const [text, setText] = useState('');
  const [found, setFound] = useState<readonly FoundOrder[] | { readonly failed: string } | null>(null);
  const turn = useRef(0);
  const look = async (event: Event) => {
    event.preventDefault();
    const asked = text.trim();
    if (asked === '') return;
    turn.current += 1;
    const mine = turn.current;
    try {
      const orders = await store.client.get<readonly FoundOrder[]>('find', { text: asked });
      if (mine !== turn.current) return;
      setFound(orders);
      const [only] = orders;
      if (only && orders.length === 1) void store.openOrder(only.key);
    } catch (error) {
      if (mine === turn.current) setFound({ failed: error instanceof Error ? error.message : String(error) });
    }
  };
  const change = (next: string) => {
    setText(next);
    if (next === '') setFound(null);
  };
  return (
    <search>
      <form class="find" onSubmit={(event) => void look(event)}>
        <label class="sr" for="find">
          {texts.findLabel}
        </label>
        <div class="beside">
          <input
            id="find"
            type="search"
            maxLength={100}
            autocomplete="off"
            spellcheck={false}
            placeholder={texts.findHint}
            title={texts.findHint}
            value={text}
            onInput={(event) => change(event.currentTarget.value)}
          />
          <button type="submit">{texts.find}</button>
        </div>
      </form>
      <div aria-live="polite">
        {found !== null && 'failed' in found && <p class="problem">{found.failed}</p>}
        {found !== null && !('failed' in found) && <Found found={found} store={store} />}
      </div>
    </search>
  );
}

function Found({ found, store }: { readonly found: readonly FoundOrder[]; readonly store: Store }) {
  const { texts, codes } = store.words;
  const { format } = store;
  if (found.length === 0) return <p class="facts">{texts.foundNone}</p>;
  return (
    <>
      <p class="facts">
        <Icon name="check" /> {texts.foundOrders(format.count(found.length))}
      </p>
      <ul class="cards">
        {found.map((one) => (
          <li key={one.key} class="card">
            <button type="button" class="link" onClick={() => void store.openOrder(one.key)}>
              {texts.order(one.number)}
            </button>
            <span class="facts">
              {[
                texts.foundAs[one.as],
                codes[one.phase] ?? one.phase,
                one.shopOrder,
                store.named(one.account),
                one.total && format.money(one.total.amount, one.total.currency),
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
