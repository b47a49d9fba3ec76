import type { Happening, OrderView } from '../../wire';
import type { Store } from '../store';
import { Icon, type IconName } from './icons';

const ICONS: Readonly<Record<Happening['what'], IconName>> = {
  fact: 'look',
  decision: 'person',
  call: 'send',
  step: 'clock',
  delivery: 'flow',
  'case opened': 'alert',
  'case closed': 'check',
};

/** Everything that happened, newest last, each as one sentence. */
export function Timeline({ order, store }: { readonly order: OrderView; readonly store: Store }) {
  const { words } = store;
  const around = store.around.value;
  return (
    <section aria-labelledby="timeline">
      <h3 id="timeline">{words.texts.timeline}</h3>
      {order.cut && <p class="facts">{words.texts.earlierCut}</p>}
      <ol class="timeline">
        {order.timeline.map((one, index) => (
          <li key={index} class={`${one.what.replace(' ', '-')} ${outcomeOf(one)}`}>
            <Icon name={ICONS[one.what]} /> <time dateTime={new Date(one.at).toISOString()}>{around.moment(one.at)}</time>{' '}
            <span>{words.happened(one.what, one.detail, around)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
/** What came to nothing, or is not known yet, stands out; the words say it too. */
function outcomeOf({ what, detail }: Happening): string {
  if (what === 'call' && (detail.outcome === 'refused' || detail.outcome === 'in doubt')) return 'trouble';
  return what === 'delivery' && detail.state === 'failed' ? 'trouble' : '';
}
