import assert from 'node:assert/strict';
import { redact } from '../../lib/transport/redact';

describe('texts that go to logs and cases', () => {
  const gone: readonly (readonly [string, string])[] = [
    ["Order of ann.o'neil+x@mail.example.co.uk refused", 'mail.example'],
    ['Kontakt: jörg@müller.example', 'jörg'],
    ['phone +49 (0)30 1234-5678 is invalid', '1234'],
    ['Tel. 0033 6 12 34 56 78.', '12 34'],
    ['call 030/1234567', '1234567'],
    ['phone 06 12 34 56 78', '12 34'],
    ['phone 0612345678 taken', '0612345678'],
    ['(212) 555-0142 is no phone', '555'],
    ['212-555-0142', '555'],
    ['Authorization: Bearer abc.def-123', 'abc'],
    ['Authorization: 4f9f2a77-1a2b-4c3d-8e9f-0a1b2c3d4e5f', '4f9f'],
    ['{"access_token":"tok","expires_in":86399}', '"tok"'],
    ['client_secret=hush&grant_type=client_credentials', 'hush'],
    ['x-shopify-access-token: shpat_0123456789abcdef', 'shpat_'],
    ['token shpat_0123456789abcdef0123456789abcdef unknown', 'shpat_'],
    ['key 4f9f2a77-1a2b-4c3d-8e9f-0a1b2c3d4e5f unknown', '4f9f'],
    ['jwt eyJhbGciOiJI.eyJzdWIiOiIx.c2ln', 'eyJ'],
    ['https://user:pass@proxy.example', 'pass'],
    ['key 0123456789abcdef0123456789abcdef', '0123456789abcdef'],
  ];
  for (const [text, part] of gone) it(`removes from: ${text}`, () => assert.ok(!redact(text).includes(part), redact(text)));

  const stays = [
    'Order 1234567890-A, line 1234567890-A-1: amount 31.00 is above 29.90 (ORDER_LINE_REFUND_AMOUNT)',
    'GTIN 4006381333931, SKU ABC-0042-XL, gid://shopify/Order/6543210987654',
    'changed at 2026-03-01T10:05:00.000Z, total 1234567.89 EUR',
    'HTTP 503 from 192.168.10.12:8443',
    'Order 2026-03-01-00042 was not found',
    'sourceIdentifier mirakl:shop.example.com:2043:4711 has already been taken',
  ];
  for (const text of stays) it(`keeps: ${text}`, () => assert.equal(redact(text), text));

  it('removes values known to be secret and cuts what is long', () => {
    assert.equal(redact('bad hunter2!', ['hunter2!']), 'bad [secret]');
    assert.ok(redact('word '.repeat(1_000)).length <= 501);
  });
});
