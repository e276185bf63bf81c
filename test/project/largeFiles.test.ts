import * as assert from 'uvu/assert';
import type { Diagnostic } from '../../src/project/Diagnostic.ts';
import { largestFile, loadProject } from '../../src/project/loadProject.ts';
import { suite } from '../suite.ts';
import { cpuSeconds } from './cpuSeconds.ts';

const environment = { A: 'x'.repeat(1000) };
/** Large enough for quadratic work to take minutes, small enough for a test. */
const large = 4 * 1024 * 1024;

/** One piece after the other, up to a size in bytes (for ASCII). */
function filled(before: string, piece: string, after: string, size = large): string {
  return before + piece.repeat(Math.floor((size - before.length - after.length) / piece.length)) + after;
}

function listed(count: number, each: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => each(index)).join(',');
}

const beforeOptions = '{"settings":{"socketio":{"connections":[{"name":"a","url":"http://h",';
const afterOptions = '}]}}}';
const connection = (options: string): string => beforeOptions + options + afterOptions;

/** By what it is: a file made to be hard, and the code of its first finding. */
const hard: readonly (readonly [what: string, text: () => string, code: Diagnostic['code'] | undefined])[] = [
  ['16 MB of brackets', () => '['.repeat(largestFile), 'invalid-json'],
  [
    '16 MB of nodes that are none',
    () => filled('{"logic":{"nodes":[', '1,', '1]}}', largestFile),
    'invalid-shape',
  ],
  [
    '16 MB of placeholders',
    () => filled(`${beforeOptions}"auth":{"a":"`, '${A}', `"}${afterOptions}`, largestFile),
    'invalid-shape',
  ],
  ['more than 16 MB', () => filled('"', 'a', '"', largestFile + 1), 'invalid-json'],
  ['more than 16 MB in letters of two bytes', () => `"${'é'.repeat(largestFile / 2)}"`, 'invalid-json'],
  ['objects without end', () => filled('', '{"a":', ''), 'invalid-json'],
  ['spaces', () => filled('', ' ', ''), 'invalid-json'],
  ['line breaks', () => filled('', '\n', ''), 'invalid-json'],
  ['a text without end', () => filled('{"a":"', 'a', ''), 'invalid-json'],
  ['escapes', () => filled('{"name":"', '\\n', 'x"}'), undefined],
  ['a number of millions of digits', () => filled('{"x-a":', '1', '}'), 'invalid-shape'],
  ['one name again and again', () => filled('{', '"name":"a",', '"name":"b"}'), 'invalid-shape'],
  ['unknown names', () => `{${listed(60_000, (index) => `"recon${index}":1`)}}`, 'invalid-shape'],
  [
    'headers that are none',
    () => connection(`"extraHeaders":{${listed(60_000, (index) => `"a ${index}":1`)}}`),
    'invalid-shape',
  ],
  [
    'headers',
    () => connection(`"extraHeaders":{${listed(60_000, (index) => `"a${index}":"1"`)}}`),
    undefined,
  ],
  [
    'inputs that are none',
    () =>
      `{"logic":{"nodes":[{"id":"a","type":"b","inputs":{${listed(60_000, (index) => `"a${index}":1`)}}}]}}`,
    'invalid-shape',
  ],
  ['a path of slashes', () => filled(`${beforeOptions}"path":"/`, '/', `a"${afterOptions}`), undefined],
  [
    'a wire of dots',
    () => filled('{"logic":{"nodes":[{"id":"a","type":"b","pulses":{"x":"', '.', '"}}]}}'),
    'invalid-shape',
  ],
  [
    'placeholders that are not closed',
    () => filled(`${beforeOptions}"auth":{"a":"`, '${', `"}${afterOptions}`),
    'invalid-shape',
  ],
  [
    'one text of missing variables',
    () => filled(`${beforeOptions}"auth":{"a":"`, '${NO}', `"}${afterOptions}`),
    'missing-environment',
  ],
  [
    'many missing variables',
    () => filled(`${beforeOptions}"auth":{"a":["`, '${NO}","', `"]}${afterOptions}`),
    'missing-environment',
  ],
  [
    'bytes in base64',
    () => filled('{"variables":[{"name":"a","type":"Binary","initialValue":"', 'abcd', '"}]}'),
    undefined,
  ],
  [
    'variables of one name',
    () => filled('{"variables":[', '{"name":"a","type":"Int"},', '{"name":"a","type":"Int"}]}'),
    'duplicate-id',
  ],
  [
    'connections with warnings',
    () =>
      `{"settings":{"socketio":{"connections":[${listed(30_000, (index) => `{"name":"${index}","url":"http://h:1","port":2}`)}]}}}`,
    'port-conflict',
  ],
  [
    'a name of megabytes over many mistakes',
    () =>
      connection(
        `"namespaces":{"/${'k'.repeat(2_000_000)}":{${listed(60_000, (index) => `"a${index}":1`)}}}`,
      ),
    'invalid-shape',
  ],
];

suite('loadProject, large files', (test) => {
  for (const [what, text, code] of hard) {
    test(`get their diagnostics soon: ${what}`, () => {
      const content = text();
      let diagnostics: Diagnostic[] = [];
      const seconds = cpuSeconds(() => ({ diagnostics } = loadProject(content, { environment })));
      assert.is(diagnostics[0]?.code, code);
      assert.ok(diagnostics.length <= 2002);
      assert.ok(JSON.stringify(diagnostics).length < 2_000_000);
      // An idle machine needs one or two at most; quadratic work would take minutes.
      assert.ok(seconds < 15, `${seconds} s`);
    });
  }

  const node = (index: number): string =>
    `{"id":"n${index}","type":"math/add","inputs":{"input0":{"value":1},"input1":{"from":"n${index}.output"}}}`;
  const ofOneMegabyte: readonly (readonly [what: string, text: string, findings: number])[] = [
    ['nodes', `{"logic":{"nodes":[${listed(11_000, node)}]}}`, 0],
    ['typos', connection(listed(40_000, (index) => `"reconectionDelay${index}":5`)), 1001],
    [
      'connections',
      `{"settings":{"socketio":{"connections":[${listed(28_000, (index) => `{"name":"a${index}","url":"http://host"}`)}]}}}`,
      0,
    ],
  ];
  for (const [what, text, findings] of ofOneMegabyte) {
    test(`of 1 MB of ${what} take less than a second`, () => {
      assert.ok(text.length > 1_000_000);
      const take = (): number =>
        cpuSeconds(() => assert.is(loadProject(text, { environment }).diagnostics.length, findings));
      const seconds = Math.min(take(), take());
      assert.ok(seconds < 1, `${seconds} s`);
    });
  }
});
