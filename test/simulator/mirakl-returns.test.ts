/** Goods come back to the simulated marketplace's shop: RT11 and RT21 to RT29, and what people do about them. */
import assert from 'node:assert/strict';
import { counts, DAY, MINUTE, put, seen, shipped } from './market';
import { json, World } from './world';

interface Page {
  readonly data: readonly Readonly<Record<string, unknown>>[];
}
interface Results {
  readonly return_success: readonly { readonly id: string }[];
  readonly return_errors: readonly { readonly id: string; readonly message: string }[];
}
const state = (world: World, id: string) => seen(world, id).returns[0]?.state;
/** A return as announced; there must be one. */
function announced(world: World, id: string): string {
  const made = world.market.announceReturn(id, [{ line: `${id}-1`, quantity: 1 }], 'RETURN_DEFECTIVE_ITEM');
  assert.ok(made);
  return made;
}

describe('simulator: returns', () => {
  it('are announced of what has left, and of no more', async () => {
    const world = new World();
    const waiting = world.market.place();
    assert.equal(world.market.announceReturn(waiting), null);
    const id = await shipped(world);
    assert.equal(world.market.announceReturn(id, [{ line: `${id}-1`, quantity: 3 }]), null);
    assert.ok(world.market.announceReturn(id, [{ line: `${id}-1`, quantity: 1 }]));
    assert.equal(world.market.announceReturn(id, [{ line: `${id}-1`, quantity: 2 }]), null);
    assert.ok(world.market.announceReturn(id), 'all the rest');
    assert.equal(world.market.announceReturn(id), null);
    assert.deepEqual(
      seen(world, id).returns.map((one) => one.lines.map(({ line, quantity }) => [line, quantity])),
      [
        [[`${id}-1`, 1]],
        [
          [`${id}-1`, 1],
          [`${id}-2`, 1],
        ],
      ],
    );
    world.market.world.returns = false;
    assert.equal(world.market.announceReturn(await shipped(world)), null);
  });

  it('are accepted, received, judged and closed, each step once and in its turn', async () => {
    const world = new World();
    const id = await shipped(world);
    const back = announced(world, id);
    const step = async (name: string, wish: Readonly<Record<string, unknown>> = {}) =>
      json<Results>(await put(world, `/api/returns/${name}`, { returns: [{ id: back, ...wish }] }));
    assert.equal(
      (await step('receive')).return_errors[0]?.message,
      "The return status must be 'IN_PROGRESS' or 'NO_RECEPTION' but it is 'WAITING_ACCEPTANCE'.",
    );
    assert.deepEqual((await step('accept', { accepted: true })).return_success, [{ id: back }]);
    assert.equal(
      (await step('accept', { accepted: true })).return_errors[0]?.message,
      "The return status must be 'WAITING_ACCEPTANCE' but it is 'IN_PROGRESS'.",
    );
    const verdict = {
      return_lines: [
        { order_line_id: `${id}-1`, compliant: false, non_compliance_reason_code: 'RETURN_NON_COMPLIANT_DAMAGED_PRODUCT' },
      ],
    };
    assert.equal((await step('compliance', verdict)).return_errors.length, 1, 'not before it is here');
    assert.equal((await step('receive')).return_errors.length, 0);
    assert.equal(
      (await step('compliance', { return_lines: [{ order_line_id: `${id}-2`, compliant: true }] })).return_errors.length,
      1,
    );
    assert.equal((await step('compliance', verdict)).return_errors.length, 0);
    assert.equal((await step('close')).return_errors.length, 0);
    assert.equal((await step('cancel')).return_errors.length, 1);
    const [made] = seen(world, id).returns;
    assert.deepEqual([made?.state, made?.decidedBy, made?.lines[0]?.compliant], ['CLOSED', 'api', false]);
    const [listed] = json<Page>(await world.mirakl(`/api/returns?order_line_id=${id}-1&return_state=CLOSED`)).data;
    assert.deepEqual(
      [listed?.id, listed?.state, listed?.reason_code, listed?.return_lines],
      [
        back,
        'CLOSED',
        'RETURN_DEFECTIVE_ITEM',
        [
          {
            compliance: [{ compliant: false, non_compliance_reason_code: 'RETURN_NON_COMPLIANT_DAMAGED_PRODUCT' }],
            order_line_id: `${id}-1`,
            quantity: 1,
            reason_code: 'RETURN_DEFECTIVE_ITEM',
          },
        ],
      ],
    );
    assert.deepEqual(counts(world), [
      `return accept ${id} ${back} 1`,
      `return receive ${id} ${back} 1`,
      `return compliance ${id} ${back} ${id}-1 RETURN_NON_COMPLIANT_DAMAGED_PRODUCT 1`,
      `return close ${id} ${back} 1`,
    ]);
    assert.deepEqual(seen(world, id).refunds, [], 'receiving a return pays nothing back');
  });

  it('are refused with a reason, or called off', async () => {
    const world = new World();
    const [refused, off] = [await shipped(world), await shipped(world)];
    const body = {
      returns: [{ id: announced(world, refused), accepted: false, rejection_reason_code: 'RETURN_REJECTION_WINDOW_CLOSED' }],
    };
    await put(world, '/api/returns/accept', body);
    assert.equal(world.market.callOffReturn(announced(world, off)), true);
    assert.deepEqual([state(world, refused), state(world, off)], ['REFUSED', 'CANCELED']);
    const [listed] = json<Page>(await world.mirakl('/api/returns?return_state=REFUSED')).data;
    assert.equal(listed?.rejection_reason_code, 'RETURN_REJECTION_WINDOW_CLOSED');
  });

  it('go on in the portal, by the operator’s rules, or get lost', async () => {
    const world = new World();
    const [portal, rules, lost] = [await shipped(world), await shipped(world), await shipped(world)];
    const first = announced(world, portal);
    assert.equal(world.market.receiveInPortal(first), false);
    assert.equal(world.market.decideReturnInPortal(first, true), true);
    assert.equal(world.market.receiveInPortal(first), true);
    world.market.world.acceptsReturns = true;
    announced(world, rules);
    announced(world, lost);
    assert.deepEqual([state(world, portal), state(world, rules)], ['RECEIVED', 'IN_PROGRESS']);
    assert.equal(seen(world, rules).returns[0]?.decidedBy, 'automatic');
    await world.clock.pass(30 * DAY);
    assert.deepEqual([state(world, portal), state(world, lost)], ['RECEIVED', 'NO_RECEPTION']);
    assert.deepEqual(counts(world), []);
  });

  it('are listed once in five minutes, further pages whenever', async () => {
    const world = new World();
    for (let order = 0; order < 3; order += 1) announced(world, await shipped(world));
    const first = json<Page & { readonly next_page_token?: string }>(await world.mirakl('/api/returns?limit=2'));
    assert.equal(first.data.length, 2);
    assert.equal(json<Page>(await world.mirakl(`/api/returns?page_token=${first.next_page_token}`)).data.length, 1);
    assert.equal((await world.mirakl('/api/returns?return_id=none')).status, 429);
    assert.deepEqual(world.simulator.overRate(), { 'mirakl RT11': 1 });
    await world.clock.pass(5 * MINUTE);
    const since = new Date(world.clock.now()).toISOString();
    assert.deepEqual(json<Page>(await world.mirakl(`/api/returns?return_last_updated_from=${since}`)).data, []);
  });
});
