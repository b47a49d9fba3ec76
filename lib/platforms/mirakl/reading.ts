/** OR11's orders as readings. contracts/mirakl §3, §4, §10. */
import type { z } from 'zod';
import {
  type Acceptance,
  type AccountId,
  type Order,
  orderKey,
  personal,
  type Reading,
  type Ref,
  type Stage,
  type Unreadable,
} from '../../model/order';
import type { Read, Stray } from '../port';
import { amount, instantOf, percent, requiredInstant, Unread } from './amounts';
import { fieldsOf } from './fields';
import { type Learned, learnedOf, taxModeOf } from './learned';
import { type ReadLine, readLine, withOrderTaxes } from './lines';
import { EXPIRED_REASON, INCIDENT_STATE, OWN_CENTRE, PAYMENT_GATES, paymentOf, STAGES, wordOf } from './mapping';
import { partiesOf } from './parties';
import { type MiraklOrder, order as orderSchema, page as pageSchema } from './payload';
import { totalsOf } from './totals';

export interface ReadPage {
  readonly seen: readonly Read[];
  readonly stray: readonly Stray[];
  readonly next: number | null;
}

/** One page of OR11. `kept` is the account's `learned`. Entries that cannot be read stop no other. */
export function readPage(account: AccountId, body: unknown, kept: unknown): ReadPage {
  const { orders, total_count: total, offset = 0 } = pageSchema.parse(body);
  const learned = learnedOf(kept);
  const read = orders.map((raw) => readEntry(account, raw, learned));
  const after = offset + orders.length;
  return {
    seen: read.filter((one): one is Read => 'key' in one),
    stray: read.filter((one): one is Stray => !('key' in one)),
    // An empty page ends the sweep whatever the count says, which may grow while pages are read.
    next: orders.length > 0 && total !== undefined && after < total ? after : null,
  };
}

/** One order as it stands; an Unreadable where its content cannot be read, a Stray where not even its id can. */
export function readEntry(account: AccountId, raw: unknown, learned: Learned): Read | Stray {
  const entry = (typeof raw === 'object' && raw !== null ? raw : {}) as Record<string, unknown>;
  const id = typeof entry.order_id === 'number' ? String(entry.order_id) : entry.order_id;
  // Half a character or a control character: no id that could be asked for again.
  if (typeof id !== 'string' || id.trim() === '' || /[\p{Cc}\p{Cs}]/u.test(id)) {
    return {
      field: 'order_id',
      text: 'An entry of the order list has no readable order_id, so it belongs to no order. Look it up in the marketplace portal',
      raw: shallow(raw),
    };
  }
  const version = typeof entry.last_updated_date === 'string' ? entry.last_updated_date : '';
  const refs: Ref[] = [{ system: 'mirakl', kind: 'order', id }];
  const parsed = orderSchema.safeParse(raw);
  try {
    if (!parsed.success) throw inWords(parsed.error);
    const body = readOrder(account, parsed.data, learned);
    return { key: body.order.key, version, body, refs: [...body.order.refs, ...thingsOf(body)] };
  } catch (error) {
    if (!(error instanceof Unread)) throw error;
    const body: Unreadable = { kind: 'unreadable', field: error.field, text: error.message, raw: personal(shallow(raw)) };
    return { key: orderKey(account, id), version, body, refs };
  }
}

/** What is kept raw has to be written again: what is nested deeper than any payload of Mirakl is cut there. */
function shallow(raw: unknown, levels = 60): unknown {
  if (typeof raw !== 'object' || raw === null) return raw;
  if (levels === 0) return '(nested too deep to be kept)';
  if (Array.isArray(raw)) return raw.map((one) => shallow(one, levels - 1));
  return Object.fromEntries(Object.entries(raw).map(([name, one]) => [name, shallow(one, levels - 1)]));
}

function inWords(error: z.ZodError): Unread {
  const issue = error.issues[0];
  const path = (issue?.path ?? []).reduce<string>(
    (all, step) => (typeof step === 'number' ? `${all}[${step}]` : all ? `${all}.${String(step)}` : String(step)),
    '',
  );
  const what =
    issue?.code === 'invalid_type' ? 'is missing or of another type than the contract says' : 'is not what the contract says';
  return new Unread(path || 'order', `${path || 'The order'} ${what}. Read the order again when the marketplace has mended it`);
}

