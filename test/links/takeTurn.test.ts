import * as assert from 'uvu/assert';
import { takeTurn } from '../../src/links/takeTurn.ts';
import { createConnections } from '../../src/connections/createConnections.ts';
import { testServer } from '../../src/testing/testServer.ts';
import { suite } from '../suite.ts';

/** Of so many that want to try at once: who has begun, in order, and how each ends. */
function crowd(server: string, count: number) {
  const begun: number[] = [];
  const ends = Array.from({ length: count }, (_, index) => takeTurn(server, () => begun.push(index)));
  return { begun, end: (index: number) => ends[index]?.() };
}

suite('turns of tries again', (test) => {
  test('a hundred begin at once, and each that ends lets the next begin', () => {
    const { begun, end } = crowd('http://crowded', 300);
    assert.is(begun.length, 100);
    end(7);
    end(7);
    assert.equal(begun.slice(100), [100]);
    for (let index = 0; index < 300; index += 1) end(index);
    assert.equal(
      begun,
      Array.from({ length: 300 }, (_, index) => index),
    );
    assert.is(crowd('http://crowded', 100).begun.length, 100, 'all have ended');
  });

  test('whoever gives up while it waits does not begin', () => {
    const { begun, end } = crowd('http://given-up', 102);
    end(100);
    end(0);
    assert.equal(begun.slice(100), [101]);
  });

  test('servers are nothing to each other', () => {
    assert.is(crowd('http://one', 100).begun.length, 100);
    assert.is(crowd('http://other', 100).begun.length, 100);
  });

  test('tries that nobody answers hold the others up for a tenth of a second', async () => {
    const began = performance.now();
    crowd('http://silent', 100);
    await new Promise<void>((resolve) => takeTurn('http://silent', resolve));
    const waited = performance.now() - began;
    assert.ok(waited >= 100, `${waited} ms`);
  });

  for (const [protocol, version] of [
    ['v4', '4.8'],
    ['v2', '2.5'],
  ] as const)
    test(`${protocol}: a try that has failed, and one that has opened, is over for the others`, async ({
      after,
    }) => {
      const server = await testServer({ version });
      after(() => server.close());
      const connections = createConnections([
        { name: 'one', url: server.url, protocol, reconnectionDelay: 10, randomizationFactor: 0 },
      ]);
      after(() => connections.close());
      const one = connections.get('one');
      /** At this very moment: a turn that is forgotten counts for a tenth of a second only. */
      const places = (): number => {
        const { begun, end } = crowd(`${server.url}/socket.io/`, 101);
        const count = begun.length;
        for (let index = 0; index < 101; index += 1) end(index);
        return count;
      };
      one.start();
      await one.connected();
      const failed = new Promise<number>((resolve) => {
        let tries = 0;
        one.on('error', () => {
          tries += 1;
          if (tries === 3) resolve(places());
        });
      });
      await server.close();
      assert.is(await failed, 100);
      const opened = new Promise<number>((resolve) => void one.on('started', () => resolve(places())));
      await server.restart();
      assert.is(await opened, 100);
    });
});
