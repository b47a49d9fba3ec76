import { leftOut, type Verb } from '../verb';

/** Leaves the shop's order name at the marketplace as the seller's reference, after the order is bound (R4). No node: the engine does it. */
export const acknowledge: Verb = {
  name: 'order.acknowledge',
  doneBy: 'engine, many in a call',
  duties(order, state, sight) {
    if (!state.bound || !state.reading) return [];
    if ((sight.abilities(order.account)?.referencesPerCall ?? 0) === 0) return [];
    if (state.told.reference === state.bound.name) return [];
    if (state.stage === 'refused' || state.stage === 'cancelled') return [];
    // Keyed by what is told: an order made again is told again.
    const key = state.bound.name;
    const id = `order.acknowledge/${key}`;
    if (leftOut(order, 'order.acknowledge', id)) return [];
    return [{ id, verb: 'order.acknowledge', key, args: { reference: state.bound.name } }];
  },
  target: (order) => order.account,
};
