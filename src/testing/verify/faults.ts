import type { Fault } from '../Fault.ts';

/** What can go wrong with a network, by the name that `--faults` takes. */
export type FaultName =
  | 'drop'
  | 'end'
  | 'refuse'
  | 'reset'
  | 'blackhole'
  | 'halfopen'
  | 'cut'
  | 'late'
  | 'slow'
  | 'offline';

interface FaultFacts {
  /** What happens, as a story tells it. */
  readonly text: string;
  /** What it comes to, as a table tells it. */
  readonly title: string;
  /** What the proxy does until it is healed; none for what happens at once and is over. */
  readonly lasting?: Fault;
  /** Whether a connection can be made in spite of it. */
  readonly isPassable: boolean;
}

/** Every fault there is. */
export const faults: Readonly<Record<FaultName, FaultFacts>> = {
  drop: {
    text: 'the network resets every connection',
    title: 'connections that are reset',
    isPassable: true,
  },
  end: {
    text: 'the network ends every connection in order',
    title: 'connections that are ended',
    isPassable: true,
  },
  offline: {
    text: 'this machine says that it is offline',
    title: 'a machine that goes offline',
    isPassable: true,
  },
  refuse: {
    text: 'the network refuses new connections',
    title: 'a port that is closed for a while',
    lasting: { type: 'refuse' },
    isPassable: false,
  },
  reset: {
    text: 'the network accepts new connections and resets them',
    title: 'connections that are accepted and reset',
    lasting: { type: 'refuse', how: 'reset' },
    isPassable: false,
  },
  blackhole: {
    text: 'nothing passes any more, and nobody is told',
    title: 'a black hole',
    lasting: { type: 'blackHole' },
    isPassable: false,
  },
  halfopen: {
    text: 'nothing comes from the server any more',
    title: 'a network that is open one way only',
    lasting: { type: 'halfOpen', holds: 'down' },
    isPassable: false,
  },
  cut: {
    text: 'connections are cut within the handshake',
    title: 'handshakes that are cut',
    lasting: { type: 'cut', afterBytes: 60 },
    isPassable: false,
  },
  late: {
    text: 'everything is 40 to 120 ms late',
    title: 'a network that is late',
    lasting: { type: 'delay', ms: 40, jitter: 80 },
    isPassable: true,
  },
  slow: {
    text: 'no more than 8 kB a second pass',
    title: 'a network that is slow',
    lasting: { type: 'throttle', bytesPerSecond: 8000 },
    isPassable: true,
  },
};

/** In the order in which they are tried. */
export const faultNames: readonly FaultName[] = [
  'drop',
  'end',
  'offline',
  'refuse',
  'reset',
  'blackhole',
  'halfopen',
  'cut',
  'late',
  'slow',
];
