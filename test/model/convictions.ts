/** For every rule, records that break it and no other. */
import type { Past } from '../../lib/model/breaks';
import type { Quantities } from '../../lib/model/order';
import type { Effect, OrderRecord } from '../../lib/model/record';
import { moneyAcquittals, moneyConvictions } from './convictions-money';
import {
  accepted,
  acknowledged,
  attempt,
  counted,
  created,
  decision,
  delivery,
  effect,
  euros,
  line,
  openCase,
  reading,
  record,
  refunded,
  seen,
  write,
} from './example';

export interface Conviction {
  readonly rule: string;
  readonly what: string;
  readonly record: OrderRecord;
  readonly past?: Past;
}
const made = (n: number) => ({ id: `gid://shopify/Order/${n}`, name: `#100${n}`, total: euros('34.90') });
const units = (change: Partial<Quantities>) =>
  record({
    seen: [seen(reading({ quantities: { 1: counted(2, { accepted: 2, ...change }), 2: counted(1, { accepted: 1 }) } }))],
  });
const newer = seen(reading({ incident: true }), '2026-03-01T09:00:00Z');
const creating = effect('order.create', '1', { writes: [write('orderCreate')] });
const sent = (n: number, resolved?: 'absent' | 'not executed' | 'refused', at = 200_000) =>
  effect('order.create', '1', {
    lookedAt: at,
    writes: [write('orderCreate', undefined, { attempt: attempt({ n, ...(resolved ? { resolved } : {}) }) })],
  });
const before = (...effects: Effect[]): Past => ({ before: record({ effects }) });

