import { useState } from 'preact/hooks';
import { minorOf, textOf } from '../../../model/buckets';
import type { Asking, Store } from '../store';
import { useOrder } from './made';

/** Which line an amount belongs to: each line's part, shipping's, and what is still to be shared. Exact: amounts are decimal text. */
export function AmountsField({
  asking,
  store,
  onValue,
}: {
  readonly asking: Extract<Asking, { what: 'answer' }>;
  readonly store: Store;
  readonly onValue: (value: string) => void;
}) {
  const { texts, answers } = store.words;
  const order = useOrder(asking, store);
  const [given, setGiven] = useState<Readonly<Record<string, string>>>({});
  const [currency, whole] = [String(asking.detail.currency), String(asking.detail.amount)];
  const money = (amount: string) => store.format.money(amount, currency);
  const rest = restOf(whole, Object.values(given), currency);
  const change = (row: string, text: string) => {
    const next = { ...given, [row]: text.trim().replace(',', '.') };
    setGiven(next);
    const done = restOf(whole, Object.values(next), currency) === 0n;
    const parts = Object.entries(next).filter(([, amount]) => amount !== '');
    onValue(
      done ? JSON.stringify(parts.map(([lineId, amount]) => ({ lineId: lineId === SHIPPING ? null : lineId, amount }))) : '',
    );
  };
  if (order === null) return <p class="facts">{texts.loading}</p>;
  const left = order?.money?.left ?? {};
  const rows = [
    ...(order?.lines ?? []).flatMap(({ id, title }) => (left[id] ? [{ id, title, left: left[id].amount }] : [])),
    ...(order?.money ? [{ id: SHIPPING, title: texts.shipping, left: order.money.shipping.amount }] : []),
  ];
  return (
    <>
      <table class="parts">
        <caption>{answers.allocate.field}</caption>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">{row.title}</th>
              <td class="muted number">
                {texts.left} {money(row.left)}
              </td>
              <td>
                <input
                  type="text"
                  inputMode="decimal"
                  maxLength={20}
                  autocomplete="off"
                  aria-label={texts.partOf(row.title)}
                  onInput={(event) => change(row.id, event.currentTarget.value)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class={rest === 0n ? 'facts' : 'bulk'} role="status">
        {rest === null ? '…' : texts.rest(money(textOf(rest, currency)))}
      </p>
    </>
  );
}
const SHIPPING = ' shipping';
/** Null while something is written that is no amount. */
function restOf(whole: string, parts: readonly string[], currency: string): bigint | null {
  try {
    return parts.filter((part) => part !== '').reduce((rest, part) => rest - minorOf(part, currency), minorOf(whole, currency));
  } catch {
    return null;
  }
}
