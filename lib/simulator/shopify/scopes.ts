/** What the app in this shop may do (CONTRACT §10). */
export const SCOPES = [
  'read_fulfillments',
  'read_inventory',
  'read_locations',
  'read_merchant_managed_fulfillment_orders',
  'read_orders',
  'read_products',
  'read_returns',
  'write_fulfillments',
  'write_inventory',
  'write_merchant_managed_fulfillment_orders',
  'write_orders',
  'write_returns',
];