function readOrder(account: AccountId, raw: MiraklOrder, learned: Learned): Reading {
  const currency = raw.currency_iso_code;
  const unknown: { field: string; value: string }[] = [];
  const known = <T>(table: Readonly<Record<string, T>>, field: string, value: string): T | undefined => {
    const word = wordOf(table, value);
    if (word === undefined) unknown.push({ field, value });
    return word;
  };
  const stage = known(STAGES, 'order_state', raw.order_state) ?? 'unknown';
  const gate =
    raw.payment_workflow === undefined
      ? 'before_ship'
      : (known(PAYMENT_GATES, 'payment_workflow', raw.payment_workflow) ?? 'before_ship');
  const date = (field: string, stated: string | undefined) => {
    const read = instantOf(stated);
    if (read === undefined && stated !== undefined) unknown.push({ field, value: stated });
    return read;
  };
  const orderedAt = requiredInstant('created_date', raw.created_date);
  const updatedAt = requiredInstant('last_updated_date', raw.last_updated_date);
  const around = {
    currency,
    learned,
    fulfilledBy: fulfilledBy(raw.fulfillment?.center?.code, learned),
    shipping: {
      ...(raw.shipping_type_code ? { code: raw.shipping_type_code } : {}),
      ...(raw.shipping_type_label ? { label: raw.shipping_type_label } : {}),
    },
    updatedAt,
  } as const;
  const orderTaxes = raw.order_taxes.map((tax, n) => ({
    code: tax.code,
    rate: percent(`order_taxes[${n}].rate`, tax.rate),
    amount: amount(`order_taxes[${n}].total_amount`, tax.total_amount, currency),
    liable: learned.marketplaceTaxCodes?.includes(tax.code) ? ('marketplace' as const) : ('seller' as const),
  }));
  const lines = withOrderTaxes(
    raw.order_lines.map((line, n) => readLine(line, `order_lines[${n}]`, around)),
    orderTaxes,
  );
  const taxMode = taxModeFor(raw, lines, orderTaxes.length > 0, learned);
  const { totals, rounding, differences } = totalsOf(
    {
      goods: amount('price', raw.price, currency),
      shipping: raw.shipping_price === undefined ? undefined : amount('shipping_price', raw.shipping_price, currency),
      total: amount('total_price', raw.total_price, currency),
      taxes: orderTaxes,
    },
    lines,
    taxMode,
    stage === 'refused' || stage === 'cancelled',
  );
  const acknowledgeBy =
    learned.acceptWithinHours === undefined
      ? undefined
      : new Date(Date.parse(orderedAt) + learned.acceptWithinHours * 3_600_000).toISOString();
  const shipBy = date('shipping_deadline', raw.shipping_deadline);
  const deliverBy = date('delivery_date.latest', raw.delivery_date?.latest);
  const [, ...rest] = account.split(':');
  const shopId = rest.pop() ?? '';
  const order: Order = {
    key: orderKey(account, raw.order_id),
    account,
    sourceOrderId: raw.order_id,
    channel: {
      platform: 'mirakl',
      marketplace: learned.name ?? rest.join(':'),
      shopId,
      ...(raw.channel?.code ? { code: raw.channel.code } : {}),
      ...(raw.channel?.label ? { label: raw.channel.label } : {}),
    },
    refs: refsOf(raw),
    orderedAt,
    sourceUpdatedAt: updatedAt,
    currency,
    taxMode,
    paymentGate: gate,
    test: false,
    deadlines: {
      ...(acknowledgeBy ? { acknowledgeBy } : {}),
      ...(shipBy ? { shipBy } : {}),
      ...(deliverBy ? { deliverBy } : {}),
    },
    parties: personal(partiesOf(raw)),
    shipping: around.shipping,
    lines: lines.map((one) => one.line),
    charges: [...lines.flatMap((one) => one.charges), ...rounding],
    ...fieldsOf(raw.order_additional_fields),
    totals,
  };
  return {
    kind: 'order',
    order,
    stage,
    acceptance: acceptanceOf(raw, stage, lines),
    payment: paymentOf(stage, gate, raw.payment_workflow, raw.customer_debited_date !== undefined),
    quantities: Object.fromEntries(lines.map((one) => [one.line.id, one.quantities])),
    lineStates: Object.fromEntries(lines.map((one) => [one.line.id, one.state])),
    refunds: lines.flatMap((one) => one.refunds),
    cancellations: lines.flatMap((one) => one.cancellations),
    ...(raw.references?.order_reference_for_seller ? { sellerReference: raw.references.order_reference_for_seller } : {}),
    incident: raw.has_incident ?? false,
    ...allowed(raw),
    ...incidentsOf(raw),
    ...wayOf(raw),
    ...trackingOf(raw),
    unknown: [...unknown, ...lines.flatMap((one) => one.unknown)],
    differences,
  };
}

function fulfilledBy(centre: string | undefined, { operatorFulfils }: Learned): 'merchant' | 'marketplace' {
  if (centre === undefined || centre === OWN_CENTRE || !operatorFulfils) return 'merchant';
  return operatorFulfils === true || operatorFulfils.includes(centre) || operatorFulfils.includes('*')
    ? 'marketplace'
    : 'merchant';
}

