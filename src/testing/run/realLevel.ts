import type { ErrorCode } from '../../../machines/errorCodes.ts';
import type { ConnectionNotice } from '../../../machines/ConnectionNotice.ts';
import type { ConnectionModelState } from '../model/connectionModel.ts';
import type { Step } from '../model/Step.ts';
import type { WorldState } from '../model/WorldState.ts';
import type { Level } from './Level.ts';
import { differences, type Observation } from './Observation.ts';
import { withoutMessages } from './Trial.ts';
import { realSystem, type RealSystemOptions } from './realSystem.ts';

/** Which real server, and who looks on. */
export type RealLevelOptions = Pick<RealSystemOptions, 'version' | 'inspect'>;

/**
 * Trials on a real server, through a real proxy that holds back what steps let happen. What servers and networks cannot
 * be made to do is left out, what they word in their own way is not compared; and the statechart's time is the test's.
 *
 * @example
 * const level = realLevel({ version: '3.1' });
 * const model = connectionModel(level.adapt({ config: { protocol: 'auto' } }));
 * for (const { steps } of coverModel(model).paths) await runPath(model, steps, level);
 */
export function realLevel({ version = '4.8', inspect }: RealLevelOptions = {}): Level &
  Required<Pick<Level, 'adapt'>> {
  const protocol = version === '2.5' ? 'v2' : 'v4';
  const isProvokable = (state: ConnectionModelState, step: Step): boolean =>
    (version !== '2.5' || isProvokableInV2(state, step)) && isProvokableAtAll(state.world, step);
  return {
    isProvokable,
    differences: looseDifferences,
    describeNotice: describeLoosely,
    adapt: (options) => ({
      ...options,
      config: {
        ...options.config,
        protocol: options.config?.protocol === 'auto' ? 'auto' : protocol,
        // With Socket.IO 2 who joins any namespace joins the default one.
        ...(protocol === 'v2' &&
          options.config?.namespaces && { namespaces: { '/': {}, ...options.config.namespaces } }),
      },
      answers: [protocol, ...provokableFailures],
      filter: (step, state) => isProvokable(state, step) && (options.filter?.(step, state) ?? true),
    }),
    create: ({ config, namespaces, random, credentials }) =>
      realSystem({ config, version, namespaces, random, credentials, ...(inspect && { inspect }) }),
  };
}

const provokableFailures: readonly ErrorCode[] = ['connection-refused', 'handshake-refused'];

/** All but what needs a link that forgets its contract, or another server. */
function isProvokableAtAll({ joins }: WorldState, step: Step): boolean {
  switch (step.type) {
    case 'kick':
      return joins[step.namespace] === 'joined';
    // A server takes the end of a join that it has not answered for a violation of the protocol.
    case 'leave':
      return joins[step.namespace] !== 'asked';
    case 'fail':
      return provokableFailures.includes(step.code);
    case 'drop':
      return step.code === undefined;
    case 'accept':
      return step.recovered !== true;
    case 'probe':
      return step.answer === 'v2' || step.answer === 'v4' || provokableFailures.includes(step.answer);
    default:
      return true;
  }
}

/** A server of Socket.IO 2 answers no other join before that of the default namespace, and with it denies them all. */
function isProvokableInV2({ world: { joins }, system }: ConnectionModelState, step: Step): boolean {
  if (!('namespace' in step)) return true;
  const namespaces = [...system.actors.values()].filter(({ id }) => id.startsWith('namespace:'));
  const main = namespaces.find(({ id }) => id === 'namespace:/');
  if (step.namespace === '/') return step.type !== 'deny' || namespaces.length === 1;
  if (step.type === 'accept' || step.type === 'deny') return joins['/'] === 'joined';
  return main?.snapshot.value !== 'denied';
}

/** What real servers word in their own way, and the model in its: reasons, codes and what they lead to. */
function looseDifferences(expected: Observation, actual: Observation): string[] {
  const loose = { reason: '', error: '', memory: {} };
  return differences({ ...expected, ...loose }, { ...actual, ...loose });
}

/** A notice without what real servers word in their own way. */
function describeLoosely(notice: ConnectionNotice): string | undefined {
  if (withoutMessages(notice) === undefined) return undefined;
  switch (notice.type) {
    case 'connection.namespace':
      return `namespace ${notice.namespace} ${notice.state}`;
    case 'connection.error':
      return `error of ${notice.error.namespace ?? 'the connection'}, retryable=${notice.error.retryable}`;
    case 'connection.started':
      return `started${notice.reconnected ? ' again' : ''}`;
    default:
      return notice.type;
  }
}
