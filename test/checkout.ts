/** The checkout's root, wherever the tests were compiled to. */
import fs from 'node:fs';
import path from 'node:path';

export const checkout = ((): string => {
  let folder = __dirname;
  while (!fs.existsSync(path.join(folder, 'package.json'))) folder = path.dirname(folder);
  return folder;
})();
