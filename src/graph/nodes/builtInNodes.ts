import type { NodeDefinition } from '../NodeDefinition.ts';
import * as array from './array.ts';
import * as compare from './compare.ts';
import * as development from './development.ts';
import * as dictionary from './dictionary.ts';
import * as event from './event.ts';
import * as flow from './flow.ts';
import * as json from './json.ts';
import * as logic from './logic.ts';
import * as math from './math.ts';
import * as scene from './scene.ts';
import * as socketio from './socketio.ts';
import * as string from './string.ts';
import * as timer from './timer.ts';
import * as utility from './utility.ts';
import * as variable from './variable.ts';

/** The toolbox, family by family. */
export const builtInNodes: readonly NodeDefinition[] = [
  socketio.start,
  socketio.stop,
  socketio.send,
  socketio.subscribe,
  socketio.unsubscribe,
  socketio.reply,
  socketio.onStart,
  socketio.onStop,
  socketio.onReceive,
  socketio.onError,
  socketio.onSubscribe,
  socketio.onUnsubscribe,
  socketio.onStateChange,
  socketio.state,
  event.onInitialize,
  event.trigger,
  event.listener,
  flow.branch,
  flow.switchNode,
  flow.sequential,
  flow.selectData,
  flow.toggle,
  flow.forLoop,
  flow.forEachLoop,
  logic.and,
  logic.or,
  logic.negate,
  compare.isEqual,
  compare.isGreater,
  compare.isLess,
  math.add,
  math.subtract,
  math.multiply,
  math.divide,
  math.modulo,
  math.increment,
  math.round,
  math.random,
  string.concat,
  string.format,
  string.compare,
  string.contains,
  string.length,
  string.split,
  string.join,
  string.substring,
  json.parse,
  json.stringify,
  dictionary.get,
  dictionary.set,
  dictionary.erase,
  dictionary.keys,
  dictionary.values,
  dictionary.merge,
  dictionary.size,
  array.get,
  array.set,
  array.push,
  array.pop,
  array.insert,
  array.remove,
  array.concat,
  array.length,
  timer.startTimeout,
  timer.cancelTimeout,
  timer.startInterval,
  timer.resetInterval,
  variable.get,
  variable.set,
  variable.onChange,
  variable.onSet,
  scene.activate,
  scene.onActivate,
  scene.onDeactivate,
  utility.conversion,
  utility.isType,
  utility.now,
  utility.getCommandLineOption,
  development.consoleNode,
  development.assert,
  development.exit,
];
