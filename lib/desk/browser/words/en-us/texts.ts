import type { Texts } from '../../sentences';
import { cases } from './cases';
import { code, has, t } from './parameters';

/** Everything else that is said. */
export const texts: Texts = {
  title: 'Order lifecycle',
  accounts: 'Accounts',
  cases: 'Open cases',
  planned: 'Planned',
  faults: 'In your flows',
  unreached: 'no trigger reaches this node',
  orders: (n) => (n === 1 ? 'order' : 'orders'),
  due: 'due',
  running: 'running',
  parked: 'parked',
  noCases: 'Nothing to decide.',
  starting: 'Waiting for the flows to start.',
  failed: 'The engine did not start.',
  notLive: (since) => `Not live since ${since}. Trying again.`,
  emptyTitle: 'No account yet',
  emptyText: 'See a marketplace order become a Shopify order against simulated systems, or connect your own.',
  tryIt: 'Try it without an account',
  connect: 'Connect my shop',
  added: 'The example is in your workspace. Press Deploy to start it.',
  thereAlready: 'The example is here already. Press Deploy if it does not run.',
  noLoginTitle: 'Everyone who reaches this editor can decide here',
  noLoginText: 'Nobody signs in, so buyers stay masked, the audit says “anonymous”, and nothing can be approved.',
  showLines: 'Lines for settings.js',
  lines: `adminAuth: {
  type: "credentials",
  users: [{
    username: "anna",
    // node-red admin hash-pw
    password: "$2y$08$…",
    permissions: ["*"]
  }]
},`,
  linesAfter: 'Or, to approve without signing in: orderLifecycle: { approveWithoutLogin: true },',
  simulated: 'simulated',
  heard: (at) => `heard ${at}`,
  neverHeard: 'not heard of yet',
  completeTo: (at) => `complete up to ${at}`,
  retry: (at) => `tries again ${at}`,
  silent: (at) => `silent since ${at}`,
  healthy: 'Healthy',
  trouble: 'Problem',
  unknownYet: 'Not known yet',
  jump: (name) => `Show the node ${name}`,
  openNode: 'Open node',
  order: (number) => `Order ${number}`,
  ofOrders: (count) => `${count} orders`,
  opened: (at) => `opened ${at}`,
  times: (count) => `${count} times`,
  dueAt: (at) => `due ${at}`,
  overdue: (at) => `was due ${at}`,
  more: 'More',
  less: 'Less',
  showAll: (count) => `Show all ${count}`,
  news: (arrived, gone) => `${arrived} new, ${gone} settled: show`,
  settledNow: 'Settled.',
  noted: 'Noted. The case goes when it is no longer true.',
  always: 'The same for every order with this SKU',
  settledBefore: (by) => (by ? `Already settled by ${by}.` : 'Already settled, or changed since you looked.'),
  settleFailed: (why) => `Not settled: ${why}`,
  ran: (done, already, failed) => `${done} settled, ${already} were already, ${failed} failed.`,
  cancel: 'Cancel',
  close: 'Close',
  bulk: (count) => `For ${count} orders at once.`,
  needsRight: (right) => `Takes the right order-lifecycle.${right}.`,
  noApproval: 'Nobody is signed in, so nothing is approved: see the lines for settings.js.',
  goLiveTitle: (name) => `Set ${name} live?`,
  goLiveText: (planned) => `Every planned step is computed anew from the facts and then sent. Planned now: ${planned}.`,
  goLive: 'Go live',
  prepared: 'What was made ready',
  approveAll: (count) => `Approve all ${count}`,
  before: 'Before',
  after: 'After',
  nothingBefore: 'not there',
  units: (count) => `${count} units`,
  changes: (count) => `${count} fields`,
  buyer: 'Ship to',
  masked: 'masked',
  reveal: 'Show buyer',
  revealExplain: 'Who looked, and when, is kept in the audit.',
  erased: 'erased',
  goods: 'Goods',
  shipping: 'Shipping',
  tax: 'Tax',
  total: 'Total',
  timeline: 'What happened',
  lineItems: 'Lines',
  inShop: (name) => `${name} in Shopify`,
  notInShop: 'not in Shopify yet',
  loading: 'Loading …',
  happened(what, d, a) {
    if (what === 'read') return `Read from ${code(t(d, 'subject'))}${has(d, 'stage') ? `: ${code(t(d, 'stage'))}` : ''}`;
    if (what === 'decision')
      return `${t(d, 'by')}: ${t(d, 'kind')} (${t(d, 'of')})${has(d, 'reason') ? ` – ${t(d, 'reason')}` : ''}`;
    if (what === 'call')
      return `${t(d, 'call')}, try ${t(d, 'n')}: ${code(t(d, 'outcome'))}${has(d, 'text') ? ` – ${t(d, 'text')}` : ''}${has(d, 'record') ? ` → ${t(d, 'record')}` : ''}`;
    if (what === 'delivery')
      return `Sent to “${a.named(t(d, 'node'))}”: ${t(d, 'state')}${has(d, 'error') ? ` – ${t(d, 'error')}` : ''}`;
    const kind = cases[t(d, 'kind') as keyof typeof cases]?.title ?? t(d, 'kind');
    return what === 'case opened' ? `Case opened: ${kind}` : `Case closed: ${kind}${has(d, 'by') ? ` (${t(d, 'by')})` : ''}`;
  },
  announced: (open) => `${open} open cases`,
};
