import assert from 'node:assert/strict';
import { checkRules, type Rule, rules } from '../../lib/model/rules';
import { acquittals, convictions } from './convictions';

/** What a table of rules lets pass or convicts wrongly; empty where it is whole. */
function faults(table: readonly Rule[]): string[] {
  const found: string[] = [];
  for (const { rule, what, record, past } of convictions) {
    const broken = checkRules(record, past, table).map((one) => one.rule);
    if (broken.join() !== rule) found.push(`${rule} (${what}) gives ${broken.join() || 'nothing'}`);
  }
  for (const { what, record, past } of acquittals) {
    const broken = checkRules(record, past, table).map((one) => `${one.rule}: ${one.text}`);
    if (broken.length > 0) found.push(`${what} gives ${broken.join()}`);
  }
  return found;
}

describe('the rules that no run may break', () => {
  it('are R1 to R24 and Q1 to Q8, each with its text', () => {
    const ids = [...Array.from({ length: 24 }, (_, n) => `R${n + 1}`), ...Array.from({ length: 8 }, (_, n) => `Q${n + 1}`)];
    assert.deepEqual(
      rules.map((rule) => rule.id),
      ids,
    );
    for (const { id, text } of rules) assert.ok(text.length > 10, id);
  });

  for (const { rule, what, record, past } of convictions) {
    it(`${rule} alone convicts: ${what}`, () =>
      assert.deepEqual(
        checkRules(record, past).map((one) => one.rule),
        [rule],
      ));
  }
  for (const { what, record, past } of acquittals)
    it(`none convicts: ${what}`, () => assert.deepEqual(checkRules(record, past), []));

  it('hold together: the whole table finds every wrong and no other', () => assert.deepEqual(faults(rules), []));
  for (const { id, breaks } of rules) {
    if (breaks)
      it(`are fewer without ${id}, and it shows`, () => assert.notDeepEqual(faults(rules.filter((rule) => rule.id !== id)), []));
  }
  it('say what is wrong without a word about a person', () => {
    for (const { record, past } of convictions) {
      for (const { text } of checkRules(record, past)) assert.doesNotMatch(text, /Ada|Exemple|example\.com/);
    }
  });
});
