import type { Words } from '../../sentences';

/** What stands on each button, and what it will do. */
export const answers: Words['answers'] = {
  'try again': { label: 'Try again', explain: 'Looks again, and does what is due if it can be done now.' },
  'start over': {
    label: 'Start over',
    explain: 'Begins this step anew with today’s flow and settings. What was done is not done again.',
  },
  ignore: {
    label: 'Ignore',
    explain: 'Closes the case. The same cause stays quiet for this order.',
    field: 'Why it can be ignored',
  },
  'mark done': {
    label: 'Mark done',
    explain: 'The order is read again at once. The case goes; if it is still true, it stays.',
  },
  snooze: {
    label: 'Snooze',
    explain: 'Nobody is reminded of it before then. It stays open, and goes by itself if it is no longer true.',
    field: 'Quiet until',
    done: 'Snoozed.',
  },
  'show again': { label: 'Show again', explain: 'The snooze ends now.', done: 'Shown again.' },
  assign: {
    label: 'Assign',
    explain: 'Says whose it is. Everybody can still settle it.',
    field: 'Name; empty for nobody',
    done: 'Assigned.',
  },
  note: {
    label: 'Note',
    explain: 'Kept with the order for good: write nothing about the buyer.',
    field: 'What others should know',
    done: 'Noted.',
  },
  'use variant': {
    label: 'Use a variant',
    explain: 'The order line becomes this variant of Shopify, at the price that the buyer paid.',
  },
  bundle: {
    label: 'Bundle',
    explain: 'One unit of the order line becomes several variants of Shopify, which share its price.',
  },
  'free line': {
    label: 'Free line',
    explain: 'The order line stands in Shopify with its title and price, without a variant: no stock moves.',
  },
  'refuse line': {
    label: 'Leave the order out',
    explain: 'The order is not created in Shopify. Refuse or refund it at the marketplace.',
    field: 'Why it is left out',
  },
  'leave out': { label: 'Leave out', explain: 'Ends this step for this order on purpose.', field: 'Why it is left out' },
  'ask again': { label: 'Ask again', explain: 'Asks the platform for a proof. Nothing is sent twice.' },
  'it happened': {
    label: 'It happened',
    explain: 'You saw it there. The order goes on with this record.',
    field: 'Its name and the number at the end of its address: “#1042 5678901234”',
  },
  'send again': {
    label: 'It did not: send again',
    explain: 'You looked, and it is not there. If it is there after all, it will be there twice.',
    field: 'How you know',
  },
  'do it now': {
    label: 'Do it now',
    explain: 'Done at once by the engine, with the settings of the node that would have done it.',
  },
  'create anyway': { label: 'Create anyway', explain: 'Creates the order in Shopify though it is under way already.' },
  'same order': { label: 'Same order: bind', explain: 'Both are one order. Nothing is created.' },
  'different order': { label: 'Different: create', explain: 'They are two orders. This one is created.' },
  'accept difference': {
    label: 'Take the stated total',
    explain: 'The marketplace’s total holds; the difference becomes a line of its own.',
  },
  'leave as is': {
    label: 'Leave it as it is',
    explain: 'Both sides keep their amounts. This difference is not asked about again.',
  },
  'refund what is left': {
    label: 'Refund what is left',
    explain: 'Everything beyond what is left of the order’s money is not refunded.',
  },
  'share over lines': {
    label: 'Share over the lines',
    explain: 'Every line takes its part, by what is left of its price.',
  },
  approve: { label: 'Approve', explain: 'Sends exactly this.' },
  goodwill: {
    label: 'Keep as goodwill',
    explain: 'It stays as it is on the side where it was given. The other side is not told, and nothing is sent.',
  },
  allocate: {
    label: 'Say which lines',
    explain: 'Each line takes the part that you give it, with its tax.',
    field: 'How much of it belongs to which line',
  },
  'send name': { label: 'Send its name', explain: 'The marketplace is told the carrier by its name, for this order.' },
  'name carrier': {
    label: 'Name the carrier',
    explain: 'For this order alone. To have it for every order, map it.',
    field: 'Code or name in the marketplace’s list of carriers',
  },
  'name reason': {
    label: 'Name the reason',
    explain: 'For this order alone. To have it for every order, map it.',
    field: 'Reason code of the marketplace',
  },
  'name number': {
    label: 'Enter the number',
    explain: 'The marketplace is told this number. It may still be added in Shopify instead: then that one goes.',
    field: 'Tracking number',
  },
  'accept return': { label: 'Accept the return', explain: 'The marketplace is told that the goods may come back.' },
  reject: { label: 'Reject', explain: 'Ends this step for this order. Nothing is sent.', field: 'Why it is not done' },
  'settled in portal': {
    label: 'Settled in the portal',
    explain: 'You did it there by hand. The step ends here, and what you made there is not carried back.',
    done: 'Settled. What was done there is read at once.',
  },
  'done by hand': { label: 'Done by hand', explain: 'You did it on the other side.' },
};
