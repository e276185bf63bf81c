import { faultProxy, type FaultProxy } from '../faultProxy.ts';
import { faults, type FaultName } from './faults.ts';

/** Where the TCP connections of a connection go. */
export interface Target {
  readonly host: string;
  readonly port: number;
}

/** The network between a connection and its server, with what is done to it. */
export interface Network {
  readonly proxy: FaultProxy;
  /** What lasts at present. */
  readonly fault: FaultName | undefined;
  /** Counts what was done to it: what began before the last of it is excused. */
  readonly disturbances: number;
  /** Something was done that changes what may be expected, by whomever. */
  disturb(): void;
  inflict(name: FaultName): Promise<void>;
  heal(): Promise<void>;
  /** As it was in the beginning. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** Lays a network to a server. */
export async function layNetwork(target: Target): Promise<Network> {
  const proxy = await faultProxy({ target });
  let fault: FaultName | undefined;
  let disturbances = 0;
  return {
    proxy,
    get fault() {
      return fault;
    },
    get disturbances() {
      return disturbances;
    },
    disturb() {
      disturbances += 1;
    },
    async inflict(name) {
      disturbances += 1;
      const { lasting } = faults[name];
      if (name === 'drop') proxy.dropAll();
      if (name === 'end') proxy.endAll();
      if (lasting === undefined) return;
      fault = name;
      // Connections that are there already must not be left with what lasted before.
      await proxy.setFault({ type: 'pass' });
      await proxy.setFault(lasting);
    },
    async heal() {
      disturbances += 1;
      fault = undefined;
      await proxy.heal();
    },
    async reset() {
      disturbances += 1;
      fault = undefined;
      await proxy.heal();
      proxy.dropAll();
    },
    close: () => proxy.close(),
  };
}
