import type { BuyerView, OrderView } from '../../wire';
import type { Store } from '../store';
import { Dialog } from './dialogs';
import { Icon } from './icons';
import { Lines, Money } from './order-lines';
import { Timeline } from './timeline';

/** One order: where it stands, what comes next, its units and money, and one timeline of everything that happened. */
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
  const { words } = store;
  const { texts } = words;
  const around = store.around.value;
  const code = (value: string) => words.codes[value] ?? value;
  const deadlines = Object.entries(order.deadlines).map(([name, iso]) => `${code(name)} ${around.moment(Date.parse(iso))}`);
  return (
    <>
      <p>
        <strong class="phase">{code(order.phase)}</strong>
      </p>
      <p class="facts">
        {[
          store.named(order.account),
          order.marketplace,
          order.shopOrder ? texts.inShop(order.shopOrder.name) : texts.notInShop,
          ...deadlines,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <section aria-labelledby="next">
        <h3 id="next">{texts.next}</h3>
        {order.expected.length === 0 ? (
          <p class="calm">
            <Icon name="check" /> {texts.nothingNext}
          </p>
        ) : (
          <ul class="expected">
            {order.expected.map((one, index) => (
              <li key={index} class={one.whose === 'person' || one.whose === 'nobody' ? 'pressing' : ''}>
                <Icon name={one.whose === 'person' || one.whose === 'nobody' ? 'alert' : 'clock'} />{' '}
                <span>{words.expected(one, around)}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
      <Buyer buyer={order.buyer} orderKey={order.key} store={store} />
      {order.lines.length > 0 && <Lines order={order} store={store} />}
      {order.money && <Money money={order.money} store={store} />}
      <Timeline order={order} store={store} />
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
