import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import type { ServerVersion } from '../../src/testing/loadServer.ts';
import { testServer, type TestServer } from '../../src/testing/testServer.ts';
import { eventually } from '../eventually.ts';
import { cliSuite } from './cliSuite.ts';
import { startCli } from './startCli.ts';
import {
  quickConnection,
  temporaryFolder,
  testProject,
  writeProject,
  type TestNode,
} from './writeProject.ts';

const token = 's3cr3tvalue99';
const attributes = { configuration: 'demo' };

/** Prints each error of the connection. */
const nodes: TestNode[] = [
  { id: 'init', type: 'event/onInitialize', pulses: { out: 'start.in' } },
  { id: 'start', type: 'socketio/start', attributes },
  { id: 'failed', type: 'socketio/onError', attributes, pulses: { out: 'tell.in' } },
  { id: 'tell', type: 'development/console', inputs: { input: { from: 'failed.message' } } },
];

/** How a server says no, and repeats what it was given. */
const refusals: Readonly<Record<string, (server: TestServer) => void>> = {
  'denies a namespace': (server) => {
    server.io.of('/').use(({ handshake }, next) => {
      const given = handshake.auth?.['token'] ?? handshake.query['token'];
      next(new Error(`invalid token ${String(given)}`));
    });
  },
  'answers 401': (server) => {
    server.refuseHandshakes({ status: 401, body: JSON.stringify({ message: `invalid token ${token}` }) });
  },
};

cliSuite('statewire run and secrets', (test) => {
  for (const version of ['4.8', '2.5'] satisfies ServerVersion[])
    for (const [title, refuse] of Object.entries(refusals))
      test(`a server of Socket.IO ${version} that ${title}: no secret is logged or recorded`, async ({
        after,
      }) => {
        const server = await testServer({ version });
        after(() => server.close());
        refuse(server);
        // Joined, it keeps the command running until it has been recorded what the other was told.
        const admitting = await testServer();
        after(() => admitting.close());
        const connections = [
          quickConnection('demo', server.port, { auth: { token: '${TOKEN}' } }),
          quickConnection('other', admitting.port, { autostart: true }),
        ];
        const recording = join(temporaryFolder(after), 'run.ndjson');
        const cli = startCli(
          [
            'run',
            writeProject(testProject(connections, nodes), after),
            '--log',
            'json',
            '--record',
            recording,
          ],
          after,
          { env: { TOKEN: token } },
        );
        assert.match(await cli.line('"tell"'), 'invalid token [redacted]');
        assert.match(await cli.line('"type":"error"'), 'invalid token [redacted]');
        await eventually(() => readFileSync(recording, 'utf8').includes('invalid token'));
        cli.child.kill('SIGTERM');
        const { stdout, stderr } = await cli.ended;
        const recorded = readFileSync(recording, 'utf8');
        assert.match(recorded, 'invalid token [redacted]');
        assert.not.match(stdout + stderr + recorded, token);
      });
});
