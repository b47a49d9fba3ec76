import type { Words } from '../../sentences';

/** The two sides of each map, as a person fills them in. */
export const maps: Words['maps'] = {
  sku: {
    title: 'SKUs',
    from: 'SKU at the marketplace',
    to: 'Number of the Shopify variant',
    hint: '“4711 2 60; 4712 1 40” makes a bundle: quantity, part of the price. “custom” makes a free line.',
  },
  carrier: { title: 'Carriers', from: 'Carrier in Shopify', to: 'Carrier code of the marketplace' },
  reason: {
    title: 'Reasons',
    from: 'Word in Shopify: a note, a reason, or refund, return, cancellation, goodwill, shipping',
    to: 'Reason code of the marketplace',
  },
  tax: { title: 'Tax rates', from: 'Tax code of the marketplace', to: 'Rate in percent, such as 20 or 5.5' },
  country: { title: 'Countries', from: 'Country as the marketplace writes it', to: 'Two letters, such as FR' },
};
