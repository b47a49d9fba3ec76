/** What the marketplace says of itself and of the shop: PC01, A01, SH21, SH12, RE01, V01. All invented, all fields that are required. */

/** PC01. A plain object that tests may change while it runs. */
export function platformConfiguration(name: string): Record<string, unknown> {
  return {
    features: {
      catalog: {
        allow_shop_contribution_to_all_channels: false,
        exclude_invalid_products: true,
        list_of_multiple_values_separator: '|',
        product_acceptance_by_channel: false,
        product_data_validation_by_channel: false,
        product_import_only_on_leaf: true,
      },
      circular_economy_data_collection: false,
      competitive_pricing_tool: false,
      direct_payment_customer_store: { activated: false, refund_cancel_authorized: false },
      disable_seller_alternative_carrier: false,
      dropship: { retail_pricing_edition_enabled: 'NO', retail_pricing_enabled: false },
      kyc_status_per_seller: true,
      lead_time_to_ship_by_sellers_enabled: 'YES',
      multi_currency: false,
      multi_payout_psp_per_seller: false,
      no_reply_needed: false,
      offer_prices_decimals: '2',
      operator_csv_delimiter: 'SEMICOLON',
      order_conditions: {
        lead_time_to_ship: true,
        maximum_order_quantity: true,
        minimum_order_quantity: true,
        package_order_quantity: true,
      },
      order_tax_mode: 'TAX_INCLUDED',
      order_workflows: {
        no_customer_payment_confirmation: false,
        order_acceptance: 'NOT_AUTOMATIC',
        pause_debit_workflow: false,
        pay_on_due_date: false,
        pay_on_shipment: false,
        sellers_edit_shipping_origin: false,
        shipping_and_billing_details_before_acceptance: false,
      },
      payment_confirmation: false,
      pricing: {
        channel_pricing: 'DISABLED',
        discount_period_required: true,
        discount_price_creation_in_the_past_blocked: true,
        scheduled_pricing: false,
        volume_discount: false,
        volume_pricing: false,
      },
      product_data_validation_by_channel: false,
      promotion: { cart_promotion_campaign: false, discount_campaign: false, seller_promotion: false },
      returns: { drop_ship: false, marketplace: true, one_creditor: false },
      shipment: { multi_part_item_shipment: false, multi_shipment: false },
      shop_tax_options: { local_tax_number: { mandatory: false }, tax_identification_number: { mandatory: false } },
      tax_collection: { activated: 'NO', product_tax_code_mandatory: false, tax_collection_by_operator: false },
      tax_id_number: { mandatory: false },
      warehouses: { geolocation: false, restricted_countries: [] },
    },
    modules: {
      mirakl_catalog_integrator: true,
      mirakl_catalog_manager: false,
      mirakl_catalog_transformer: false,
      mirakl_platform_services: false,
      offer_management: true,
      offer_management_mode: 'SIMPLE',
      order_management: true,
      order_management_mode: 'SIMPLE',
      promotions: false,
      quotes: false,
      tax_manager: { activated: false, tax_provider: { avalara: false, vertex: false } },
    },
    platform_configuration: {
      customer_model: { b2b: false, b2c: true },
      enhanced_seller_invoicing: { enabled: false },
      platform_model: { drop_ship: false, marketplace: true, one_creditor: false },
    },
    platform_name: `${name} marketplace`,
    tenant_name: name,
    timezone: 'Europe/Paris',
  };
}

/** A group of settings inside another; made where it is missing. */
export function within(parent: Record<string, unknown>, name: string): Record<string, unknown> {
  const known = parent[name];
  if (known !== null && typeof known === 'object') return known as Record<string, unknown>;
  const made: Record<string, unknown> = {};
  parent[name] = made;
  return made;
}

