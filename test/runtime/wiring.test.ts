import assert from 'node:assert/strict';
import type { NodeConfig, RuntimeNode } from '../../lib/runtime/types/node-red';
import { allNodes, reach, rowsOf } from '../../lib/runtime/wiring';

const live = (
  nodes: Readonly<
    Record<string, { readonly type?: string; readonly wires?: readonly (readonly string[])[]; readonly alias?: string }>
  >,
) => {
  const made = new Map(
    Object.entries(nodes).map(([id, { type = 'function', wires = [], alias }]) => [
      id,
      { id, type, wires, ...(alias ? { _alias: alias } : {}) } as unknown as RuntimeNode,
    ]),
  );
  return {
    getNode: (id: string): RuntimeNode | null => made.get(id) ?? null,
    node: (id: string): RuntimeNode => made.get(id) ?? assert.fail(id),
  };
};

describe('what wires reach', () => {
  it('by wires, links and subflows, round circles, and never through a node that is not there', () => {
    const { getNode, node } = live({
      in: { wires: [['a'], ['b']] },
      a: { type: 'link out', wires: [['link']] },
      link: { type: 'link in', wires: [['sub']] },
      sub: { type: 'subflow:s', wires: [['sub-x']] },
      'sub-x': { wires: [['a', 'end', null as never]] },
      end: {},
      behind: {},
      b: { wires: [['gone']] },
    });
    assert.deepEqual([...reach({ flows: [], getNode }, node('in'))].sort(), ['a', 'b', 'end', 'link', 'sub', 'sub-x']);
  });
  it('by a link call to where it calls, also from inside a subflow', () => {
    const flows: readonly NodeConfig[] = [{ id: 'call', type: 'link call', links: ['service'] }];
    const { getNode, node } = live({
      in: { wires: [['i-call']] },
      'i-call': { type: 'link call', alias: 'call', wires: [['after']] },
      service: { type: 'link in', wires: [['deep']] },
      deep: {},
      after: {},
    });
    assert.deepEqual([...reach({ flows, getNode }, node('in'))].sort(), ['after', 'deep', 'i-call', 'service']);
  });
});

describe('the rows of a deploy', () => {
  const flows: readonly NodeConfig[] = [
    { id: 'tab', type: 'tab' },
    { id: 'in', type: 'marketplace-order-in', z: 'tab' },
    { id: 'create', type: 'shopify-create-order', z: 'tab' },
    { id: 'off', type: 'accept-order', z: 'tab', d: true },
  ];
  const base = live({
    in: { type: 'marketplace-order-in', wires: [['create'], ['missing']] },
    create: { type: 'shopify-create-order' },
    lonely: { type: 'accept-order' },
  });
  const listener = { node: base.node('in'), account: 'm:h:1', from: -1, ports: [['order.placed'], ['order.changed']] };
  const verbs = [
    { node: base.node('create'), verbs: ['order.create'], args: { tags: [] } },
    { node: base.node('lonely'), verbs: ['order.accept'] },
  ];
  const rows = (reached: ReadonlyMap<string, ReadonlySet<string>> = new Map()) =>
    rowsOf({ flows, listeners: [listener], verbs, reached, getNode: base.getNode });

  it('an output without a living node behind it hears nothing', () =>
    assert.deepEqual(rows().listeners[0]?.events, ['order.placed']));
  it('a verb is wired for the account whose trigger reaches it, with its settings', () =>
    assert.deepEqual(rows().wired, [
      { verb: 'order.create', account: 'm:h:1', node: 'create', reachedFrom: ['in'], args: { tags: [] } },
    ]));
  it('a verb that nothing reaches is said, until a message of an account has come to it', () => {
    assert.deepEqual(rows().unreached, ['lonely']);
    const known = rows(new Map([['lonely', new Set(['m:h:1'])]]));
    assert.deepEqual(known.unreached, []);
    assert.deepEqual(known.wired[1], { verb: 'order.accept', account: 'm:h:1', node: 'lonely', reachedFrom: [] });
  });
  it('what is in the configuration and does not live sleeps; what is not there is gone', () =>
    assert.ok(rows().disabled.includes('off') && !rows().disabled.includes('create')));
});

describe('the nodes of a configuration', () => {
  it('with those inside subflows, of subflows, under the ids that they run by', () => {
    const flows: readonly NodeConfig[] = [
      { id: 'tab', type: 'tab' },
      { id: 's', type: 'subflow' },
      { id: 't', type: 'subflow' },
      { id: 'x', type: 'accept-order', z: 's' },
      { id: 'n', type: 'subflow:t', z: 's' },
      { id: 'y', type: 'order-once', z: 't' },
      { id: 'a-1', type: 'subflow:s', z: 'tab' },
    ];
    assert.deepEqual(
      allNodes(flows)
        .filter(({ type }) => !/^(tab|subflow$)/.test(type))
        .map(({ id }) => id),
      ['a-1', 'a-1-x', 'a-1-n', 'a-1-n-y'],
    );
  });
  it('ends where a hand-written subflow holds itself', () => {
    const flows: readonly NodeConfig[] = [
      { id: 's', type: 'subflow' },
      { id: 'i', type: 'subflow:s', z: 's' },
      { id: 'a', type: 'subflow:s' },
    ];
    assert.deepEqual(
      allNodes(flows).map(({ id }) => id),
      ['s', 'a', 'a-i'],
    );
  });
});
