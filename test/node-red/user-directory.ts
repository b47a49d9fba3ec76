/** A user directory in which a real Node-RED finds this checkout as an installed package, without a copy. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { checkout } from '../checkout';

export type FlowNode = Readonly<Record<string, unknown>> & { readonly id: string; readonly type: string };
export type Credentials = Readonly<Record<string, Readonly<Record<string, string>>>>;

export const newUserDirectory = (): string => fs.mkdtempSync(path.join(os.tmpdir(), 'order-lifecycle-node-red-'));

export interface Furnishing {
  readonly userDir: string;
  readonly port: number;
  readonly flows?: readonly FlowNode[];
  /** By node id. Stored as they are: the directory's credentialSecret is false. */
  readonly credentials?: Credentials;
  /** Over the quiet defaults; what JSON cannot say goes into `settingsCode`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** A JavaScript expression whose value's properties come last: `{ adminAuth: { … } }`. */
  readonly settingsCode?: string;
  /** False: the checkout is not linked, whatever is installed there is used. */
  readonly link?: boolean;
}

/** Writes settings, and flows and credentials if given; what is there from an earlier start stays. */
export function furnish({ userDir, port, flows, credentials, settings, settingsCode, link = true }: Furnishing): void {
  if (link) linkCheckout(userDir);
  const quiet = {
    uiPort: port,
    uiHost: '127.0.0.1',
    flowFile: 'flows.json',
    credentialSecret: false,
    diagnostics: { enabled: false },
    telemetry: { enabled: false },
    editorTheme: { tours: false, palette: { catalogues: [] }, projects: { enabled: false } },
    externalModules: { palette: { allowInstall: false }, modules: { allowInstall: false } },
    logging: { console: { level: 'info', metrics: false, audit: false } },
    ...settings,
  };
  fs.writeFileSync(
    path.join(userDir, 'settings.js'),
    `module.exports = Object.assign(${JSON.stringify(quiet, null, 2)}, ${settingsCode ?? '{}'});\n`,
  );
  if (flows) fs.writeFileSync(path.join(userDir, 'flows.json'), JSON.stringify(flows));
  if (credentials) fs.writeFileSync(path.join(userDir, 'flows_cred.json'), JSON.stringify(credentials));
}

function linkCheckout(userDir: string): void {
  const scope = path.join(userDir, 'node_modules', '@order-lifecycle');
  const linked = path.join(scope, 'node-red');
  if (fs.existsSync(linked)) return;
  fs.mkdirSync(scope, { recursive: true });
  fs.symlinkSync(checkout, linked, 'junction');
  const description = { name: 'user-directory', private: true, dependencies: { '@order-lifecycle/node-red': '*' } };
  fs.writeFileSync(path.join(userDir, 'package.json'), JSON.stringify(description));
}
