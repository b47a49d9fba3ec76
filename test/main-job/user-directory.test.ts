import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { exampleFlow, furnish, temporaryUserDirectory } from '../../lib/main-job/user-directory';

describe('the user directory of npm start', () => {
  const arranged = (userDir: string) =>
    JSON.parse(fs.readFileSync(path.join(userDir, '.config.users.json'), 'utf8'))._.editor.sidebar?.order;
  let userDir: string;
  beforeEach(() => {
    userDir = temporaryUserDirectory();
  });
  afterEach(() => fs.rmSync(userDir, { recursive: true, force: true }));

  it('has the package, the flow, and the sidebar of orders in sight', () => {
    assert.deepEqual(furnish(userDir, exampleFlow('08'), true), { kept: false });
    assert.ok(fs.existsSync(path.join(userDir, 'node_modules', '@order-lifecycle', 'node-red', 'package.json')));
    assert.equal(JSON.parse(fs.readFileSync(path.join(userDir, 'flows.json'), 'utf8')).length, exampleFlow('08').length);
    assert.ok(arranged(userDir).includes('order-lifecycle'));
  });
  it('keeps what somebody has changed or arranged', () => {
    fs.writeFileSync(path.join(userDir, 'flows.json'), '[]');
    fs.writeFileSync(
      path.join(userDir, '.config.users.json'),
      JSON.stringify({ _: { editor: { sidebar: { order: ['debug'] } } } }),
    );
    assert.deepEqual(furnish(userDir, exampleFlow('08'), true), { kept: true });
    assert.equal(fs.readFileSync(path.join(userDir, 'flows.json'), 'utf8'), '[]');
    assert.deepEqual(arranged(userDir), ['debug']);
  });
});
