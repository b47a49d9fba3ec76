import type { BuyerView, OrderView } from '../../wire';
import type { Store } from '../store';
import { Dialog } from './dialogs';
import { Icon } from './icons';

/** One order: what the source states, and one timeline of everything that happened. */
export function OrderPanel({ orderKey, store }: { readonly orderKey: string; readonly store: Store }) {
  const { texts } = store.words;
  const order = store.order.value;
  const close = () => {
    store.asking.value = null;
    store.order.value = null;
  };
  return (
    <Dialog wide title={texts.order(store.numberOf(orderKey))} onClose={close}>
      {order === null || order === 'loading' ? (
        <p>{texts.loading}</p>
      ) : 'failed' in order ? (
        <p class="problem">{order.failed}</p>
      ) : (
        <Order order={order} store={store} />
      )}
      <div class="buttons">
        <button type="button" onClick={close}>
          {texts.close}
        </button>
      </div>
    </Dialog>
  );
}

function Order({ order, store }: { readonly order: OrderView; readonly store: Store }) {
  const { words, format } = store;
  const { texts } = words;
  const around = store.around.value;
  const code = (value: string) => words.codes[value] ?? value;
  const deadlines = Object.entries(order.deadlines).map(([name, iso]) => `${code(name)} ${around.moment(Date.parse(iso))}`);
  return (
    <>
      <p class="facts">
        {[
          store.named(order.account),
          order.marketplace,
          order.stage && code(order.stage),
          order.shopOrder ? texts.inShop(order.shopOrder.name) : texts.notInShop,
          ...deadlines,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <Buyer buyer={order.buyer} orderKey={order.key} store={store} />
      {order.lines.length > 0 && (
        <table>
          <caption>{texts.lineItems}</caption>
          <tbody>
            {order.lines.map((line) => (
              <tr key={line.id}>
                <td class="number">{format.count(line.quantity)} ×</td>
                <td>
                  {line.title} {line.sku !== line.title && <span class="muted">{line.sku}</span>}
                </td>
                <td class="number">{format.money(line.price.amount, line.price.currency)}</td>
              </tr>
            ))}
          </tbody>
          {order.totals && (
            <tfoot>
              {(['shipping', 'tax'] as const).map((name) => (
                <tr key={name}>
                  <td />
                  <td>{texts[name]}</td>
                  <td class="number">{order.totals && format.money(order.totals[name].amount, order.totals[name].currency)}</td>
                </tr>
              ))}
              <tr class="grand">
                <td />
                <td>{texts.total}</td>
                <td class="number">{format.money(order.totals.grand.amount, order.totals.grand.currency)}</td>
              </tr>
            </tfoot>
          )}
        </table>
      )}
      <h3>{texts.timeline}</h3>
      <ol class="timeline">
        {order.timeline.map((one, index) => (
          <li key={index} class={one.what.replace(' ', '-')}>
            <time>{around.moment(one.at)}</time> <span>{texts.happened(one.what, one.detail, around)}</span>
          </li>
        ))}
      </ol>
    </>
  );
}

function Buyer({ buyer, orderKey, store }: { readonly buyer: BuyerView; readonly orderKey: string; readonly store: Store }) {
  const { texts } = store.words;
  if (buyer.is === 'unknown') return null;
  if (!('name' in buyer)) {
    return (
      <p>
        {texts.buyer}: {texts.erased}
      </p>
    );
  }
  return (
    <div class="buyer">
      <p>
        {texts.buyer}: {[buyer.name, ...buyer.lines, buyer.place, ...buyer.contact].join(', ')}
        {buyer.is === 'masked' && ` (${texts.masked})`}
      </p>
      {buyer.is === 'masked' && store.state.value?.visitor.rights.personal && (
        <button type="button" class="quiet" title={texts.revealExplain} onClick={() => void store.reveal(orderKey)}>
          <Icon name="look" /> {texts.reveal}
        </button>
      )}
    </div>
  );
}
