import * as assert from 'uvu/assert';
import { cliSuite } from './cliSuite.ts';
import { createConnections } from '../../src/connections/createConnections.ts';
import { startDemoServer } from '../../src/cli/demoServer.ts';
import { readLog, statesOf } from './logLines.ts';
import { runCli, startCli } from './startCli.ts';

cliSuite('the demo server', (test) => {
  test('tells load and readings, acknowledges, drops the engine connection, and closes with nothing left', async ({
    after,
  }) => {
    const server = await startDemoServer({ interval: 20, firstDrop: 150, laterDrops: () => 0 });
    after(server.close);
    const connections = createConnections([
      { name: 'demo', url: server.host, port: server.port, reconnectionDelay: 20, randomizationFactor: 0 },
    ]);
    after(() => connections.close());
    const demo = connections.get('demo');
    const next = (namespace: string, eventName: string): Promise<unknown> =>
      new Promise((resolve) => {
        const end = demo.namespace(namespace).subscribe(eventName, (value: unknown) => {
          end();
          resolve(value);
        });
      });
    const heard = Promise.all([next('/', 'load'), next('/sensors', 'reading')]);
    const started: boolean[] = [];
    const backAgain = new Promise<void>((resolve) => {
      demo.on('started', ({ reconnected }) => {
        started.push(reconnected);
        if (reconnected) resolve();
      });
    });
    demo.start();
    const [load, reading] = await heard;
    assert.equal(Object.keys(load as object), ['cpu', 'memory']);
    assert.equal(Object.keys(reading as object), ['sensor', 'celsius']);
    // The drop may come in between: what is sent at least once is asked again after it.
    const asking = demo.with({ delivery: 'atLeastOnce' });
    const answer = (await asking.request('calibrate', { sensor: 'hall' })) as {
      sensor: string;
      offset: number;
    };
    assert.is(answer.sensor, 'hall');
    assert.type(answer.offset, 'number');
    for (const request of [undefined, null, 'hall', { sensor: 7 }])
      assert.is(((await asking.request('calibrate', request)) as { sensor: string }).sensor, 'all');
    await backAgain;
    assert.equal(started, [false, true]);
    assert.equal(Object.keys((await next('/sensors', 'reading')) as object), ['sensor', 'celsius']);
  });
});

cliSuite('statewire demo', (test) => {
  test('shows it all: connecting, two namespaces, an acknowledgement, a drop, the way back, and the end', async ({
    after,
  }) => {
    const cli = startCli(['demo'], after);
    await cli.line('connecting.waiting');
    await cli.line('connected.settling', 2);
    await cli.line('acknowledged');
    cli.child.kill('SIGINT');
    const pretty = await cli.ended;
    assert.equal([pretty.code, pretty.stderr], [0, '']);
    const order = [
      /server +http:\/\/127\.0\.0\.1:\d+/,
      /inspector +http:\/\/127\.0\.0\.1:\d+\/\?token=/,
      /telemetry +connecting\.probing/,
      /telemetry +connecting\.opening/,
      /telemetry +connected\.settling/,
      /acknowledged +boiler calibrated by [+-]\d\.\d\d °C/,
      /telemetry +connecting\.waiting +transport close · again in/,
      /telemetry +connected\.settling/,
      /telemetry +stopped\.closed/,
      /telemetry +\d+ received, \d+ sent, 1 reconnect$/m,
      /done +\d+ runs, \d+ steps$/m,
    ];
    // It and the acknowledgement come at about the same time: either may be first.
    assert.match(pretty.stdout, /telemetry +connected\.stable/);
    let rest = pretty.stdout;
    for (const part of order) {
      const at = rest.search(part);
      assert.ok(at >= 0, `${part} is missing in:\n${pretty.stdout}`);
      rest = rest.slice(at + 1);
    }
    assert.match(pretty.stdout, /› load +cpu \d+ %, memory \d+ %/);
    assert.match(pretty.stdout, /› reading +boiler +\d+\.\d °C/);
    assert.not.ok(pretty.stdout.includes('\u001b'));
  });

  test('--for ends it by itself; --log json keeps to JSON, also without the inspector', async ({ after }) => {
    const json = await runCli(['demo', '--for', '1.5', '--log', 'json', '--no-inspect'], after);
    assert.is(json.code, 0);
    assert.match(json.stderr, /^server: \S+\nproject: \S+\nend: after 1\.5 s, or Ctrl-C\n$/);
    const lines = readLog(json.stdout);
    assert.equal(
      [statesOf(lines, 'telemetry')[0], statesOf(lines, 'telemetry').at(-1)],
      ['connecting.probing', 'stopped.closed'],
    );
  });

  test('runs another example against as many servers as that one needs, and knows no others', async ({
    after,
  }) => {
    const cli = startCli(['demo', 'device-fleet', '--log', 'json', '--no-inspect'], after);
    for (const site of ['north', 'east', 'south'])
      await cli.line(`"connection":"${site}","state":"connected.settling"`);
    cli.child.kill('SIGINT');
    const fleet = await cli.ended;
    assert.is(fleet.code, 0);
    assert.match(fleet.stderr, /^server: \S+ {2}\S+ {2}\S+\nproject: examples.device-fleet\S+\n/);
    const lines = readLog(fleet.stdout);
    for (const site of ['north', 'east', 'south']) assert.is(statesOf(lines, site).at(-1), 'stopped.closed');
    const unknown = await runCli(['demo', 'fleet'], after);
    assert.not.equal(unknown.code, 0);
    assert.match(unknown.stderr, /telemetry, chat-bridge, alarm, device-fleet/);
  });
});