/** Legacy payloads lack the field: then the platform's own setting counts (§10.1). Where taxes are stated, it is never guessed. */
function taxModeFor(raw: MiraklOrder, lines: readonly ReadLine[], orderTaxes: boolean, learned: Learned): Order['taxMode'] {
  const mode = taxModeOf(raw.order_tax_mode) ?? (raw.order_tax_mode === undefined ? learned.taxMode : undefined);
  if (mode) return mode;
  if (
    raw.order_tax_mode === undefined &&
    !orderTaxes &&
    !lines.some((one) => one.line.taxes.length > 0 || one.charges.some((charge) => charge.taxes.length > 0))
  )
    return 'inclusive';
  throw new Unread(
    'order_tax_mode',
    raw.order_tax_mode === undefined
      ? 'order_tax_mode is missing and the platform’s own setting (PC01) is not known yet. Press Test in the account, then read the order again'
      : `order_tax_mode is "${raw.order_tax_mode}", which is neither TAX_INCLUDED nor TAX_EXCLUDED`,
  );
}

function trackingOf({
  shipping_carrier_code: code,
  shipping_company: company,
  shipping_tracking: number,
}: MiraklOrder): Pick<Reading, 'tracking'> {
  const carrier = code ?? company;
  if (carrier === undefined && number === undefined) return {};
  return { tracking: { ...(carrier === undefined ? {} : { carrier }), ...(number === undefined ? {} : { number }) } };
}

function incidentsOf(raw: MiraklOrder): Pick<Reading, 'incidents'> {
  const open = raw.order_lines.filter((line) => line.order_line_state === INCIDENT_STATE);
  if (open.length === 0) return {};
  return {
    incidents: open.map(({ order_line_id: lineId, order_line_state_reason_code: reason }) => ({
      lineId,
      ...(reason === undefined ? {} : { reason }),
    })),
  };
}
/** When the first line left, and when the last one arrived; lines that never leave say neither. */
function wayOf(raw: MiraklOrder): Pick<Reading, 'shippedAt' | 'deliveredAt'> {
  const left = raw.order_lines.flatMap((line) => instantOf(line.shipped_date) ?? []).sort();
  const arrived = raw.order_lines.flatMap((line) => instantOf(line.received_date) ?? []).sort();
  const [shippedAt] = left;
  const deliveredAt = arrived.length > 0 && arrived.length >= left.length ? arrived.at(-1) : undefined;
  return { ...(shippedAt === undefined ? {} : { shippedAt }), ...(deliveredAt === undefined ? {} : { deliveredAt }) };
}

/** Mirakl's own word on what it would take now (§3); payloads of old lack it. */
function allowed({ can_cancel: cancel, can_shop_ship: ship, order_lines: lines }: MiraklOrder): Pick<Reading, 'allows'> {
  if (cancel === undefined) return {};
  const refundLines = lines.filter((line) => line.can_refund === true).map((line) => line.order_line_id);
  return { allows: { cancel, ship: ship ?? false, refundLines } };
}

/** What happened to it, by the names that people look for. */
function thingsOf({ refunds, cancellations, tracking }: Reading): readonly Ref[] {
  const ref = (kind: string, id: string): Ref => ({ system: 'mirakl', kind, id });
  return [
    ...refunds.map(({ id }) => ref('refund', id)),
    ...cancellations.map(({ id }) => ref('cancellation', id)),
    ...(tracking?.number === undefined ? [] : [ref('tracking', tracking.number)]),
  ];
}
function refsOf(raw: MiraklOrder): Ref[] {
  const named: [string, string | undefined][] = [
    ['order', raw.order_id],
    ['commercial order', raw.commercial_id],
    ['customer reference', raw.references?.order_reference_for_customer],
    ['seller reference', raw.references?.order_reference_for_seller],
  ];
  return named.flatMap(([kind, id]) => (id ? [{ system: 'mirakl', kind, id }] : []));
}

function acceptanceOf(raw: MiraklOrder, stage: Stage, lines: readonly ReadLine[]): Acceptance {
  if (stage === 'observed_only' || stage === 'awaiting_acceptance' || stage === 'unknown') return 'pending';
  const refused = lines.filter((one) => one.state === 'refused').length;
  if (stage === 'refused' || refused === lines.length) {
    const expired =
      raw.order_state_reason_code === EXPIRED_REASON ||
      raw.order_lines.some((line) => line.order_line_state_reason_code === EXPIRED_REASON);
    return expired ? 'expired' : 'refused';
  }
  if (refused > 0) return 'partially_accepted';
  // Null where the order was accepted automatically (§4).
  return raw.acceptance_decision_date === undefined ? 'not_required' : 'accepted';
}
