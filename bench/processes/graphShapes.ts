/** A node in the form of Statewire's project files. */
export interface BenchNode {
  readonly id: string;
  readonly type: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly inputs?: Readonly<Record<string, { readonly value: unknown } | { readonly from: string }>>;
  readonly pulses?: Readonly<Record<string, string>>;
}

/** A node in the form of behave-graph. */
export interface PeerNode {
  readonly id: string;
  readonly type: string;
  readonly configuration?: Readonly<Record<string, unknown>>;
  readonly parameters?: Readonly<
    Record<
      string,
      { readonly value: unknown } | { readonly link: { readonly nodeId: string; readonly socket: string } }
    >
  >;
  readonly flows?: Readonly<Record<string, { readonly nodeId: string; readonly socket: string }>>;
}

/** The same graph for both, node by node. */
export interface Shape {
  readonly name: string;
  /** How many nodes execute in one go, the same count for both. */
  readonly executions: number;
  /** The variable that tells whether the work was done, and its value afterwards. */
  readonly result: { readonly variable: string; readonly value: number };
  readonly variables: readonly string[];
  readonly nodes: readonly BenchNode[];
  readonly peerNodes: readonly PeerNode[];
  readonly peerEvents?: readonly string[];
}

const from = (nodeId: string, socket: string) => ({ link: { nodeId, socket } });
const flow = (nodeId: string) => ({ nodeId, socket: 'flow' });

const loopOf = (times: number, body: string): BenchNode[] => [
  { id: 'init', type: 'event/onInitialize', pulses: { out: 'loop.in' } },
  {
    id: 'loop',
    type: 'flow/forLoop',
    attributes: { isLastIndexIncluded: false },
    inputs: { lastIndex: { value: times } },
    pulses: { out: `${body}.in` },
  },
];

const peerLoopOf = (times: number, body: string): PeerNode[] => [
  { id: 'init', type: 'lifecycle/onStart', flows: { flow: flow('loop') } },
  {
    id: 'loop',
    type: 'flow/forLoop',
    parameters: { startIndex: { value: 0 }, endIndex: { value: times } },
    flows: { loopBody: flow(body) },
  },
];

const setVariable = (id: string, variable: string, source: string): BenchNode => ({
  id,
  type: 'variable/set',
  attributes: { variable },
  inputs: { value: { from: source } },
});

const peerSetVariable = (id: string, variable: string, node: string, socket: string): PeerNode => ({
  id,
  type: 'variable/set',
  configuration: { variableId: variable },
  parameters: { value: from(node, socket) },
});

const getVariable = (id: string, variable: string): BenchNode => ({
  id,
  type: 'variable/get',
  attributes: { variable },
});
const peerGetVariable = (id: string, variable: string): PeerNode => ({
  id,
  type: 'variable/get',
  configuration: { variableId: variable },
});

const addOne = (id: string, source: string): BenchNode => ({
  id,
  type: 'math/add',
  inputs: { input0: { from: source }, input1: { value: 1 } },
});
const peerAddOne = (id: string, node: string, socket: string): PeerNode => ({
  id,
  type: 'math/add/integer',
  parameters: { a: from(node, socket), b: { value: 1 } },
});

/** Counts those numbers of a loop that are above a limit. */
function countingLoop(times: number): Shape {
  const limit = Math.floor(times / 2) - 1;
  return {
    name: 'counting loop with a branch',
    // The loop, the comparison and the branch each time; the getter, the addition and the setter every other time.
    executions: 2 + times * 3 + (times - limit - 1) * 3,
    result: { variable: 'count', value: times - limit - 1 },
    variables: ['count'],
    nodes: [
      ...loopOf(times, 'branch'),
      {
        id: 'isAbove',
        type: 'compare/isGreater',
        inputs: { a: { from: 'loop.index' }, b: { value: limit } },
      },
      {
        id: 'branch',
        type: 'flow/branch',
        inputs: { input: { from: 'isAbove.c' } },
        pulses: { onTrue: 'set.in' },
      },
      getVariable('get', 'count'),
      addOne('add', 'get.value'),
      setVariable('set', 'count', 'add.output'),
    ],
    peerNodes: [
      ...peerLoopOf(times, 'branch'),
      {
        id: 'isAbove',
        type: 'math/greaterThan/integer',
        parameters: { a: from('loop', 'index'), b: { value: limit } },
      },
      {
        id: 'branch',
        type: 'flow/branch',
        parameters: { condition: from('isAbove', 'result') },
        flows: { true: flow('set') },
      },
      peerGetVariable('get', 'count'),
      peerAddOne('add', 'get', 'value'),
      peerSetVariable('set', 'count', 'add', 'result'),
    ],
  };
}

