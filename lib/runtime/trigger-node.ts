import type { z } from 'zod';
import type { LifeEvent } from '../engine/port';
import type { AccountId } from '../model/order';
import type { OrderRecord } from '../model/record';
import type { House } from './house';
import { type Common, nodeFile } from './register';
import { asLifecycleError } from './running';
import { says } from './status';
import type { NodeFile, RuntimeNode, Status } from './types/node-red';
import { isWired } from './wiring';

export interface Listening {
  readonly account: AccountId | '*';
  /** Orders placed before this instant are not offered; −1: from the first deploy of this trigger. */
  readonly from: number;
  /** Orders bound in this shop only. */
  readonly shop?: AccountId;
}
/** A node without input. No code: it says what it listens to, and the ledger's deliveries leave by its outputs. */
export interface TriggerNode<S extends z.ZodObject, P extends string> extends Common<S> {
  /** By output, the events that leave there; where a user chooses them, in the order of the choice. */
  readonly ports: { readonly [port in P]: readonly string[] } | ((settings: z.output<S>) => readonly (readonly string[])[]);
  /** Undefined while the account is not known. `account` gives the account of a settings node. */
  listens(settings: z.output<S>, account: (settingsNode: string) => AccountId | undefined): Listening | undefined;
  /** Payload and topic; built at every sending, never stored. */
  message(event: LifeEvent, order: OrderRecord): Record<string, unknown>;
  /** What its status says while it runs. `today`: events that it has sent since midnight, by the clock of its orders. */
  status?(settings: z.output<S>, house: House, today: number): Promise<Status>;
}

/** A node that begins a flow. */
export function triggerNode<S extends z.ZodObject, const P extends string>(definition: TriggerNode<S, P>): NodeFile {
  return nodeFile(definition, ({ RED, house, node, settings, show, closed }) => {
    if (settings === undefined) return () => undefined;
    const ports: readonly (readonly string[])[] =
      typeof definition.ports === 'function' ? definition.ports(settings) : Object.values(definition.ports);
    const sent = { day: '', events: 0 };
    const day = (): string => new Date(house.engineTime()).toDateString();
    const count = (): number => (sent.day === day() ? sent.events : 0);
    const account = (settingsNode: string): AccountId | undefined => house.accounts.known(settingsNode)?.id;
    house.triggers.set(node.id, {
      node,
      ports,
      message(event, order) {
        if (!event.redelivered) Object.assign(sent, { events: count() + 1, day: day() });
        return definition.message(event, order);
      },
      listens: () => definition.listens(settings, account),
    });
    const look = async (): Promise<void> => {
      if (house.engine === undefined) return;
      const status = wired(node) ? await definition.status?.(settings, house, count()) : says.notWired;
      if (status && !closed()) show(status);
    };
    const wired = (of: RuntimeNode): boolean => ports.some((_, port) => isWired({ getNode: RED.nodes.getNode }, of, port));
    const unsubscribe = house.onChange(() => {
      look().catch((error: unknown) => show(says.other(asLifecycleError(error).name)));
    });
    return () => {
      unsubscribe();
      if (house.triggers.get(node.id)?.node === node) house.triggers.delete(node.id);
    };
  });
}

/** How an account stands, in the words that all nodes share. */
export async function accountStatus(
  house: House,
  settingsNode: string,
  running: (account: AccountId) => Promise<Status>,
): Promise<Status> {
  const standing = house.accounts.standing(settingsNode);
  if (!house.accounts.all.some((held) => held.node === settingsNode)) return says.noAccount;
  if (standing.is === 'unknown') return says.unreachable;
  if (standing.is === 'refused') return says.otherAccount;
  const { row, retryAt, problem } = await house.engineNow().health(standing.account);
  if (row.stopped === 'key refused') return says.keyRefused;
  if (row.stopped !== undefined) return says.stopped;
  if (row.mode === 'paused') return says.paused;
  if (problem !== null && retryAt !== null) return says.retry(house.machineTime(retryAt));
  if (row.mode === 'preview') return says.preview;
  return running(standing.account);
}
