/** What a house is built of. Tests hand in others by `orderLifecycle: { parts }` in Node-RED's settings. */
import { randomBytes } from 'node:crypto';
import { createEngine } from '../engine/engine';
import type { Engine, EngineOptions } from '../engine/port';
import { memoryLedger, sqliteLedger } from '../ledger';
import type { Ledger } from '../ledger/port';
import { createSimulator } from '../simulator';
import type { Simulator, SimulatorOptions } from '../simulator/port';
import { axiosWire } from '../transport/axios-wire';
import type { Clock, Random, Transport, Wire } from '../transport/port';
import { systemRandom } from '../transport/random';
import { realClock } from '../transport/real-clock';
import { createTransport, type TransportOptions } from '../transport/transport';

/** Where a ledger lives. */
export type Place = { readonly kind: 'memory' } | { readonly kind: 'file'; readonly file: string };
export interface Parts {
  openLedger(place: Place): Ledger | Promise<Ledger>;
  createEngine(options: EngineOptions): Engine;
  createTransport(options: TransportOptions): Transport;
  createSimulator(options: SimulatorOptions): Simulator;
  createClock(pace: number): Clock & { stop(): void };
  createWire(): Wire & { close(): Promise<void> };
  readonly random: Random;
  /** The name under which an engine holds deliveries: never the same twice. */
  engineName(): string;
}

export const realParts: Parts = {
  openLedger: (place) => (place.kind === 'memory' ? memoryLedger() : sqliteLedger({ file: place.file })),
  createEngine,
  createTransport,
  createSimulator,
  createClock: (pace) => realClock(pace),
  createWire: axiosWire,
  random: systemRandom,
  engineName: () => `node-red-${randomBytes(6).toString('hex')}`,
};