export const convictions: readonly Conviction[] = [
  {
    rule: 'R1',
    what: 'two shop orders of one generation',
    record: record({ effects: [{ ...created(), writes: [write('orderCreate', made(1)), write('orderCreate again', made(2))] }] }),
  },
  { rule: 'R1', what: 'a second shop order that nobody called for', record: record({ effects: [created(), created('2')] }) },
  { rule: 'R4', what: 'a reference is told before a shop order is bound', record: record({ effects: [acknowledged()] }) },
  {
    rule: 'R4',
    what: 'a reference is told that is no name of the shop order',
    record: record({ effects: [created(), acknowledged('#9')] }),
  },
  {
    rule: 'R4',
    what: 'the telling was begun before the answer came',
    record: record({
      effects: [{ ...created(), writes: [write('orderCreate', made(1), { answeredAt: 4_001 })] }, acknowledged()],
    }),
  },
  {
    rule: 'R5',
    what: 'a line is decided twice in one decision',
    record: record({ effects: [accepted(['1', true], ['2', true], ['1', false])] }),
  },
  {
    rule: 'R5',
    what: 'a second decision',
    record: record({
      effects: [accepted(['1', true], ['2', true]), { ...accepted(['2', true]), id: 'order.accept/2', key: '2' }],
    }),
  },
  { rule: 'R6', what: 'a cent less', record: record({ effects: [created('1', { ...made(1), total: euros('34.89') })] }) },
  {
    rule: 'R6',
    what: 'another currency',
    record: record({ effects: [created('1', { ...made(1), total: { amount: '34.90', currency: 'CHF' } })] }),
  },
  {
    rule: 'R6',
    what: 'against the reading that it was made from, though a newer one says otherwise',
    record: record({
      seen: [newer],
      effects: [{ ...created('1', { ...made(1), total: euros('30.00') }), frozen: seen(reading()).hash }],
    }),
    past: { facts: [seen(reading()), newer] },
  },
  ...moneyConvictions,
  {
    rule: 'R10',
    what: 'a line is cancelled after a unit of it shipped',
    record: record({
      seen: [
        seen(
          reading({
            lineStates: { 1: 'cancelled', 2: 'accepted' },
            quantities: { 1: counted(2, { accepted: 2, cancelled: 1, shipped: 1 }), 2: counted(1, { accepted: 1 }) },
          }),
        ),
      ],
    }),
  },
  {
    rule: 'R10',
    what: 'money went back that never came',
    record: record({ seen: [seen(reading({ payment: 'authorised', refunds: [refunded] }))] }),
  },
  { rule: 'R14', what: 'the older reading holds', record: record(), past: { facts: [seen(reading()), newer] } },
  { rule: 'R14', what: 'a reading was kept and none holds', record: record({ seen: [] }), past: { facts: [newer] } },
  { rule: 'R15', what: 'sent again while in doubt', record: record({ effects: [sent(2)] }), past: before(sent(1)) },
  {
    rule: 'R15',
    what: 'sent again after it was answered',
    record: record({ effects: [sent(2)] }),
    past: before(effect('order.create', '1', { writes: [write('orderCreate', made(1))] })),
  },
  { rule: 'R15', what: 'an attempt is skipped', record: record({ effects: [sent(3)] }), past: before(sent(1, 'absent')) },
  {
    rule: 'R15',
    what: 'went on past a write that is in doubt',
    record: record({ effects: [effect('order.create', '1', { writes: [write('orderCreate'), write('tag', {})] })] }),
  },
  {
    rule: 'R15',
    what: 'one remote record proves two effects',
    record: record({
      effects: ['1', '2'].map((key) =>
        effect('refund.create', key, { writes: [write('refundCreate', {}, { record: 'gid://shopify/Refund/1' })] }),
      ),
    }),
  },
  { rule: 'R17', what: 'a planned effect was sent', record: record({ effects: [{ ...creating, state: 'planned' }] }) },
  { rule: 'R17', what: 'a planned effect was answered', record: record({ effects: [{ ...created(), state: 'planned' }] }) },
  {
    rule: 'R18',
    what: 'a confirmed effect writes again',
    record: record({ effects: [{ ...created(), writes: [...created().writes, write('tag', {})] }] }),
    past: before(created()),
  },
  {
    rule: 'R20',
    what: 'a name in a refusal',
    record: record({
      effects: [{ ...creating, refusal: { at: 1, call: 'orderCreate', code: 'INVALID', text: 'Ada Exemple is no customer' } }],
    }),
  },
  {
    rule: 'R20',
    what: 'an address in a case',
    record: record({ cases: [openCase('refused', { value: "10 rue de l'Exemple" })] }),
  },
  {
    rule: 'R20',
    what: 'a mail address in what a flow threw',
    record: record({
      deliveries: [{ ...delivery('placed', 'failed'), error: { node: 'n', text: 'no mail to ada@example.com' } }],
    }),
  },
  { rule: 'R20', what: 'a name in a reason', record: record({ effects: [{ ...creating, reason: 'waits for Ada Exemple' }] }) },
  {
    rule: 'R21',
    what: 'something happened, and its effect is void',
    record: record({ effects: [{ ...created(), state: 'void' }] }),
  },
  {
    rule: 'R21',
    what: 'an effect ended with a write in doubt',
    record: record({ effects: [{ ...creating, state: 'confirmed' }] }),
  },
  {
    rule: 'R21',
    what: 'nothing will look at a doubt again',
    record: record({ effects: [creating], alarm: null, cases: [{ ...openCase('in doubt'), closedAt: 3_000 }] }),
  },
  { rule: 'R21', what: 'an effect is no more', record: record(), past: before(created()) },
  {
    rule: 'R21',
    what: 'a delivery is no more',
    record: record(),
    past: { before: record({ deliveries: [delivery('placed', 'done')] }) },
  },
  { rule: 'R21', what: 'a case is no more', record: record(), past: { before: record({ cases: [openCase('refused')] }) } },
  {
    rule: 'R21',
    what: 'a decision is no more',
    record: record(),
    past: { before: record({ decisions: [decision('leave out', '*')] }) },
  },
  {
    rule: 'R22',
    what: 'two deliveries are out',
    record: record({ deliveries: [delivery('placed', 'out'), delivery('changed/1', 'out')] }),
  },
  {
    rule: 'R22',
    what: 'two writes of one verb are in doubt',
    record: record({ effects: ['1', '2'].map((key) => effect('refund.create', key, { writes: [write('refundCreate')] })) }),
  },
  {
    rule: 'R23',
    what: 'begun after its own end',
    record: record({
      effects: [
        effect('order.create', '1', { writes: [write('orderCreate', undefined, { attempt: attempt({ sendUntil: 1_999 }) })] }),
      ],
    }),
  },
  {
    rule: 'R23',
    what: 'believed absent in the last moment of the commit time',
    record: record({ effects: [sent(1, 'absent', 152_000)] }),
  },
  { rule: 'Q1', what: 'decided more than ordered', record: units({ refused: 1 }) },
  { rule: 'Q2', what: 'shipped and cancelled more than accepted', record: units({ cancelled: 1, shipped: 2 }) },
  { rule: 'Q3', what: 'delivered more than shipped', record: units({ shipped: 1, delivered: 2 }) },
  { rule: 'Q4', what: 'more came back than shipped', record: units({ shipped: 1, returnReceived: 2 }) },
  { rule: 'Q5', what: 'restocked more than came back', record: units({ shipped: 2, returnReceived: 1, restocked: 2 }) },
  { rule: 'Q6', what: 'refunded more than accepted', record: units({ refunded: 3 }) },
  { rule: 'Q7', what: 'invoiced more than was sold', record: units({ invoiced: 3 }) },
  { rule: 'Q8', what: 'credited more than invoiced', record: units({ invoiced: 1, credited: 2 }) },
];

