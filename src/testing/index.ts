/**
 * What tests of Socket.IO connections need: real servers of three versions, a proxy with real faults, and a simulated
 * world for runs without waiting.
 *
 * @module statewire/testing
 */
export { faultProxy } from './faultProxy.ts';
export { simulatedWorld, type EmittedMessage, type SimulatedWorld } from './simulatedLink.ts';
export { testServer, type TestServer, type TestServerOptions } from './testServer.ts';
