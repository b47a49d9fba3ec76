import type { Words } from '../../sentences';
import { call, code, has, money, t, verb, when } from './parameters';

/** One sentence per kind of case, and what a person can do about it. */
export const cases: Words['cases'] = {
  'unknown sku': {
    title: 'Unknown SKU',
    sentence: (d) =>
      `Shopify has no variant with the SKU ${t(d, 'sku')}${has(d, 'title') && t(d, 'title') !== t(d, 'sku') ? ` (${t(d, 'title')})` : ''}${has(d, 'gtin') ? `, GTIN ${t(d, 'gtin')}` : ''}.`,
    remedy: 'Say what stands in for it; the order is created when every line has its place.',
  },
  refused: {
    title: 'Refused by the platform',
    // A platform says no with a code; what is known to be in vain is not sent, and has a reason alone.
    sentence: (d) =>
      has(d, 'code')
        ? `${call(d)} was refused: ${t(d, 'text')} (${t(d, 'code')}${has(d, 'field') ? `, field ${t(d, 'field')}` : ''}).`
        : `“${verb(d)}” cannot be done: ${has(d, 'reason') ? t(d, 'reason') : has(d, 'text') ? t(d, 'text') : 'the platform takes no number any more'}${has(d, 'lines') ? ` (${t(d, 'lines')})` : ''}${has(d, 'number') ? ` (${t(d, 'number')})` : ''}.`,
    remedy: 'Correct the cause and try again, or settle it in the portal: the next reading proves it.',
  },
  'in doubt': {
    title: 'In doubt',
    sentence: (d, a) =>
      has(d, 'import')
        ? `The marketplace took the file ${t(d, 'import')} and does not say what became of it (${t(d, 'status')}).`
        : `${call(d)} was sent at ${when(d, 'sentAt', a)} and no answer came. ${has(d, 'alike') ? `${t(d, 'alike')} records there look like it.` : 'Nobody can prove yet whether it happened.'}`,
    remedy: 'Look in the portal. Sending again while it did happen makes it twice.',
  },
  'flow let this pass': {
    title: 'Your flow let this pass',
    sentence: (d) =>
      d.removed === true
        ? `“${verb(d)}” is due, and the node that did it was removed from the flows.`
        : `“${verb(d)}” is due, and your flow ended twice without doing it.`,
    remedy: 'Do it now, or end it on purpose. A branch of the flow may lack its last node.',
  },
  'flow error': {
    title: 'Flow error',
    sentence: (d, a) =>
      has(d, 'node')
        ? `The node “${a.named(t(d, 'node'))}” stopped with an error: ${t(d, 'text')}`
        : `The flow stopped with an error: ${t(d, 'text')}`,
    remedy: 'Mend the node, deploy, and start over. What was done is not done again.',
  },
  'maybe exists': {
    title: 'Maybe exists already',
    sentence: (d) =>
      has(d, 'text')
        ? `The order that this one was said to be is gone: ${t(d, 'text')} (${t(d, 'id')}).`
        : `Shopify has an order with this number already: ${has(d, 'shopOrder') ? t(d, 'shopOrder') : t(d, 'id')}.`,
    remedy: 'If it is the same order it is marked and bound, and nothing is created.',
  },
  'price difference': {
    title: 'Price difference',
    sentence: (d, a) =>
      d.field === 'given back'
        ? `The marketplace gave back ${money(d, 'stated', a)}, ${t(d, 'shopOrder')} in Shopify ${money(d, 'computed', a)}, and nothing is left to be told. What you give back by hand now is your answer: it is not told to the other side.`
        : has(d, 'shopOrder')
          ? `The marketplace states ${money(d, 'stated', a)}; ${t(d, 'shopOrder')} in Shopify adds up to ${money(d, 'computed', a)}.`
          : `${code(t(d, 'field'))}: the marketplace states ${money(d, 'stated', a)}, its lines add up to ${money(d, 'computed', a)}.`,
    remedy: 'Make both sides agree, or accept the difference.',
  },
  unmapped: {
    title: 'Not mapped',
    sentence: (d) =>
      has(d, 'value')
        ? `“${verb(d)}” knows nothing for the ${code(t(d, 'what'))} “${code(t(d, 'value'))}”${has(d, 'reason') ? `: ${t(d, 'reason')}` : ''}.`
        : `“${verb(d)}” needs a ${code(t(d, 'what'))}, and none is named.`,
    remedy: 'Map it for every order, or say it for this one.',
  },
  'silent channel': {
    title: 'Silent channel',
    sentence: (d, a) => `Nothing was heard of ${a.named(t(d, 'account'))} since ${when(d, 'since', a)}.`,
    remedy: 'Test the account, look in the portal, or pause it.',
  },
  'unknown value': {
    title: 'Unknown value',
    sentence: (d) =>
      `The marketplace sent a value that this version does not know: ${t(d, 'field')} = ${t(d, 'value')}. The order stays as it was.`,
    remedy: 'Ignore it, or update the package.',
  },
  planned: {
    title: 'Planned',
    sentence: (d) => `“${verb(d)}” is planned, and waits for an approval.`,
    remedy: 'Approve it, or set the account live.',
  },
  unreadable: {
    title: 'Unreadable',
    sentence: (d) => `The order could not be read at ${t(d, 'field')}: ${t(d, 'text')}. It is kept whole.`,
    remedy: 'Read it again once the marketplace has mended it.',
  },
  'arrived late': {
    title: 'Arrived late',
    sentence: (d) => `At the marketplace it is ${code(t(d, 'stage'))} already, and it is not in Shopify.`,
    remedy: 'Create it for the books, or leave it out.',
  },
  'cancelled after creation': {
    title: 'Cancelled after creation',
    sentence: (d) =>
      has(d, 'effect')
        ? `“${verb(d)}” came too late: the goods of ${t(d, 'shopOrder')} had left.`
        : `Cancelled at the marketplace after it became ${t(d, 'shopOrder')} in Shopify.`,
    remedy: 'Stop the parcel and cancel it in Shopify.',
  },
  'not decided': {
    title: 'To be decided',
    sentence: (d) =>
      has(d, 'return')
        ? 'A buyer asks to send goods back, and the marketplace waits for your word.'
        : has(d, 'shipment')
          ? 'The marketplace takes no parcel without a tracking number, and Shopify has none for this one.'
          : has(d, 'waits')
            ? `“${verb(d)}” waits for too long: ${code(t(d, 'waits'))}.`
            : `Not decided: ${t(d, 'reason')}.`,
    remedy: 'Say it here, or settle it where it waits; the case goes by itself then.',
  },
  'account stopped': {
    title: 'Account stopped',
    sentence: (d, a) =>
      `${a.named(t(d, 'account'))} ${has(d, 'reason') ? `is stopped: ${t(d, 'reason')}` : 'is not deployed; what must be sent to it waits'}.`,
    remedy: 'Mend the account’s settings and deploy.',
  },
  'rule broken': {
    title: 'Rule broken',
    sentence: (d) => `${has(d, 'rule') ? `${t(d, 'rule')}: ` : ''}${t(d, 'text')}`,
    remedy: 'Nothing was sent.',
  },
  fault: {
    title: 'A fault in this package',
    sentence: (d) =>
      `“${verb(d)}” stopped at a fault in this package${has(d, 'where') ? `, in ${t(d, 'where')}` : ''}: ${t(d, 'text')}`,
    remedy: 'Nothing is lost, and what was done is not done again. Install the latest version; if it goes on, report this text.',
  },
  'listener gone': {
    title: 'Trigger removed',
    sentence: (d, a) =>
      `The node “${a.named(t(d, 'node'))}” (${t(d, 'type')}) that received orders is gone. New orders are kept and go nowhere.`,
    remedy: 'Put it back, or wire another one.',
  },
  'unknown rate': {
    title: 'Unknown tax rate',
    sentence: (d, a) => `The marketplace states ${money(d, 'amount', a)} of the tax ${t(d, 'code')} and no rate for it.`,
    remedy: 'Nothing is computed from a rate that nobody stated. Map the code to its rate, or leave the order out.',
  },
  'over-refund': {
    title: 'More than is left',
    sentence: (d, a) =>
      `A refund of ${money(d, 'asked', a)} (${code(t(d, 'bucket'))}) is above what is left, ${money(d, 'left', a)}.`,
    remedy: 'Nothing was sent. Refund what is left, or settle the rest with the buyer.',
  },
  'refund without lines': {
    title: 'Refund without lines',
    sentence: (d, a) => `${money(d, 'amount', a)} went back without saying for which lines.`,
    remedy: 'Share it over the lines, or refund it in the portal.',
  },
  'changed request': {
    title: 'Request changed',
    sentence: (d) => `“${verb(d)}” came to nothing, and would be sent differently today (${t(d, 'call')}).`,
    remedy: 'Start over with today’s settings.',
  },
};
