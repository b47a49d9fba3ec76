/** Goods that come back: returns of an order's lines and the states they go through (CONTRACT §3 and §6). */
import type { Agenda } from '../agenda';
import type { Numbers } from './numbers';
import type { MiraklOrder } from './order';
import { linesOf, stateOf } from './order';
import { lineIdOf, shippedUnits } from './shipment';
import type { MiraklWorld } from './world';

export type ReturnState = 'WAITING_ACCEPTANCE' | 'IN_PROGRESS' | 'REFUSED' | 'RECEIVED' | 'NO_RECEPTION' | 'CLOSED' | 'CANCELED';
export interface Compliance {
  readonly compliant: boolean;
  readonly reason: string | null;
  readonly info: string | null;
}
export interface ReturnLine {
  readonly line: string;
  readonly quantity: number;
  readonly reason: string;
  compliance: Compliance | null;
}
export interface Return {
  readonly id: string;
  /** Where it stands in listings. */
  readonly place: number;
  readonly order: MiraklOrder;
  readonly rma: string;
  readonly createdAt: number;
  updatedAt: number;
  state: ReturnState;
  readonly lines: readonly ReturnLine[];
  rejection: string | null;
  decidedBy: 'api' | 'portal' | 'automatic' | null;
}
/** From which states each step can be taken, and where it leads. */
const STEPS = {
  accept: { from: ['WAITING_ACCEPTANCE'], to: 'IN_PROGRESS' },
  refuse: { from: ['WAITING_ACCEPTANCE'], to: 'REFUSED' },
  receive: { from: ['IN_PROGRESS', 'NO_RECEPTION'], to: 'RECEIVED' },
  close: { from: ['RECEIVED', 'NO_RECEPTION'], to: 'CLOSED' },
  cancel: { from: ['WAITING_ACCEPTANCE', 'IN_PROGRESS'], to: 'CANCELED' },
  lose: { from: ['IN_PROGRESS'], to: 'NO_RECEPTION' },
} as const satisfies Record<string, { readonly from: readonly ReturnState[]; readonly to: ReturnState }>;
export type Step = keyof typeof STEPS;

const GONE_OUT = new Set(['SHIPPED', 'TO_COLLECT', 'RECEIVED']);
const OVER = new Set<ReturnState>(['REFUSED', 'CANCELED', 'NO_RECEPTION']);

export class Returns {
  private readonly byId = new Map<string, Return>();
  private readonly byOrder = new Map<string, Return[]>();

  constructor(
    private readonly world: MiraklWorld,
    private readonly agenda: Agenda,
    private readonly numbers: Numbers,
  ) {}

  find(id: string): Return | undefined {
    return this.byId.get(id);
  }
  /** In order of creation. */
  all(): readonly Return[] {
    return [...this.byId.values()];
  }
  of(order: string): readonly Return[] {
    return this.byOrder.get(order) ?? [];
  }

  /** The buyer announces a return; null where it cannot be. */
  announce(
    order: MiraklOrder,
    wanted: readonly { readonly line: string; readonly quantity: number }[] | undefined,
    reason: string,
    at: number,
  ): Return | null {
    if (!this.world.returns || !GONE_OUT.has(stateOf(order))) return null;
    const left = new Map(linesOf(order).map((line) => [lineIdOf(line), shippedUnits(order, line)]));
    for (const one of this.of(order.id).filter(({ state }) => !OVER.has(state)))
      for (const { line, quantity } of one.lines) left.set(line, (left.get(line) ?? 0) - quantity);
    const units = wanted ?? [...left].map(([line, quantity]) => ({ line, quantity })).filter(({ quantity }) => quantity > 0);
    if (units.length === 0) return null;
    for (const { line, quantity } of units) {
      const rest = (left.get(line) ?? 0) - quantity;
      if (quantity < 1 || rest < 0) return null;
      left.set(line, rest);
    }
    const number = this.numbers.next('return');
    const made: Return = {
      id: this.numbers.uuid(),
      place: number,
      order,
      rma: `RMA-${String(3000 + number)}`,
      createdAt: at,
      updatedAt: at,
      state: 'WAITING_ACCEPTANCE',
      lines: units.map(({ line, quantity }) => ({ line, quantity, reason, compliance: null })),
      rejection: null,
      decidedBy: null,
    };
    this.byId.set(made.id, made);
    this.byOrder.set(order.id, [...this.of(order.id), made]);
    if (this.world.acceptsReturns) this.decide(made, true, null, 'automatic', at);
    return made;
  }

  /** Takes a step; a string says why its state forbids it. */
  step(one: Return, step: Step, at: number): string | null {
    const { from, to } = STEPS[step];
    if (!(from as readonly ReturnState[]).includes(one.state))
      return `The return status must be '${from.join("' or '")}' but it is '${one.state}'.`;
    one.state = to;
    one.updatedAt = at;
    return null;
  }

  decide(
    one: Return,
    accepted: boolean,
    rejection: string | null,
    by: NonNullable<Return['decidedBy']>,
    at: number,
  ): string | null {
    const fault = this.step(one, accepted ? 'accept' : 'refuse', at);
    if (fault !== null) return fault;
    one.decidedBy = by;
    one.rejection = accepted ? null : rejection;
    const { noReceptionAfter } = this.world;
    if (accepted && noReceptionAfter !== null)
      this.agenda.add(at + noReceptionAfter, (then) => void this.step(one, 'lose', then));
    return null;
  }

  /** What the seller found when it came; of received returns only, and of lines that are in it. */
  judge(one: Return, verdicts: ReadonlyMap<string, Compliance>, at: number): string | null {
    if (one.state !== 'RECEIVED') return `The return status must be 'RECEIVED' but it is '${one.state}'.`;
    for (const line of verdicts.keys())
      if (!one.lines.some((known) => known.line === line)) return `Order line '${line}' not found in the return '${one.id}'`;
    for (const line of one.lines) line.compliance = verdicts.get(line.line) ?? line.compliance;
    one.updatedAt = at;
    return null;
  }
}
