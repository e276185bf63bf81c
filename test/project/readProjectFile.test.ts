import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { readProjectFile } from '../../src/project/readProjectFile.ts';
import { suite, type TestContext } from '../suite.ts';

/** A folder of the test's own, and the path of a file in it. */
function fileIn({ after }: TestContext, name: string, content?: string | Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'statewire-'));
  after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, name);
  if (content !== undefined) writeFileSync(path, content);
  return path;
}

async function refusalOf(path: string): Promise<string> {
  const file = await readProjectFile(path);
  assert.ok('diagnostic' in file);
  const { severity, code, pointer, message } = file.diagnostic;
  assert.equal([severity, pointer], ['error', '']);
  assert.ok(message.startsWith(`${path}: `));
  return `${code} ${message.slice(path.length + 2)}`;
}

suite('readProjectFile', (test) => {
  test('gives the text and the folder that paths start from', async (context) => {
    const path = fileIn(context, 'project.json', '{"name": "Müller 😀"}');
    const file = await readProjectFile(path);
    assert.ok('text' in file);
    assert.is(file.text, '{"name": "Müller 😀"}');
    assert.is(join(file.baseDirectory, 'project.json'), path);
  });

  test('takes a byte order mark and an empty file', async (context) => {
    for (const [content, text] of [
      ['\ufeff{}', '{}'],
      ['', ''],
    ] as const) {
      const file = await readProjectFile(fileIn(context, 'a.json', content));
      assert.is('text' in file && file.text, text);
    }
  });

  test('tells a file that is not there, a folder, and a part of a path that is no folder', async (context) => {
    const path = fileIn(context, 'a.json', '{}');
    assert.match(await refusalOf(`${path}x`), /^unreadable-file There is no such file/);
    assert.match(await refusalOf(join(path, 'b.json')), /^unreadable-file There is no such file: a part/);
    assert.match(await refusalOf(join(path, '..')), /^unreadable-file This is a folder/);
    const loop = fileIn(context, 'loop.json');
    symlinkSync(loop, loop);
    assert.match(await refusalOf(loop), /^unreadable-file There is no such file: its links/);
  });

  test('tells a path that can be none', async () => {
    assert.match(await refusalOf('a\u0000b'), /^unreadable-file /);
    assert.match(await refusalOf('a'.repeat(5000)), /^unreadable-file .*too long/);
    assert.match(await refusalOf(''), /^unreadable-file /);
  });

  test('tells text that is no UTF-8, with line and column', async (context) => {
    const latin = Buffer.from('{\n"name": "M\u00fcller"}', 'latin1');
    assert.match(
      await refusalOf(fileIn(context, 'a.json', latin)),
      /^invalid-json Line 2, column 11: .*no UTF-8 text/,
    );
    const cut = Buffer.from('{"name": "ü').subarray(0, -1);
    assert.match(await refusalOf(fileIn(context, 'a.json', cut)), /^invalid-json Line 1, column 11: /);
    // The same bytes begin the mark that stands for what cannot be decoded.
    const hidden = Buffer.from([0xef, 0xbb, 0xbf, 0x0a, 0xc3, 0xbc, 0x20, 0xef, 0xbf]);
    assert.match(await refusalOf(fileIn(context, 'a.json', hidden)), /^invalid-json Line 2, column 3: /);
    const wide = Buffer.from('\ufeff{}', 'utf16le');
    assert.match(
      await refusalOf(fileIn(context, 'a.json', wide)),
      /^invalid-json Line 1, column 1: .*UTF-16.*save it as UTF-8/,
    );
  });

  test('reads no more than it takes: 16 MB', async (context) => {
    const most = Buffer.alloc(16 * 1024 * 1024, 0x20);
    const file = await readProjectFile(fileIn(context, 'a.json', most));
    assert.ok('text' in file);
    const more = Buffer.alloc(most.length + 1, 0x20);
    assert.match(await refusalOf(fileIn(context, 'a.json', more)), /^invalid-json .*too large/);
  });

  test('ends on a device that never does', async () => {
    if (process.platform === 'win32') return assert.is(process.platform, 'win32');
    return assert.match(await refusalOf('/dev/zero'), /too large/);
  });
});
