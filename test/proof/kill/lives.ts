/** One Node-RED after another on the same user directory, each ended by SIGKILL or asked to stop; none may end by itself. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Deployment, type SpawnedNodeRed, spawnNodeRed } from '../../node-red/spawn';
import type { Aim } from './aims';
import { state, when } from './desk';
import type { Rehearsal } from './rehearsal';

/** Where no such request comes, death comes anyway. */
const AT_MOST = 10_000;
/** So long a deploy waits for an order to be in the flow. */
const FOR_AN_ORDER = 5_000;
/** What no life may say, whatever is done to it. */
const NEVER_SAID = /unhandled|uncaught|TypeError|ReferenceError|RangeError/i;

export class Lives {
  /** Where it was killed, and how often. */
  readonly sites = new Map<string, number>();
  readonly deploys: Record<Deployment, number> = { full: 0, flows: 0, nodes: 0, reload: 0 };
  /** Deploys that met an order in the flow. */
  inMidFlow = 0;
  starts = 0;
  kills = 0;
  /** Held against the product, beside what the judge finds. */
  readonly misdeeds = new Set<string>();
  #now: SpawnedNodeRed | undefined;
  #revision = 0;

  constructor(
    private readonly world: Rehearsal,
    private readonly userDir: string,
    /** Called after each kill, before the next start. */
    private readonly killed: () => Promise<void>,
  ) {}

  /** The Node-RED that runs; started where there is none. */
  async running(): Promise<SpawnedNodeRed> {
    if (this.#now) return this.#now;
    const first = this.starts === 0 ? { flows: this.world.flows(0), credentials: this.world.credentials } : {};
    this.starts += 1;
    this.#now = await spawnNodeRed({ userDir: this.userDir, settingsCode: this.world.settingsCode, ...first });
    await this.#ready(this.#now);
    return this.#now;
  }
  /** Asks to stop, as a service manager does, and waits for the end. */
  async stop(): Promise<void> {
    const life = this.#now;
    this.#now = undefined;
    if (!life) return;
    await life.stop();
    this.#heard(life);
  }
  /** Whatever state it is in: where a run fails. */
  async end(): Promise<void> {
    await this.#now?.kill();
  }

  /** One node is made anew, with everything around it that the kind of deploy says. Resolves when the engine goes on. */
  async deploy(kind: Deployment): Promise<void> {
    const life = await this.running();
    const inFlow = when(
      () => state(life),
      ({ work }) => (work?.out ?? 0) > 0,
      'in the flow',
      FOR_AN_ORDER,
    );
    this.inMidFlow += await inFlow.then(
      () => 1,
      () => 0,
    );
    await this.#send(life, kind);
    this.deploys[kind] += 1;
    await this.#ready(life);
  }
  /** Ends a life as aimed at, and says where it was. */
  async kill(aim: Aim): Promise<string> {
    const site = aim.at === 'start' ? await this.#whileStarting(aim.after) : await this.#whileRunning(await this.running(), aim);
    this.kills += 1;
    this.sites.set(site, (this.sites.get(site) ?? 0) + 1);
    await this.killed();
    return site;
  }

  async #whileRunning(life: SpawnedNodeRed, aim: Exclude<Aim, { at: 'start' }>): Promise<string> {
    let site = 'at random';
    if (aim.at === 'request') site = await this.#atRequest(life, aim);
    else if (aim.at === 'random') await pause(aim.after);
    else {
      site = `in a deploy (${aim.kind})`;
      // Its end is not waited for: it is killed in the middle, and what the deploy says then is no news.
      void this.#send(life, aim.kind).catch(() => undefined);
      await pause(aim.after);
    }
    this.#now = undefined;
    const { code, signal } = await life.kill();
    if (signal !== 'SIGKILL')
      this.misdeeds.add(`Node-RED ended by itself (${signal ?? `code ${code}`}): ${life.output.lines.slice(-5).join(' | ')}`);
    this.#heard(life);
    return site;
  }
  async #whileStarting(after: number): Promise<string> {
    await this.stop();
    this.starts += 1;
    const life = await spawnNodeRed({
      userDir: this.userDir,
      settingsCode: this.world.settingsCode,
      born: (child) => void pause(after).then(() => child.kill('SIGKILL')),
    }).catch((error: Error) => error);
    if (!(life instanceof Error)) return this.#whileRunning(life, { at: 'random', after });
    if (!life.message.includes('SIGKILL')) this.misdeeds.add(`Node-RED did not start: ${life.message}`);
    return 'while starting';
  }
  async #atRequest(life: SpawnedNodeRed, aim: Extract<Aim, { at: 'request' }>): Promise<string> {
    const { simulator } = this.world;
    let left = aim.nth;
    const hit = new Promise<string>((resolve) => {
      simulator.onCall = ({ call, phase }) => {
        if (phase !== aim.phase || (aim.call !== '*' && call !== aim.call)) return;
        left -= 1;
        if (left !== 0) return;
        // Dead before an answer is written, and before this tick goes on to do what the request asks for.
        life.child.kill('SIGKILL');
        resolve(`${call} ${phase}`);
      };
    });
    const site = await Promise.race([hit, pause(AT_MOST, 'at random', { ref: false })]);
    delete simulator.onCall;
    return site;
  }

  #send(life: SpawnedNodeRed, kind: Deployment): Promise<string> {
    this.#revision += 1;
    return life.deploy(this.world.flows(this.#revision), kind, this.world.credentials);
  }
  async #ready(life: SpawnedNodeRed): Promise<void> {
    await when(
      () => state(life),
      ({ engine }) => engine === 'running',
      'running',
    );
  }
  #heard(life: SpawnedNodeRed): void {
    for (const line of life.output.lines) if (NEVER_SAID.test(line)) this.misdeeds.add(`Node-RED said: ${line}`);
  }
}
