/** Calls per order in each step, as the simulated vendors counted them in virtual time, against the least that their contracts allow. */
import { Stage } from '../life/stage';
import { type CallScene, SCENES, standing } from './call-scenes';

export interface CallRow {
  readonly step: string;
  readonly unit: string;
  readonly units: number;
  readonly calls: number;
  readonly least: number;
  readonly by: string;
  readonly why?: string;
}
export interface CallCounts {
  readonly rows: readonly CallRow[];
  /** Calls a minute where nothing happens at all. */
  readonly idle: Readonly<Record<string, number>>;
}
const IDLE_MINUTES = 30;
/** Until our own echo was seen too. */
const AFTERWARDS = 5;
const MOST_MINUTES = 180;
const BETWEEN_POLLS = 17_000;

/** Throws where a scene does not come to its end, a person is asked, or a published rate is passed: such figures would say nothing. */
export async function countCalls(orders: number): Promise<CallCounts> {
  const rows: CallRow[] = [];
  for (const scene of SCENES) rows.push(...(await playedBy(scene, orders)));
  return { rows, idle: await idle() };
}

async function playedBy(scene: CallScene, orders: number): Promise<readonly CallRow[]> {
  const stage = new Stage({ seed: 1, ...scene.options });
  try {
    await (scene.begin ?? standing)(stage, orders);
    // People act between two polls, not in the very second of one, which would be read twice.
    await stage.clock.run(stage.clock.now() + BETWEEN_POLLS);
    const before = stage.simulator.arrivals.length;
    scene.act(stage, orders);
    await stage.until(scene.steps.map(({ step }) => step).join(', '), () => scene.done(stage, orders), MOST_MINUTES);
    const through = stage.simulator.arrivals.length;
    await stage.minutes(AFTERWARDS);
    const wrong = [...(await stage.cases()), ...stage.broken, ...Object.keys(stage.simulator.overRate())];
    if (wrong.length > 0) throw new Error(`calls cannot be counted: ${wrong.join('; ')}`);
    const { name, many } = scene.unit?.(stage) ?? { name: 'order', many: orders };
    return scene.steps.map(({ step, calls, least, by, why }) => {
      // What is asked every minute counts until the step is through; what is asked because of it, to the end.
      const polled = calls.test('mirakl OR11 /api/orders?start_update_date');
      const counted = stage.simulator.arrivals
        .slice(before, polled ? through : undefined)
        .filter(({ system, call, asked }) => calls.test(`${system} ${call} ${asked}`)).length;
      return {
        step,
        unit: name,
        units: many,
        calls: counted,
        least: least(many),
        by,
        ...(counted > least(many) && why ? { why } : {}),
      };
    });
  } finally {
    stage.end();
  }
}

async function idle(): Promise<Readonly<Record<string, number>>> {
  const stage = new Stage({ seed: 1 });
  try {
    await stage.minutes(15);
    const before = stage.simulator.arrivals.length;
    await stage.minutes(IDLE_MINUTES);
    const counts: Record<string, number> = {};
    for (const { system, call } of stage.simulator.arrivals.slice(before))
      counts[`${system} ${call}`] = (counts[`${system} ${call}`] ?? 0) + 1;
    return Object.fromEntries(Object.entries(counts).map(([call, count]) => [call, count / IDLE_MINUTES]));
  } finally {
    stage.end();
  }
}

export function printCalls({ rows, idle: polls }: CallCounts): void {
  console.log('calls an order in each step, counted by the simulated vendors, against the least that their contracts allow');
  console.table(
    Object.fromEntries(
      rows.map(({ step, unit, units, calls, least, by, why }) => [
        step,
        {
          of: `${units} ${unit}s`,
          ours: (calls / units).toFixed(2),
          least: (least / units).toFixed(2),
          ratio: (calls / least).toFixed(2),
          'contracts/': by,
          why: why ?? '',
        },
      ]),
    ),
  );
  const polled = Object.entries(polls).map(([call, count]) => `${call} ${count.toFixed(2)}`);
  console.log(`besides, whether anything happens or not, a minute: ${polled.join(', ')}`);
}
