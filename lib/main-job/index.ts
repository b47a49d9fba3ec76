/** What `npm start` runs. */
import fs from 'node:fs';
import { help, type Options, optionsOf, Usage } from './options';
import { runInputs } from './run-inputs';
import { runOnce } from './run-once';
import { runShow } from './run-show';
import { temporaryUserDirectory, usualUserDirectory } from './user-directory';

async function main(): Promise<number> {
  const options = optionsOf(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(help);
    return 0;
  }
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  const temporary = options.job.is !== 'show' && options.userDir === undefined;
  const userDir = options.userDir ?? (temporary ? temporaryUserDirectory() : usualUserDirectory());
  try {
    return await run(options, userDir, stopping.signal);
  } finally {
    if (temporary) fs.rmSync(userDir, { recursive: true, force: true });
  }
}

async function run(options: Options, userDir: string, stopped: AbortSignal): Promise<number> {
  const { job } = options;
  switch (job.is) {
    case 'show':
      return runShow(options, userDir, stopped);
    case 'once':
      return runOnce(options, job.orders, userDir, stopped);
    case 'inputs':
      return runInputs(options, job, userDir, stopped);
  }
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof Usage ? 2 : 1;
  },
);
