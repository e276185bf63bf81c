import type { Clock } from '../../machines/Clock.ts';

/** How long a server of Socket.IO 2 is given to answer a CONNECT of ours: without middleware it does not, in ms. */
const grace = 100;
/**
 * How long a server is given that has once taken back its acceptance, in ms: some accept with the handshake, before any
 * middleware has run, and answer for good after it. It may not do so again, and must not be waited for in vain.
 */
const longGrace = 1000;

/** Where the server has the default namespace, whether anybody here wants it or not. */
export type DefaultNamespaceState = 'unknown' | 'claimed' | 'accepted' | 'denied' | 'left';

export interface DefaultNamespaceV2 {
  readonly state: DefaultNamespaceState;
  /** What the server said when it refused. */
  readonly refusal: unknown;
  /** The server's CONNECT. */
  connect(): void;
  /** Something that a server sends to those alone whom it has accepted. */
  confirm(): void;
  /** The server's ERROR. */
  deny(refusal: unknown): void;
  /** A CONNECT of ours has gone out. Servers without middleware do not answer it. */
  ask(): void;
  leave(): void;
  /** A new engine connection begins. */
  reset(): void;
}

/** Follows what a server of Socket.IO 2 does with the default namespace, which it joins unasked. */
export function createDefaultNamespaceV2(
  clock: Clock,
  onSettled: (state: 'accepted' | 'denied') => void,
): DefaultNamespaceV2 {
  let state: DefaultNamespaceState = 'unknown';
  let refusal: unknown;
  /** Whether the server is known to answer a second time, for good. */
  let answersTwice = false;
  let timer: unknown;

  const move = (next: DefaultNamespaceState): void => {
    clock.clearTimeout(timer);
    state = next;
  };
  const accept = (): void => {
    move('accepted');
    onSettled('accepted');
  };
  const claim = (): void => {
    move('claimed');
    const silence = (): void => {
      answersTwice = false;
      accept();
    };
    timer = clock.setTimeout(silence, answersTwice ? longGrace : grace);
  };

  return {
    get state() {
      return state;
    },
    get refusal() {
      return refusal;
    },
    connect() {
      if (state === 'unknown' && answersTwice) claim();
      else if (state === 'unknown') accept();
      else {
        answersTwice = true;
        if (state !== 'accepted') accept();
      }
    },
    confirm() {
      if (state === 'claimed') accept();
    },
    deny(given) {
      if (state !== 'unknown') answersTwice = true;
      refusal = given;
      move('denied');
      onSettled('denied');
    },
    ask: claim,
    leave: () => move('left'),
    reset: () => move('unknown'),
  };
}