/** Adds 1 twenty times to each number of a loop. */
function mathChain(times: number): Shape {
  const length = 20;
  const links = Array.from({ length }, (_, index) => index);
  return {
    name: 'chain of 20 math nodes',
    executions: 2 + times * (length + 2),
    result: { variable: 'last', value: times - 1 + length },
    variables: ['last'],
    nodes: [
      ...loopOf(times, 'set'),
      ...links.map((link) => addOne(`add${link}n`, link === 0 ? 'loop.index' : `add${link - 1}n.output`)),
      setVariable('set', 'last', `add${length - 1}n.output`),
    ],
    peerNodes: [
      ...peerLoopOf(times, 'set'),
      ...links.map((link) =>
        link === 0
          ? peerAddOne('add0n', 'loop', 'index')
          : peerAddOne(`add${link}n`, `add${link - 1}n`, 'result'),
      ),
      peerSetVariable('set', 'last', `add${length - 1}n`, 'result'),
    ],
  };
}

/** Sets ten variables to each number of a loop, one after the other. */
function fanOut(times: number): Shape {
  const width = 10;
  const branches = Array.from({ length: width }, (_, index) => index);
  return {
    name: 'fan-out by sequential',
    executions: 2 + times * (width + 2),
    result: { variable: `value${width - 1}`, value: times - 1 },
    variables: branches.map((index) => `value${index}`),
    nodes: [
      ...loopOf(times, 'fan'),
      {
        id: 'fan',
        type: 'flow/sequential',
        attributes: { count: width },
        pulses: Object.fromEntries(branches.map((index) => [`pulse${index}`, `set${index}n.in`])),
      },
      ...branches.map((index) => setVariable(`set${index}n`, `value${index}`, 'loop.index')),
    ],
    peerNodes: [
      ...peerLoopOf(times, 'fan'),
      {
        id: 'fan',
        type: 'flow/sequence',
        configuration: { numOutputs: width },
        flows: Object.fromEntries(branches.map((index) => [`${index + 1}`, flow(`set${index}n`)])),
      },
      ...branches.map((index) => peerSetVariable(`set${index}n`, `value${index}`, 'loop', 'index')),
    ],
  };
}

/** Triggers an event that a thousand listeners hear, each of which adds 1 to a variable. */
function manyListeners(times: number): Shape {
  const listeners = Array.from({ length: 1000 }, (_, index) => index);
  return {
    name: 'event with 1,000 listeners',
    executions: 2 + times * (2 + listeners.length * 4),
    result: { variable: 'count', value: times * listeners.length },
    variables: ['count'],
    nodes: [
      ...loopOf(times, 'trigger'),
      { id: 'trigger', type: 'event/trigger', attributes: { event: 'ping' } },
      getVariable('get', 'count'),
      addOne('add', 'get.value'),
      ...listeners.flatMap((index): BenchNode[] => [
        {
          id: `on${index}n`,
          type: 'event/listener',
          attributes: { event: 'ping' },
          pulses: { out: `set${index}n.in` },
        },
        setVariable(`set${index}n`, 'count', 'add.output'),
      ]),
    ],
    peerNodes: [
      ...peerLoopOf(times, 'trigger'),
      { id: 'trigger', type: 'customEvent/trigger', configuration: { customEventId: 'ping' } },
      peerGetVariable('get', 'count'),
      peerAddOne('add', 'get', 'value'),
      ...listeners.flatMap((index): PeerNode[] => [
        {
          id: `on${index}n`,
          type: 'customEvent/onTriggered',
          configuration: { customEventId: 'ping' },
          flows: { flow: flow(`set${index}n`) },
        },
        peerSetVariable(`set${index}n`, 'count', 'add', 'result'),
      ]),
    ],
    peerEvents: ['ping'],
  };
}

/** The four shapes that are measured. */
export const shapes: readonly Shape[] = [
  countingLoop(200_000),
  mathChain(40_000),
  fanOut(80_000),
  manyListeners(20),
];
