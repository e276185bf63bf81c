// Whether a graph keeps up with 10,000 received events a second: onReceive → json/parse → dictionary/get → branch →
// variable/set, over a real connection to a server in another process. `npx tsx bench/graphEvents.ts [--seconds N]`.
import { fork } from 'node:child_process';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { Server } from 'socket.io';
import { createConnections } from '../src/connections/createConnections.ts';
import { checkProject, runProject } from '../src/graph/index.ts';

const perSecond = 10_000;

/** The server's process: sends readings as JSON texts, in small lots, until it has sent them all. */
function serve(total: number): void {
  const io = new Server(0, { serveClient: false });
  io.on('connection', (socket) => {
    const started = performance.now();
    let sent = 0;
    const timer = setInterval(() => {
      const due = Math.min(total, Math.floor(((performance.now() - started) / 1000) * perSecond));
      for (; sent < due; sent += 1) socket.emit('reading', JSON.stringify({ sensor: 'a', value: sent }));
      if (sent < total) return;
      clearInterval(timer);
      socket.emit('end');
    }, 2);
  });
  process.send?.((io.httpServer.address() as { port: number }).port);
}

function projectText(port: number): string {
  const attributes = { configuration: 'bench' };
  return JSON.stringify({
    name: 'events',
    settings: {
      socketio: {
        connections: [
          { name: 'bench', url: 'http://127.0.0.1', port, transports: ['websocket'], protocol: 'v4' },
        ],
      },
    },
    variables: [
      { name: 'last', type: 'Int', initialValue: -1 },
      { name: 'count', type: 'Int' },
    ],
    logic: {
      nodes: [
        { id: 'init', type: 'event/onInitialize', pulses: { out: 'both.in' } },
        {
          id: 'both',
          type: 'flow/sequential',
          pulses: { pulse0: 'subscribe.in', pulse1: 'end.in', pulse2: 'start.in' },
        },
        {
          id: 'subscribe',
          type: 'socketio/subscribe',
          attributes,
          inputs: { eventName: { value: 'reading' } },
        },
        { id: 'end', type: 'socketio/subscribe', attributes, inputs: { eventName: { value: 'end' } } },
        { id: 'start', type: 'socketio/start', attributes },
        {
          id: 'heard',
          type: 'socketio/onReceive',
          attributes: { ...attributes, events: ['reading'] },
          pulses: { out: 'parse.in' },
        },
        {
          id: 'parse',
          type: 'json/parse',
          inputs: { input: { from: 'heard.message' } },
          pulses: { out: 'get.in' },
        },
        {
          id: 'get',
          type: 'dictionary/get',
          attributes: { dataType: 'Int' },
          inputs: { dictionary: { from: 'parse.output' }, key: { value: 'value' } },
          pulses: { out: 'branch.in' },
        },
        { id: 'getLast', type: 'variable/get', attributes: { variable: 'last' } },
        {
          id: 'isNew',
          type: 'compare/isGreater',
          inputs: { a: { from: 'get.value' }, b: { from: 'getLast.value' } },
        },
        {
          id: 'branch',
          type: 'flow/branch',
          inputs: { input: { from: 'isNew.c' } },
          pulses: { onTrue: 'set.in' },
        },
        {
          id: 'set',
          type: 'variable/set',
          attributes: { variable: 'last' },
          inputs: { value: { from: 'get.value' } },
          pulses: { out: 'count.in' },
        },
        { id: 'getCount', type: 'variable/get', attributes: { variable: 'count' } },
        { id: 'add', type: 'math/increment', inputs: { input: { from: 'getCount.value' } } },
        {
          id: 'count',
          type: 'variable/set',
          attributes: { variable: 'count' },
          inputs: { value: { from: 'add.output' } },
        },
        {
          id: 'ended',
          type: 'socketio/onReceive',
          attributes: { ...attributes, events: ['end'] },
          pulses: { out: 'exit.in' },
        },
        { id: 'exit', type: 'development/exit' },
      ],
    },
  });
}

async function measure(seconds: number): Promise<void> {
  const total = seconds * perSecond;
  const server = fork(import.meta.filename, ['--serve', String(total)], { execArgv: process.execArgv });
  const port = await new Promise<number>((resolve) => {
    server.once('message', (message) => resolve(Number(message)));
  });
  const { project, diagnostics } = checkProject(projectText(port), { environment: {} });
  if (project === undefined || diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics));
  const connections = createConnections(project.settings.socketio.connections);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const run = runProject(project, {
    connections,
    logger: { console() {}, error: (entry) => console.error(entry) },
  });
  connections.get('bench').on('started', () => {
    delay.enable();
  });
  const before = process.cpuUsage();
  const started = performance.now();
  await new Promise<void>((resolve) => {
    run.on('exit', () => resolve());
  });
  const elapsed = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(before);
  delay.disable();
  const received = Number(run.variable('count'));
  const milliseconds = (nanoseconds: number): string => (nanoseconds / 1e6).toFixed(1);
  console.log(`received and kept   ${received} of ${total}, in ${elapsed.toFixed(1)} s`);
  console.log(
    `delay of the loop   p50 ${milliseconds(delay.percentile(50))} ms, p99 ${milliseconds(delay.percentile(99))} ms, most ${milliseconds(delay.max)} ms`,
  );
  console.log(
    `processor           ${((user + system) / total).toFixed(1)} µs an event, ${(((user + system) / 1e6 / elapsed) * 100).toFixed(0)} % of one`,
  );
  run.dispose();
  await connections.close();
  server.kill();
}

const { values } = parseArgs({
  options: { serve: { type: 'string' }, seconds: { type: 'string', default: '5' } },
});
if (values.serve === undefined) await measure(Number(values.seconds));
else serve(Number(values.serve));
