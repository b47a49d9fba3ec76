/** What every example keeps, so that it is valid when imported. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { checkout } from '../checkout';
import type { FlowNode } from '../node-red/user-directory';
import { exampleFlow, exampleNames } from './files';

const core = new Set([
  'tab',
  'comment',
  'debug',
  'catch',
  'inject',
  'template',
  'function',
  'change',
  'switch',
  'group',
  'link in',
  'link out',
  'csv',
  'http request',
]);
const own = (
  JSON.parse(fs.readFileSync(path.join(checkout, 'package.json'), 'utf8')) as {
    'node-red': { nodes: Readonly<Record<string, string>> };
  }
)['node-red'].nodes;
const settingsNodes = ['order-ledger', 'shopify-store', 'marketplace-account'];
const wires = (node: FlowNode): readonly (readonly string[])[] => (node.wires ?? []) as readonly (readonly string[])[];
/** The properties that a node's dialog keeps. */
function defaultsOf(type: string): readonly string[] {
  const html = fs.readFileSync(path.join(checkout, 'nodes', `${type}.html`), 'utf8');
  const [, block = ''] = /\n( +)defaults: \{\n([\s\S]*?)\n\1\}/.exec(html)?.slice(1) ?? [];
  const indent = /^ +/.exec(block)?.[0] ?? '';
  return [...block.matchAll(new RegExp(`^${indent}(\\w+):`, 'gm'))].map(([, name = '']) => name);
}

describe('the examples', () => {
  it('are numbered from 01 without a gap', () => {
    assert.ok(exampleNames.length > 0);
    assert.deepEqual(
      exampleNames.map((name) => /^(\d\d) - [A-Z][^/]*\.json$/.exec(name)?.[1]),
      exampleNames.map((_, at) => String(at + 1).padStart(2, '0')),
    );
  });

  it('share no id, so that all of them can be imported into one Node-RED', () => {
    const ids = exampleNames.flatMap((name) => exampleFlow(name).map(({ id }) => id));
    assert.equal(new Set(ids).size, ids.length);
    for (const id of ids) assert.match(id, /^[0-9a-f]{16}$/);
  });

  it('show every node type between them', () => {
    const shown = new Set(exampleNames.flatMap((name) => exampleFlow(name).map(({ type }) => type)));
    assert.deepEqual(
      Object.keys(own).filter((type) => !shown.has(type)),
      [],
    );
  });

  for (const name of exampleNames)
    describe(name, () => {
      const flow = exampleFlow(name);
      const byId = new Map(flow.map((node) => [node.id, node]));

      it('has one tab that says what it is for, and a comment that explains', () => {
        const [tab, ...more] = flow.filter(({ type }) => type === 'tab');
        assert.equal(more.length, 0);
        assert.ok(String(tab?.info).length > 20);
        assert.ok(flow.some(({ type, info }) => type === 'comment' && String(info).length > 100));
        for (const node of flow)
          if (node.type !== 'tab' && !settingsNodes.includes(node.type)) assert.equal(node.z, tab?.id, node.id);
      });

      it('uses core nodes and our own', () => {
        for (const { type } of flow) assert.ok(core.has(type) || type in own, type);
      });

      it('wires only what is there', () => {
        for (const node of flow) {
          for (const target of wires(node).flat()) assert.ok(byId.has(target), `${node.type} ${node.id} → ${target}`);
          for (const [field, type] of [
            ['account', 'marketplace-account'],
            ['store', 'shopify-store'],
          ] as const)
            if (node.type in own && node[field])
              assert.equal(byId.get(String(node[field]))?.type, type, `${node.type} ${node.id}`);
        }
      });

      it('keeps every property of a dialog, so that opening one changes nothing', () => {
        for (const node of flow) {
          if (!(node.type in own)) continue;
          const known = defaultsOf(node.type);
          assert.ok(known.includes('name'), node.type);
          assert.deepEqual(
            known.filter((property) => !(property in node)),
            [],
            node.type,
          );
        }
      });

      it('needs no account', () => {
        for (const { type, platform } of flow)
          if (type === 'shopify-store' || type === 'marketplace-account') assert.match(String(platform), /^simulator/);
      });
    });
});
