import type { Money as Amount } from '../../../model/money';
import type { LineCounters, MoneyView, OrderView } from '../../wire';
import type { Store } from '../store';

/** Each line with its counters; the columns that no line has anything in are left away. */
export function Lines({ order, store }: { readonly order: OrderView; readonly store: Store }) {
  const { texts } = store.words;
  const { format } = store;
  const counted = (id: string): Partial<LineCounters> => order.counters[id] ?? {};
  const columns = (['shipped', 'cancelled', 'refunded', 'returned'] as const).filter((name) =>
    order.lines.some(({ id }) => (counted(id)[name] ?? 0) > 0 || (name === 'shipped' && counted(id).shippedInShop !== undefined)),
  );
  return (
    <table>
      <caption>{texts.lineItems}</caption>
      <thead>
        <tr>
          <th scope="col" class="number fit">
            {texts.ordered}
          </th>
          <td />
          {columns.map((name) => (
            <th key={name} scope="col" class="number">
              {texts[name]}
            </th>
          ))}
          <td />
        </tr>
      </thead>
      <tbody>
        {order.lines.map((line) => (
          <tr key={line.id}>
            <td class="number">{format.count(line.quantity)} ×</td>
            <td>
              {line.title} {line.sku !== line.title && <span class="muted">{line.sku}</span>}
            </td>
            {columns.map((name) => (
              <td key={name} class="number">
                {format.count(counted(line.id)[name] ?? 0)}
                {name === 'shipped' && counted(line.id).shippedInShop !== undefined && (
                  <span class="muted"> {texts.shippedInShop(format.count(counted(line.id).shippedInShop ?? 0))}</span>
                )}
              </td>
            ))}
            <td class="number">{format.money(line.price.amount, line.price.currency)}</td>
          </tr>
        ))}
      </tbody>
      {order.totals && (
        <tfoot>
          {(['shipping', 'tax', 'grand'] as const).map((name) => (
            <tr key={name} class={name}>
              <td />
              <td colSpan={1 + columns.length}>{name === 'grand' ? texts.total : texts[name]}</td>
              <td class="number">{order.totals && format.money(order.totals[name].amount, order.totals[name].currency)}</td>
            </tr>
          ))}
        </tfoot>
      )}
    </table>
  );
}

/** What the buyer paid, what went back, what may still go back: by bucket, taxes named where they stand inside. */
export function Money({ money, store }: { readonly money: MoneyView; readonly store: Store }) {
  const { texts, codes } = store.words;
  const amount = ({ amount: text, currency }: Amount) => store.format.money(text, currency);
  const named = (bucket: string) => codes[bucket] ?? bucket;
  return (
    <table class="money">
      <caption>{texts.money}</caption>
      <thead>
        <tr>
          <td />
          <th scope="col" class="number">
            {money.debited ? texts.captured : texts.toBePaid}
          </th>
          <th scope="col" class="number">
            {texts.givenBack}
          </th>
          <th scope="col" class="number">
            {texts.left}
          </th>
        </tr>
      </thead>
      <tbody>
        {money.buckets.map(({ bucket, captured, refunded, left }) => {
          const inside = money.taxMode === 'inclusive' && bucket.endsWith('tax');
          return (
            <tr key={bucket} class={inside ? 'muted' : ''}>
              <th scope="row">{inside ? texts.within(named(bucket)) : named(bucket)}</th>
              <td class="number">{amount(captured)}</td>
              <td class="number">{amount(refunded)}</td>
              <td class="number">{amount(left)}</td>
            </tr>
          );
        })}
      </tbody>
      <tfoot>
        <tr class="grand">
          <th scope="row">{texts.total}</th>
          <td class="number">{amount(money.total.captured)}</td>
          <td class="number">{amount(money.total.refunded)}</td>
          <td class="number">{amount(money.total.left)}</td>
        </tr>
      </tfoot>
    </table>
  );
}
