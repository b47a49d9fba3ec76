import { useEffect, useState } from 'preact/hooks';
import type { OrderView, ThingView } from '../../wire';
import type { Asking, Store } from '../store';

interface FieldProps {
  readonly asking: Extract<Asking, { what: 'answer' }>;
  readonly store: Store;
  readonly onValue: (value: string) => void;
}
type Place = readonly [ThingView['side'], readonly ThingView['kind'][]];
/** Where what a call or a step makes is told of. */
const MADE: Readonly<Record<string, Place>> = {
  ST01: ['marketplace', ['shipment']],
  OR28: ['marketplace', ['refund']],
  OR30: ['marketplace', ['cancellation']],
  fulfillmentCreate: ['shop', ['shipment']],
  refundCreate: ['shop', ['refund']],
  returnCreate: ['shop', ['return']],
  'parcel.push': ['marketplace', ['shipment']],
  'refund.push': ['marketplace', ['refund']],
  'cancel.push': ['marketplace', ['cancellation', 'refund']],
  'shop.fulfil': ['shop', ['shipment']],
  'shop.refund': ['shop', ['refund']],
  'shop.cancel': ['shop', ['refund']],
};

/** The records of that side which nobody of us made, to tick; or any other by its number. */
export function MadeField({ asking, store, onValue }: FieldProps) {
  const { texts } = store.words;
  const order = useOrder(asking, store);
  const [ticked, setTicked] = useState<readonly string[]>([]);
  const [other, setOther] = useState('');
  const give = (ids: readonly string[], text: string) => {
    setTicked(ids);
    setOther(text);
    onValue([...ids, text.trim()].filter(Boolean).join(' '));
  };
  const step = String(asking.detail.effect ?? '').split('/')[0] ?? '';
  const [side, kinds] = MADE[String(asking.detail.call)] ?? MADE[step] ?? [undefined, []];
  const things = (order?.things ?? []).filter((one) => one.side === side && kinds.includes(one.kind) && !one.ours);
  return (
    <>
      <fieldset class="ticks">
        <legend>{texts.whichRecord}</legend>
        {order === null && <p class="facts">{texts.loading}</p>}
        {order && things.length === 0 && <p class="facts">{texts.noRecords}</p>}
        {things.map((one) => (
          <label key={one.id} class="check">
            <input
              type="checkbox"
              checked={ticked.includes(one.id)}
              onChange={(event) =>
                give(event.currentTarget.checked ? [...ticked, one.id] : ticked.filter((id) => id !== one.id), other)
              }
            />{' '}
            <span class="grow">{labelOf(one, store)}</span>
          </label>
        ))}
      </fieldset>
      <div class="field">
        <label for="given">{texts.otherRecord}</label>
        <input
          id="given"
          type="text"
          maxLength={1000}
          autocomplete="off"
          spellcheck={false}
          value={other}
          onInput={(event) => give(ticked, event.currentTarget.value)}
        />
      </div>
    </>
  );
}
function labelOf(one: ThingView, { words, format, around }: Store): string {
  return [
    words.texts.foundAs[one.kind],
    one.name ?? one.id.slice(one.id.lastIndexOf('/') + 1),
    one.amount && format.money(one.amount.amount, one.amount.currency),
    one.units > 0 && words.texts.units(format.count(one.units)),
    ...one.numbers,
    around.value.moment(Date.parse(one.at)),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** The order that the first of the cases is of; null while it is read. */
export function useOrder(asking: FieldProps['asking'], store: Store): OrderView | undefined | null {
  const [order, setOrder] = useState<OrderView | undefined | null>(null);
  const key = asking.cases[0]?.key ?? '';
  useEffect(() => {
    store.client.get<OrderView>('order', { key }).then(setOrder, () => setOrder(undefined));
  }, [key]);
  return order;
}
