import { faults, type FaultName } from './faults.ts';

interface Hurried {
  /** Whether the next step follows at once, before anything has come of this one. */
  readonly soon?: boolean;
}

/** One thing that is done to a connection or to its network. */
export type VerifyStep = Hurried &
  (
    | { readonly type: 'start' | 'stop' | 'online' | 'heal' }
    | { readonly type: 'fault'; readonly name: FaultName }
    | { readonly type: 'wait'; readonly ms: number }
    | { readonly type: 'join' | 'leave' | 'subscribe' | 'unsubscribe'; readonly namespace: string }
    | { readonly type: 'send' | 'request'; readonly namespace: string; readonly eventName: string }
  );

/** A step in the words of a story. */
export function describeVerifyStep(step: VerifyStep): string {
  switch (step.type) {
    case 'start':
    case 'stop':
      return step.type;
    case 'online':
      return 'this machine says that it is online';
    case 'heal':
      return 'the network is well again';
    case 'fault':
      return faults[step.name].text;
    case 'wait':
      return `${step.ms} ms pass`;
    case 'join':
    case 'leave':
      return `${step.type} ${step.namespace}`;
    case 'subscribe':
    case 'unsubscribe':
      return `${step.type} in ${step.namespace}`;
    case 'send':
      return `send ${step.eventName} to ${step.namespace}`;
    case 'request':
      return `send ${step.eventName} to ${step.namespace} and ask for an acknowledgement`;
  }
}
