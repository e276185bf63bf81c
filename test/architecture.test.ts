import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import * as assert from 'uvu/assert';
import { suite } from './suite.ts';

const root = join(import.meta.dirname, '..');

/** What each room may import, by the longest matching folder: other rooms of ours, and packages. */
const rooms: Readonly<Record<string, { rooms: readonly string[]; packages: readonly RegExp[] }>> = {
  machines: { rooms: [], packages: [/^xstate$/] },
  'src/links': {
    rooms: ['machines'],
    packages: [
      /^socket\.io-client(-v2)?$/,
      /^socket\.io-msgpack-parser$/,
      /^https-proxy-agent$/,
      /^#platform$/,
    ],
  },
  'src/links/platform': {
    rooms: ['machines', 'src/links'],
    packages: [/^node:/, /^https-proxy-agent$/, /^socket\.io-client/],
  },
  'src/connections': { rooms: ['machines', 'src/links'], packages: [/^xstate$/] },
  'src/project': { rooms: [], packages: [/^zod$/, /^node:/] },
  'src/graph': { rooms: ['src/project'], packages: [/^zod$/, /^node:/] },
  'src/graph/nodes': { rooms: ['src/project', 'src/graph'], packages: [/^node:/] },
  'src/testing': {
    rooms: ['machines', 'src/links', 'src/connections'],
    packages: [/^xstate/, /^node:/, /^fast-check$/, /^socket\.io/],
  },
  'src/cli': {
    rooms: [
      'machines',
      'src/connections',
      'src/project',
      'src/graph',
      'src/testing',
      'inspect/server',
      'inspect/model',
    ],
    packages: [/./],
  },
  'inspect/model': { rooms: [], packages: [] },
  'inspect/server': {
    rooms: ['inspect/model'],
    packages: [/^node:/, /^socket\.io$/, /^ws$/, /^xstate$/, /^zod$/],
  },
};

/** Beyond its room's rule, a single file may reach further: each one with its reason. */
const exceptions: Readonly<Record<string, readonly string[]>> = {
  // The one family of nodes that is about connections.
  'src/graph/nodes/socketio.ts': ['src/connections'],
};

interface Import {
  readonly specifier: string;
  readonly isTypeOnly: boolean;
}

function importsOf(text: string): Import[] {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
  const statements = code.matchAll(/(?:^|\n)\s*(import|export)\s+(type\s)?[^'";]*?from\s+'([^']+)'/g);
  const dynamic = code.matchAll(/\bimport\(\s*'([^']+)'\s*\)/g);
  return [
    ...[...statements].map((match) => ({ specifier: match[3] ?? '', isTypeOnly: match[2] !== undefined })),
    ...[...dynamic].map((match) => ({ specifier: match[1] ?? '', isTypeOnly: false })),
  ];
}

const roomOf = (file: string): string | undefined =>
  Object.keys(rooms)
    .filter((room) => file.startsWith(`${room}/`))
    .toSorted((one, other) => other.length - one.length)[0];

const sources = ['machines', 'src', 'inspect/model', 'inspect/server']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
  )
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'));

suite('architecture', (test) => {
  test('arrows between rooms run one way', () => {
    const wrong: string[] = [];
    for (const file of sources) {
      const room = roomOf(file);
      if (room === undefined) continue;
      const rule = rooms[room];
      for (const { specifier, isTypeOnly } of importsOf(readFileSync(join(root, file), 'utf8'))) {
        if (!specifier.startsWith('.')) {
          const isAllowed = rule?.packages.some((pattern) => pattern.test(specifier)) ?? false;
          if (!isAllowed && !isTypeOnly) wrong.push(`${file} imports ${specifier}`);
          continue;
        }
        const target = relative(root, join(root, dirname(file), specifier));
        const targetRoom = roomOf(target) ?? target;
        const isFamily = targetRoom === room || targetRoom.startsWith(`${room}/`);
        const isAllowed =
          isFamily || (rule?.rooms.some((allowed) => targetRoom.startsWith(allowed)) ?? false);
        const isException = exceptions[file]?.some((allowed) => targetRoom.startsWith(allowed)) ?? false;
        if (!isAllowed && !isException) wrong.push(`${file} imports ${target}`);
      }
    }
    assert.ok(sources.length > 30, 'the sources were found');
    assert.equal(wrong, []);
  });

  test('machines know no platform', () => {
    for (const file of sources.filter((name) => name.startsWith('machines/'))) {
      assert.not.match(
        readFileSync(join(root, file), 'utf8'),
        /\b(process|Buffer|window|document)\b\./,
        file,
      );
    }
  });

  test('barrels are the four public entries alone', () => {
    const barrels = sources.filter((file) => file.endsWith('/index.ts')).toSorted();
    const allowed = ['inspect/server/index.ts', 'src/graph/index.ts', 'src/index.ts', 'src/testing/index.ts'];
    assert.equal(
      barrels.filter((file) => !allowed.includes(file)),
      [],
    );
  });
});
