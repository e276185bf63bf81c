// A process that has nothing but links: `node disposingProcess.ts URL join|dial`. It says `ready` on stdout once every
// link has joined, or dials, and disposes of them all when something comes in on stdin. Then it should end.
import { once } from 'node:events';
import { createLinkFactory } from '../../src/links/createLinkFactory.ts';

const [url = '', goal] = process.argv.slice(2);
const kinds = (['v4', 'v2'] as const).flatMap((protocol) =>
  ([['polling'], ['websocket'], ['polling', 'websocket']] as const).map((transports) => ({
    protocol,
    transports,
  })),
);

const links = kinds.map(({ protocol, transports }) => {
  let settle = (): void => {};
  const joined = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const link = createLinkFactory({ url, transports }).createLink(protocol, {
    opened: () => root.join(undefined),
    failed: (error) => process.stdout.write(`failed ${error.message}\n`),
    closed: (reason) => process.stdout.write(`closed ${reason}\n`),
  });
  const root = link.namespace('/', { joined: () => settle(), denied() {}, disconnected() {} });
  link.open();
  return { link, joined };
});

if (goal === 'join') await Promise.all(links.map(({ joined }) => joined));
process.stdout.write('ready\n');
await once(process.stdin, 'data');
process.stdin.destroy();
for (const { link } of links) link.dispose();