/** A01. */
export const shopAccount = (name: string, shopId: string, orders: number) => ({
  applicable_taxes: [],
  approval_delay: 3600,
  approval_rate: 0.98,
  billing_info: {
    bank_city: 'Lyon',
    bank_name: 'Banque Exemple',
    bic: 'EXMPFRPPXXX',
    iban: 'FR0000000000000000000000000',
    owner: 'Example Shop',
  },
  channels: ['INIT'],
  contact_informations: {
    city: 'Lyon',
    country: 'FRA',
    email: 'shop@example.com',
    firstname: 'Ada',
    lastname: 'Exemple',
    street1: "10 rue de l'Exemple",
    zip_code: '69001',
  },
  currency_iso_code: 'EUR',
  date_created: '2024-01-15T09:00:00Z',
  default_billing_information: {
    corporate_information: { company_registration_name: 'Example Shop SAS' },
    default_language: 'fr',
    id: `${shopId}-billing`,
    registration_address: { city: 'Lyon', country_iso_code: 'FRA', street_1: "10 rue de l'Exemple", zip_code: '69001' },
  },
  domains: ['PRODUCT'],
  evaluations_count: 0,
  free_shipping: false,
  is_professional: true,
  last_updated_date: '2026-01-05T10:30:00Z',
  offers_count: 12,
  orders_count: orders,
  payment_details: { paid_balance: 0, payable_balance: 0, pending_balance: 0 },
  payment_method_mandatory: true,
  premium: false,
  pro_details: { corporate_name: 'Example Shop SAS', identification_number: '00000000000000' },
  shipping: {},
  shipping_types: ['STD', 'EXP'],
  shipping_zones: ['Z1'],
  shop_additional_fields: [],
  shop_id: Number(shopId),
  shop_name: `Example Shop on ${name}`,
  shop_state: 'OPEN',
});

/** SH21, by label. */
export const CARRIERS = {
  carriers: [
    {
      code: 'CHRONOPOST',
      label: 'Chronopost',
      standard_code: 'chronopost',
      tracking_url: 'https://track.example/chronopost/{trackingId}',
    },
    {
      code: 'COLISSIMO',
      label: 'Colissimo',
      standard_code: 'colissimo',
      tracking_url: 'https://track.example/colissimo/{trackingId}',
    },
    { code: 'DHL', label: 'DHL', standard_code: 'dhl', tracking_url: 'https://track.example/dhl/{trackingId}' },
    { code: 'OTHER', label: 'Other' },
    { code: 'UPS', label: 'UPS', standard_code: 'ups', tracking_url: 'https://track.example/ups/{trackingId}' },
  ],
};
/** SH12, by index. */
export const SHIPPING_TYPES = {
  shipping_types: [
    {
      click_and_collect: false,
      code: 'STD',
      delivery_by_operator: false,
      description: 'Standard delivery',
      label: 'Standard',
      mandatory_tracking: false,
    },
    {
      click_and_collect: false,
      code: 'EXP',
      delivery_by_operator: false,
      description: 'Express delivery',
      label: 'Express',
      mandatory_tracking: true,
    },
  ],
};
/** RE01, by type: the codes of the official sample and of common connectors (CONTRACT §9). */
export const REASONS = {
  reasons: [
    { code: '34', is_shop_right: true, label: 'Cancelled by the client prior to shipping', type: 'CANCELATION' },
    { code: '35', is_shop_right: true, label: 'Out of stock before shipping', type: 'CANCELATION' },
    { code: '36', is_shop_right: false, label: 'Cancelled by the operator', type: 'CANCELATION' },
    { code: '1', is_shop_right: false, label: 'Item not received', type: 'INCIDENT_OPEN' },
    { code: '15', is_shop_right: true, label: 'Out of stock', type: 'REFUND' },
    { code: '16', is_shop_right: true, label: 'Cancelled by the customer', type: 'REFUND' },
    { code: '17', is_shop_right: true, label: 'Item returned', type: 'REFUND' },
    { code: '18', is_shop_right: true, label: 'Item not received', type: 'REFUND' },
    { code: '19', is_shop_right: true, label: 'Agreement with the customer', type: 'REFUND' },
    { code: '20', is_shop_right: false, label: 'Gesture of the operator', type: 'REFUND' },
  ],
  total_count: 10,
};
/** Custom fields of orders and lines (AF01); OR31 writes them. All invented. */
export const CUSTOM_FIELDS = [
  { code: 'delivery-note', entity: 'ORDER', type: 'STRING', editable: true, required: false, regex: null, accepted: [] },
  {
    code: 'invoice-number',
    entity: 'ORDER',
    type: 'STRING',
    editable: true,
    required: true,
    regex: '^[A-Z0-9-]{1,20}$',
    accepted: [],
  },
  {
    code: 'wrapping',
    entity: 'ORDER',
    type: 'MULTIPLE_VALUES_LIST',
    editable: true,
    required: false,
    regex: null,
    accepted: ['paper', 'ribbon'],
  },
  { code: 'campaign', entity: 'ORDER', type: 'STRING', editable: false, required: false, regex: null, accepted: [] },
  { code: 'serial-number', entity: 'ORDER_LINE', type: 'STRING', editable: true, required: false, regex: null, accepted: [] },
] as const;
