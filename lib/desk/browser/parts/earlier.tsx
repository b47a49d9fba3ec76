import { useEffect, useState } from 'preact/hooks';
import type { EarlierOrder, EarlierOrders, Imported } from '../../wire';
import type { Asking, Store } from '../store';
import { say } from './accounts';
import { Dialog } from './dialogs';
import { Icon } from './icons';

type EarlierAsking = Extract<Asking, { what: 'earlier orders' }>;

/** The open orders from before an account's start, to tick. None is ticked until a person does it. */
export function EarlierDialog({ asking, store }: { readonly asking: EarlierAsking; readonly store: Store }) {
  const { words, format } = store;
  const { texts } = words;
  const [listed, setListed] = useState<EarlierOrders | string | null>(null);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    store.client
      .get<EarlierOrders>('earlier', { account: asking.account })
      .then(setListed, (error: unknown) => setListed(error instanceof Error ? error.message : String(error)));
  }, [asking.account]);
  const close = () => {
    store.asking.value = null;
  };
  const orders = listed !== null && typeof listed !== 'string' ? listed.orders : [];
  const why = store.state.value?.visitor.rights.write ? undefined : texts.needsRight('write');
  const submit = (event: Event) => {
    event.preventDefault();
    close();
    if (why !== undefined) return say(store, why);
    void store.command(
      () => store.client.post<readonly Imported[]>('import', { account: asking.account, keys: [...ticked] }),
      (outcomes) => {
        const done = outcomes.filter(({ is }) => is === 'done').length;
        return {
          tone: done > 0 ? 'good' : 'plain',
          text: texts.imported(format.count(done), format.count(outcomes.length - done)),
        };
      },
    );
  };
  const tick = (keys: readonly string[], on: boolean) => {
    const next = new Set(ticked);
    for (const key of keys)
      if (on) next.add(key);
      else next.delete(key);
    setTicked(next);
  };
  return (
    <Dialog wide title={texts.earlierTitle(asking.name)} onClose={close}>
      <form onSubmit={submit}>
        {listed === null && <p>{texts.loading}</p>}
        {typeof listed === 'string' && <p class="problem">{listed}</p>}
        {listed !== null && typeof listed !== 'string' && (
          <>
            {listed.start !== undefined && <p>{texts.earlierText(store.around.value.moment(listed.start))}</p>}
            {orders.length === 0 ? (
              <p class="calm">{texts.earlierNone}</p>
            ) : (
              <Listed orders={orders} ticked={ticked} tick={tick} store={store} />
            )}
            {listed.more && <p class="facts">{texts.earlierMore(format.count(orders.length))}</p>}
          </>
        )}
        <div class="buttons">
          <button type="button" onClick={close}>
            {orders.length > 0 ? texts.cancel : texts.close}
          </button>
          {orders.length > 0 && (
            <button type="submit" class="primary" aria-disabled={why !== undefined} disabled={ticked.size === 0} title={why}>
              {why !== undefined && <Icon name="lock" />} {texts.importThem(format.count(ticked.size))}
            </button>
          )}
        </div>
      </form>
    </Dialog>
  );
}

interface ListedProps {
  readonly orders: readonly EarlierOrder[];
  readonly ticked: ReadonlySet<string>;
  readonly tick: (keys: readonly string[], on: boolean) => void;
  readonly store: Store;
}
function Listed({ orders, ticked, tick, store }: ListedProps) {
  const { words, format } = store;
  const { texts } = words;
  const { moment } = store.around.value;
  const facts = (order: EarlierOrder) =>
    [
      `${texts.placed} ${moment(Date.parse(order.orderedAt))}`,
      words.codes[order.stage] ?? order.stage,
      texts.units(format.count(order.units)),
      ...(order.shipBy === undefined ? [] : [`${words.codes.shipBy ?? 'shipBy'} ${moment(Date.parse(order.shipBy))}`]),
    ].join(' · ');
  return (
    <>
      <label class="check">
        <input
          type="checkbox"
          checked={orders.every(({ key }) => ticked.has(key))}
          onChange={(event) =>
            tick(
              orders.map(({ key }) => key),
              event.currentTarget.checked,
            )
          }
        />{' '}
        {texts.tickAll} <span class="count">{format.count(orders.length)}</span>
      </label>
      <ul class="ticks">
        {orders.map((order) => (
          <li key={order.key}>
            <label class="check">
              <input
                type="checkbox"
                aria-label={texts.tick(texts.order(order.number))}
                checked={ticked.has(order.key)}
                onChange={(event) => tick([order.key], event.currentTarget.checked)}
              />{' '}
              <span class="grow">
                <strong>{order.number}</strong> <span class="facts">{facts(order)}</span>
              </span>
              <span class="number">{format.money(order.total.amount, order.total.currency)}</span>
            </label>
          </li>
        ))}
      </ul>
    </>
  );
}
