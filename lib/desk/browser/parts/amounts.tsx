import { useState } from 'preact/hooks';
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
  const rest = restOf(whole, Object.values(given));
  const change = (row: string, text: string) => {
    const next = { ...given, [row]: text.trim().replace(',', '.') };
    setGiven(next);
    const done = restOf(whole, Object.values(next)) === 0n;
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
        {rest === null ? '…' : texts.rest(money(textOf(rest, decimalsOf(whole))))}
      </p>
    </>
  );
}
const SHIPPING = ' shipping';
/** The whole bears all of its currency's decimals. */
const decimalsOf = (whole: string): number => whole.split('.')[1]?.length ?? 0;
/** In minor units. Null while something is written that is no amount, or has more decimals than the whole. */
function restOf(whole: string, parts: readonly string[]): bigint | null {
  const [all, ...gone] = [whole, ...parts.filter((part) => part !== '')].map((text) => minorOf(text, decimalsOf(whole)));
  return gone.reduce<bigint | null>((rest, one) => (rest === null || one === null ? null : rest - one), all ?? null);
}
function minorOf(text: string, decimals: number): bigint | null {
  const [, units, fraction = ''] = /^(\d+)(?:\.(\d*))?$/.exec(text) ?? [];
  return units === undefined || fraction.length > decimals ? null : BigInt(units + fraction.padEnd(decimals, '0'));
}
function textOf(amount: bigint, decimals: number): string {
  const digits = String(amount < 0n ? -amount : amount).padStart(decimals + 1, '0');
  const at = digits.length - decimals;
  return `${amount < 0n ? '-' : ''}${digits.slice(0, at)}${decimals === 0 ? '' : `.${digits.slice(at)}`}`;
}
