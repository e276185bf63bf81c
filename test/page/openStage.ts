import { createConnections } from '../../src/connections/createConnections.ts';
import type { Connection } from '../../src/connections/Connection.ts';
import { checkProject } from '../../src/graph/checkProject.ts';
import { runProject } from '../../src/graph/runProject.ts';
import { faultProxy } from '../../src/testing/faultProxy.ts';
import { testServer, type TestServer } from '../../src/testing/testServer.ts';
import { createInspector, type Inspector, type InspectorOptions } from '../../inspect/server/index.ts';
import type { TestContext } from '../suite.ts';
import type { BrowserRoom } from './browser.ts';

/** A running program with an inspector: one connection to a real server, and a graph that uses it. */
export interface Stage {
  readonly server: TestServer;
  readonly connection: Connection;
  readonly inspector: Inspector;
  /** Drops the connection, and refuses it until {@link Stage.back}: a page that is slow gets to see the states between. */
  drop(): Promise<void>;
  back(): Promise<void>;
}

const project = {
  name: 'stage',
  settings: {
    socketio: {
      connections: [
        {
          name: 'demo',
          url: '${STAGE_URL}',
          protocol: 'v4',
          reconnectionDelay: 400,
          reconnectionDelayMax: 400,
          randomizationFactor: 0,
          stableAfter: 100,
          auth: { token: 'very-secret' },
        },
      ],
    },
  },
  logic: {
    nodes: [
      { id: 'init', type: 'event/onInitialize', pulses: { out: 'setUp.in' } },
      {
        id: 'setUp',
        type: 'flow/sequential',
        attributes: { count: 3 },
        pulses: { pulse0: 'hear.in', pulse1: 'start.in', pulse2: 'often.in' },
      },
      {
        id: 'hear',
        type: 'socketio/subscribe',
        attributes: { configuration: 'demo' },
        inputs: { eventName: { value: 'hello' }, namespace: { value: '/news' } },
      },
      { id: 'start', type: 'socketio/start', attributes: { configuration: 'demo' } },
      {
        id: 'often',
        type: 'timer/startInterval',
        inputs: { seconds: { value: 0.25 } },
        pulses: { out: 'ask.in' },
      },
      {
        id: 'ask',
        type: 'socketio/send',
        attributes: { configuration: 'demo', acknowledge: true },
        inputs: { eventName: { value: 'echo' }, message: { value: { question: 'how warm is it?' } } },
      },
    ],
  },
};

/** Opens a {@link Stage} for one test. */
export async function openStage(
  { after }: TestContext,
  room: BrowserRoom,
  options: InspectorOptions = {},
): Promise<Stage> {
  const server = await testServer({ namespaces: ['/news'] });
  after(() => server.close());
  const proxy = await faultProxy({ target: { port: server.port } });
  after(() => proxy.close());
  const checked = checkProject(JSON.stringify(project), { environment: { STAGE_URL: proxy.url } });
  if (checked.project === undefined) throw new Error(JSON.stringify(checked.diagnostics));
  const connections = createConnections(checked.project.settings.socketio.connections);
  const inspector = await createInspector({
    title: 'stage',
    pageFolder: await room.pageFolder(),
    ...options,
  });
  after(() => inspector.close());
  after(() => connections.close());
  inspector.observeConnections(connections);
  const run = runProject(checked.project, {
    connections,
    logger: { console: () => {}, error: () => {} },
  });
  after(() => run.dispose());
  inspector.observeGraph({ project: checked.project, run });
  const connection = connections.get('demo');
  connection.start();
  await connection.connected();
  return {
    server,
    connection,
    inspector,
    async drop() {
      await proxy.setFault({ type: 'refuse' }, 'new');
      server.dropEngines();
    },
    back: () => proxy.heal(),
  };
}

/** The page's views, each by the name of its link, with what is there once it is shown. */
export const views = [
  ['Statecharts', '[data-state="connected.stable"]'],
  ['Timeline', '[aria-label="Filter by type"]'],
  ['Traffic', '[data-event]'],
  ['Graph', '[data-node]'],
] as const;
