import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { createActor } from 'xstate';
import { createInspector, openRecording } from '../../inspect/server/index.ts';
import { readRecording } from '../../inspect/server/openRecording.ts';
import { suite, type TestContext } from '../suite.ts';
import { lampMachine } from './machines.ts';
import { openViewer } from './openViewer.ts';

async function folderFor({ after }: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'statewire-recording-'));
  after(() => rm(folder, { recursive: true }));
  return folder;
}

async function rejection(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'it was resolved';
}

suite('recordings', (test) => {
  test('replay what viewers saw, with every moment', async (context) => {
    const folder = await folderFor(context);
    const file = join(folder, 'lamp.ndjson');
    const inspector = await createInspector({ record: file, title: 'my lamp' });
    context.after(() => inspector.close());
    assert.is(inspector.recording.active, true);
    assert.is(inspector.watchers, 1, 'a recording looks, too');
    const lamp = createActor(lampMachine).start();
    inspector.observe(lamp, { name: 'lamp' });
    const live = await openViewer(inspector.url);
    context.after(() => live.close());
    lamp.send({ type: 'on' });
    await live.until(() => live.actor('lamp')?.states[0] === 'lit');
    for (let count = 0; count < 5; count += 1) lamp.send({ type: 'next' });
    await live.until(() => live.actor('lamp')?.events === 7);
    lamp.stop();
    await live.until(() => live.actor('lamp')?.status === 'stopped');
    await inspector.stopRecording();
    assert.is(inspector.recording.active, false);
    assert.is(inspector.watchers, 1);
    const seen = live.mirror.snapshot();

    const text = await readFile(file, 'utf8');
    assert.not.match(text, 's3cret');
    const lines: readonly { type: string }[] = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.is(lines[0]?.type, 'recording');
    assert.is(lines[1]?.type, 'snapshot');
    assert.is(lines.at(-1)?.type, 'end');
    assert.is((await stat(file)).mode & 0o077, 0, 'for nobody else to read');

    const replay = await openRecording(file);
    context.after(() => replay.close());
    const viewer = await openViewer(replay.url);
    context.after(() => viewer.close());
    assert.is(viewer.hello.mode, 'recording');
    assert.is(viewer.hello.control, false);
    assert.match(viewer.hello.title, 'my lamp');
    const replayed = viewer.mirror.snapshot();
    assert.equal(replayed.entries, seen.entries);
    assert.equal(replayed.actors, seen.actors);
    assert.equal(replayed.definitions, seen.definitions);
    // A moment in the past, as the page finds it.
    const moment = replayed.entries.findLast(({ event }) => event.type === 'on');
    assert.equal(moment?.after, ['warming']);
    const actors: readonly { name: string }[] = (await (
      await fetch(replay.url.replace('/?', '/api/actors?'))
    ).json()) as readonly { name: string }[];
    assert.ok(actors.some(({ name }) => name === 'lamp'));
    const refused = await viewer.request({ type: 'send', actor: 'x', event: { type: 'on' } });
    assert.is(refused.ok ? '' : refused.code, 'recording');
    await viewer.request({ type: 'resync' });
    assert.is(viewer.snapshots.length, 2);
  });

  test('have what happened right before they end, however they are ended', async (context) => {
    const folder = await folderFor(context);
    const inspector = await createInspector({ recordFolder: folder });
    context.after(() => inspector.close());
    const lamp = createActor(lampMachine).start();
    inspector.observe(lamp, { name: 'lamp' });
    const viewer = await openViewer(inspector.url);
    context.after(() => viewer.close());
    const files = ['stopped', 'followed', 'closed'].map((name) => join(folder, `${name}.ndjson`));
    const [stopped = '', followed = '', closed = ''] = files;

    await viewer.request({ type: 'recording', action: 'start' });
    lamp.send({ type: 'next' });
    await viewer.request({ type: 'recording', action: 'stop' });
    const byViewer = join(folder, inspector.recording.file ?? '');
    await inspector.startRecording(stopped);
    lamp.send({ type: 'next' });
    await inspector.stopRecording();
    await inspector.startRecording(followed);
    lamp.send({ type: 'next' });
    await inspector.startRecording(closed);
    viewer.close();
    lamp.send({ type: 'next' });
    lamp.stop();
    await inspector.close();
    assert.is(inspector.watchers, 0);

    for (const [index, file] of [byViewer, ...files].entries()) {
      const { snapshot } = await readRecording(file);
      const events = snapshot.entries.filter(({ event }) => event.type === 'next').length;
      assert.is(events, index + 1, file);
      const [recorded] = snapshot.actors.filter(({ name }) => name === 'lamp');
      assert.is(recorded?.status, file === closed ? 'stopped' : 'active', file);
    }
  });

  test('are started and stopped by a viewer, who is told', async (context) => {
    const folder = await folderFor(context);
    const inspector = await createInspector({ recordFolder: folder });
    context.after(() => inspector.close());
    const viewer = await openViewer(inspector.url);
    context.after(() => viewer.close());
    assert.is(viewer.hello.recording.active, false);
    const states: unknown[] = [];
    viewer.socket.on('recording', (state: { active: boolean }) => states.push(state.active));
    const answer = await viewer.request({ type: 'recording', action: 'start' });
    const [file = ''] = await readdir(folder);
    assert.equal(answer, { ok: true, value: file });
    assert.match(file, /^statewire-.*\.ndjson$/);
    await viewer.request({ type: 'recording', action: 'stop' });
    assert.equal(states, [true, false]);
    const download = await fetch(inspector.url.replace('/?', '/api/recording?'));
    assert.is(download.status, 200);
    assert.match(download.headers.get('content-disposition') ?? '', file);
    assert.is(await download.text(), await readFile(join(folder, file), 'utf8'));
  });

  test('stop at their bound, and say so', async (context) => {
    const folder = await folderFor(context);
    const file = join(folder, 'full.ndjson');
    const inspector = await createInspector({ record: file, recordBytes: 30_000 });
    context.after(() => inspector.close());
    const lamp = createActor(lampMachine).start();
    context.after(() => lamp.stop());
    inspector.observe(lamp);
    const viewer = await openViewer(inspector.url);
    context.after(() => viewer.close());
    const full = new Promise<{ active: boolean; full: boolean }>((resolve) =>
      viewer.socket.once('recording', resolve),
    );
    for (let count = 0; count < 400; count += 1) lamp.send({ type: 'next' });
    const { active, full: isFull } = await full;
    assert.equal([active, isFull], [false, true]);
    assert.is(inspector.watchers, 1);
    const replay = await openRecording(file);
    context.after(() => replay.close());
    assert.ok(replay.snapshot.entries.length > 0);
    assert.ok((await stat(file)).size < 200_000);
  });

  test('can be opened when they were cut off', async (context) => {
    const folder = await folderFor(context);
    const file = join(folder, 'cut.ndjson');
    const inspector = await createInspector({ record: file });
    const lamp = createActor(lampMachine).start();
    inspector.observe(lamp, { name: 'lamp' });
    const viewer = await openViewer(inspector.url);
    lamp.send({ type: 'next' });
    await viewer.until(() => viewer.actor('lamp')?.events === 1);
    viewer.close();
    await inspector.close();
    lamp.stop();
    await truncate(file, (await stat(file)).size - 30);
    const replay = await openRecording(file);
    context.after(() => replay.close());
    assert.ok(replay.snapshot.actors.some(({ name }) => name === 'lamp'));
  });

  test('are told from other files', async (context) => {
    const folder = await folderFor(context);
    const file = join(folder, 'other');
    for (const [content, message] of [
      ['', 'it is empty'],
      ['hello\n', 'is not a recording'],
      ['{"type":"snapshot"}\n', 'is not a recording'],
      ['{"type":"recording","version":99,"title":"x"}\n', 'another version'],
    ] as const) {
      await writeFile(file, content);
      const error = await rejection(openRecording(file));
      assert.match(error, file);
      assert.match(error, message);
    }
    assert.match(await rejection(openRecording(join(folder, 'gone'))), 'cannot be read');
    assert.match(await rejection(openRecording(folder)), 'cannot be read');
    assert.match(
      await rejection(createInspector({ record: join(file, 'under-a-file.ndjson') })),
      'cannot be written',
    );
  });
});
