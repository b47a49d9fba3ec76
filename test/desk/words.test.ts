/** Every step, call and event has its words; nobody reads a code. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { enUs } from '../../lib/desk/browser/words/en-us';
import { EVENTS } from '../../lib/desk/browser/words/en-us/verbs';
import { verbs } from '../../lib/engine/verbs';
import { checkout } from '../checkout';

/** What is named so in the sources below a folder. */
function named(folder: string, name: RegExp): readonly string[] {
  const at = path.join(checkout, 'lib', folder);
  const files = fs.readdirSync(at).filter((file) => file.endsWith('.ts'));
  const found = files.flatMap((file) =>
    [...fs.readFileSync(path.join(at, file), 'utf8').matchAll(name)].map(([, one]) => one ?? ''),
  );
  return [...new Set(found)];
}
/** Calls that only read. */
const READS = /^(OR11|SH12|SH21|RE01|PC01|A01|ST11|RT11|DR11|OF21|OF02|STO02|STO03)$/;

describe('the desk’s words', () => {
  it('name every step, and what stands there before it', () => {
    for (const { name } of verbs) assert.ok(enUs.verbs[name] && enUs.before[name], name);
  });
  it('name every call of Mirakl that changes something', () => {
    const calls = named('platforms/mirakl', /'((?:OR|SH|RE|PC|ST|RT|DR|OF|STO|A)\d\d)'/g).filter((call) => !READS.test(call));
    assert.ok(calls.length > 10, calls.join());
    for (const call of calls) assert.ok(enUs.calls[call], call);
  });
  it('name every call of Shopify that changes something', () => {
    const calls = named('platforms/shopify', /call: '(\w+)',\n\s+cost: [^\n]+\n\s+writes: true/g).concat(
      named('platforms/shopify', /call: '(\w+)',\n\s+writes: true/g),
    );
    assert.ok(calls.length > 10, calls.join());
    for (const call of calls) assert.ok(enUs.calls[call], call);
  });
  it('name every event that triggers hear', () => {
    const events = named('engine', /'((?:marketplace|life|case|shipment|refund|return|stock|order)\.\w+)'/g).filter(
      (event) => !verbs.some(({ name }) => name === event),
    );
    assert.ok(events.length > 20, events.join());
    for (const event of events) assert.ok(EVENTS[event], event);
  });
});