/** Records that look like one of those above and break nothing. */
export const acquittals: readonly Omit<Conviction, 'rule'>[] = [
  ...moneyAcquittals,
  { what: 'nothing known', record: record({ seen: [] }) },
  {
    what: 'a whole life',
    record: record({
      effects: [accepted(['1', true], ['2', true]), created(), acknowledged()],
      deliveries: [delivery('placed', 'done'), delivery('changed/1', 'out')],
    }),
    past: { facts: [seen(reading())] },
  },
  {
    what: 'made again, because a person had it made again',
    record: record({
      effects: [created(), created('2'), acknowledged(), acknowledged('#1002', 9_000)],
      decisions: [decision('new generation', 'order.create/1')],
    }),
  },
  {
    what: 'a reading asked for again',
    record: record({ seen: [seen(reading(), '2026-03-01T08:00:00Z', 5_000)] }),
    past: { facts: [seen(reading()), seen(reading(), '2026-03-01T08:00:00Z', 9_000)] },
  },
  {
    what: 'given up when it had come to nothing, and begun anew',
    record: record({ effects: [sent(1)] }),
    past: before({ ...sent(3, 'not executed'), state: 'void' }),
  },
  { what: 'sent again after its absence was proven', record: record({ effects: [sent(2)] }), past: before(sent(1, 'absent')) },
  {
    what: 'went on past a refusal that the conversation caught',
    record: record({
      effects: [
        effect('order.create', '1', {
          writes: [write('a', undefined, { attempt: attempt({ resolved: 'refused' }) }), write('b', {})],
        }),
      ],
    }),
  },
  { what: 'believed absent a moment after the commit time', record: record({ effects: [sent(1, 'absent', 152_001)] }) },
  {
    what: 'believed absent because a person said so',
    record: record({ effects: [sent(1, 'absent', 3_000)], decisions: [decision('it did not', 'order.create/1', 2_500)] }),
  },
  { what: 'not executed, and planned since', record: record({ effects: [{ ...sent(1, 'not executed'), state: 'planned' }] }) },
  {
    what: 'in doubt, and a person is asked',
    record: record({ effects: [creating], alarm: null, cases: [openCase('in doubt')] }),
  },
  {
    what: 'a difference that a person let pass',
    record: record({
      effects: [created('1', { ...made(1), total: euros('34.80') })],
      decisions: [decision('do it', 'price difference/goods')],
    }),
  },
  {
    what: 'a difference to a reading that came later',
    record: record({
      seen: [newer],
      effects: [{ ...created('1', { ...made(1), total: euros('30.00') }), frozen: 'of an older reading' }],
    }),
  },
  {
    what: 'a person who was erased',
    record: record({
      seen: [seen(reading({}, { parties: { personal: null } }))],
      cases: [openCase('refused', { value: 'Ada Exemple' })],
    }),
  },
  {
    what: "a word that is somebody's name",
    record: record({
      seen: [
        seen(reading({}, { parties: { personal: { buyer: { name: 'Price', lines: ['1'], city: 'Lyon', country: 'FR' } } } })),
      ],
      cases: [openCase('refused', { field: 'Price', value: '1' })],
    }),
  },
  {
    what: 'a line of the marketplace',
    record: record({ seen: [seen(reading({}, { lines: [line('1', 2), line('2', 1, { fulfilledBy: 'marketplace' })] }))] }),
  },
];
