/** Returns, stock, documents and custom fields that the simulated marketplace refuses: whole, or item by item inside a 2xx. */
import { message, post, put, type Refused, refuses } from './refusals';

const says = (text: string, status = 400) => ({ status, body: message(status, text) });

const none = (text: string) => ({ status: 200, body: { return_errors: [{ id: 'none', message: text }], return_success: [] } });
const steps = ['accept', 'receive', 'compliance', 'close', 'cancel'] as const;
const wish = {
  accept: { accepted: true },
  receive: {},
  compliance: { return_lines: [{ order_line_id: 'T-A-1', compliant: true }] },
  close: {},
  cancel: {},
} as const;
const returns: readonly Refused[] = [
  ...steps.map((step) => ({
    name: `returns, ${step}: one that is none`,
    path: `/api/returns/${step}`,
    call: put({ returns: [{ id: 'none', ...wish[step] }] }),
    ...none("Return with id 'none' not found"),
  })),
  {
    name: 'returns, where the marketplace has none',
    path: '/api/returns',
    prepare: ({ market }) => {
      market.world.returns = false;
    },
    ...says('HTTP 404 Not Found', 404),
  },
  {
    name: 'RT11: a state that is none',
    path: '/api/returns?return_state=LOST',
    ...says("The value 'LOST' is not valid for the parameter : return_state"),
  },
  {
    name: 'RT21: 101 returns',
    path: '/api/returns/accept',
    call: put({ returns: Array.from({ length: 101 }, () => ({ id: 'none', accepted: true })) }),
    ...says('The limit of 100 is exceeded for the parameter : returns'),
  },
  {
    name: 'RT21: no decision',
    path: '/api/returns/accept',
    call: put({ returns: [{ id: 'none' }] }),
    ...says('Error with field returns[0].accepted. It must not be null.'),
  },
  {
    name: 'RT21: a reason that is none',
    path: '/api/returns/accept',
    call: put({ returns: [{ id: 'none', accepted: false, rejection_reason_code: 'NO' }] }),
    ...says("The value 'NO' is not valid for the field : returns[0].rejection_reason_code"),
  },
  {
    name: 'RT25: no id',
    path: '/api/returns/receive',
    call: put({ returns: [{}] }),
    ...says('Error with field returns[0].id. It must not be null.'),
  },
  {
    name: 'RT26: no lines',
    path: '/api/returns/compliance',
    call: put({ returns: [{ id: 'none', return_lines: [] }] }),
    ...says('Error with field returns[0].return_lines. It must not be empty.'),
  },
];

const IMPORTS = '/api/offers/stock/imports';
const offer = {
  shop_sku: 'MUG-BLUE',
  product_id: 'MK-MUG-BLUE',
  product_id_type: 'SHOP_SKU',
  price: 12.5,
  state_code: '11',
  update_delete: '',
};
const stock: readonly Refused[] = [
  {
    name: 'STO01: JSON instead of a form',
    path: IMPORTS,
    call: post({ file: 'offer-sku;quantity' }),
    ...says('HTTP 415 Unsupported Media Type', 415),
  },
  {
    name: 'STO01: a form without the file',
    path: IMPORTS,
    call: post('--b\r\nContent-Disposition: form-data; name="stock"\r\n\r\nx\r\n--b--\r\n', {
      'Content-Type': 'multipart/form-data; boundary=b',
    }),
    ...says('Error with field file. It must not be null.'),
  },
  { name: 'STO02: an import that is none', path: `${IMPORTS}/none/status`, ...says("Import with id 'none' not found", 404) },
  {
    name: 'STO03: an import that is none',
    path: `${IMPORTS}/none/error_report`,
    ...says("Import with id 'none' not found", 404),
  },
  {
    name: 'OF24: no offers',
    path: '/api/offers',
    call: post({ offers: [] }),
    ...says('Error with field offers. It must not be empty.'),
  },
  {
    name: 'OF24: no price',
    path: '/api/offers',
    call: post({ offers: [{ ...offer, price: undefined }] }),
    ...says('Error with field offers[0].price. It must not be null.'),
  },
  {
    name: 'OF24: no product',
    path: '/api/offers',
    call: post({ offers: [{ ...offer, product_id: undefined }] }),
    ...says('Error with field offers[0].product_id. It must not be null.'),
  },
  {
    name: 'OF24: a price that is text',
    path: '/api/offers',
    call: post({ offers: [{ ...offer, price: '12.50' }] }),
    ...says('Error with field offers[0].price. Please check the field datatype.'),
  },
  {
    name: 'DR11: an entity without its type',
    path: '/api/document-request/requests?entity_id=T-A',
    ...says('The parameter : entity_type must be given with the parameter : entity_id'),
  },
  {
    name: 'DR12: a request that is none',
    path: '/api/document-request/none/lines',
    ...says("Document request with id 'none' not found", 404),
  },
];

const FIELDS = '/api/orders/T-A/additional_fields';
const field = (name: string, given: Readonly<Record<string, unknown>>, code: string, at: string, text: string): Refused => {
  const body = { order_additional_fields: [given] };
  return {
    name: `OR31: ${name}`,
    path: FIELDS,
    call: put(body),
    status: 200,
    body: { order_update_errors: { errors: [{ code, field: `order_additional_fields[0].${at}`, message: text }], input: body } },
  };
};
const fields: readonly Refused[] = [
  field(
    'a field that is none',
    { code: 'colour', value: 'red' },
    'CUSTOM_FIELD_NOT_FOUND',
    'code',
    "The custom field 'colour' does not exist",
  ),
  field(
    'a field that is not to be edited',
    { code: 'campaign', value: 'x' },
    'CUSTOM_FIELD_NOT_EDITABLE',
    'value',
    "The custom field 'campaign' cannot be edited by the shop",
  ),
  field(
    'a required field cleared',
    { code: 'invoice-number', value: '' },
    'CUSTOM_FIELD_REQUIRED',
    'value',
    "The custom field 'invoice-number' is required",
  ),
  field(
    'a value of another form',
    { code: 'invoice-number', value: 'inv 1' },
    'CUSTOM_FIELD_INVALID_VALUE',
    'value',
    "The value 'inv 1' is not accepted",
  ),
  field(
    'a value that is not in the list',
    { code: 'wrapping', value: ['gold'] },
    'CUSTOM_FIELD_INVALID_VALUE',
    'value',
    "The value 'gold' is not accepted",
  ),
  field(
    'one value for a list',
    { code: 'wrapping', value: 'paper' },
    'CUSTOM_FIELD_INVALID_VALUE',
    'value',
    'must be an array of strings',
  ),
];

describe('simulator: what the marketplace does not take back or take in', () => {
  refuses([...returns, ...stock, ...fields]);
});
