// Statecharts that are published as examples elsewhere, written down anew as XState 5 configs: what people draw with.

/** Named after where they come from. */
export const publishedMachines: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  // W3C, State Chart XML, the example of a microwave oven with a parallel state.
  microwave: {
    id: 'microwave',
    type: 'parallel',
    states: {
      engine: {
        initial: 'off',
        states: {
          off: { on: { 'turn.on': 'on' } },
          on: {
            initial: 'idle',
            on: { 'turn.off': 'off' },
            always: { guard: 'isTimeOver', target: 'off' },
            states: {
              idle: { always: { guard: 'isDoorClosed', target: 'cooking' } },
              cooking: {
                on: { 'door.open': 'idle', time: { actions: 'countSecond' } },
              },
            },
          },
        },
      },
      door: {
        initial: 'closed',
        states: { closed: { on: { 'door.open': 'open' } }, open: { on: { 'door.close': 'closed' } } },
      },
    },
  },

  // D. Harel, Statecharts: a visual formalism for complex systems (1987): the wrist-watch, its displays and its alarm.
  watch: {
    id: 'watch',
    type: 'parallel',
    states: {
      main: {
        initial: 'displays',
        states: {
          displays: {
            initial: 'regular',
            on: { 'alarm.beeps': 'beeping' },
            states: {
              regular: {
                initial: 'time',
                states: {
                  time: { on: { d: 'date', a: '#watch.main.displays.out' } },
                  date: { on: { d: 'time' }, after: { 120000: 'time' } },
                  update: {
                    initial: 'seconds',
                    on: { b: 'time' },
                    states: {
                      seconds: { on: { c: 'minutes' } },
                      minutes: { on: { c: 'hours' } },
                      hours: { on: { c: '#watch.main.displays.regular.time' } },
                    },
                  },
                },
                on: { 'c.held': '.update' },
              },
              out: {
                initial: 'alarm',
                states: {
                  alarm: { on: { a: 'chime', d: { actions: 'toggleAlarm' } } },
                  chime: { on: { a: 'stopwatch', d: { actions: 'toggleChime' } } },
                  stopwatch: {
                    initial: 'zero',
                    on: { a: '#watch.main.displays.regular' },
                    states: {
                      zero: { on: { b: 'running' } },
                      running: { on: { b: 'stopped' } },
                      stopped: { on: { b: 'running', d: 'zero' } },
                    },
                  },
                },
                after: { 120000: 'regular' },
              },
              last: { type: 'history', history: 'deep' },
            },
          },
          beeping: { on: { any: 'displays.last' }, after: { 30000: 'displays.last' } },
        },
      },
      light: { initial: 'off', states: { off: { on: { 'b.down': 'on' } }, on: { on: { 'b.up': 'off' } } } },
      power: {
        initial: 'ok',
        states: {
          ok: { on: { 'battery.weakens': 'blinking' } },
          blinking: { on: { 'battery.dies': 'dead' } },
          dead: { type: 'final' },
        },
      },
    },
  },

  // Boost.Statechart's tutorial: a camera that goes back to what it was set to.
  camera: {
    id: 'camera',
    initial: 'notShooting',
    states: {
      notShooting: {
        initial: 'idle',
        on: { shutterHalf: 'shooting' },
        states: {
          idle: { on: { config: 'configuring' } },
          configuring: { on: { config: 'idle' } },
          where: { type: 'history', target: 'idle' },
        },
      },
      shooting: {
        initial: 'focusing',
        on: { shutterReleased: 'notShooting.where' },
        states: {
          focusing: { on: { inFocus: { target: 'focused', guard: 'isInFocus', actions: 'displayFocused' } } },
          focused: {
            on: {
              shutterFull: [
                { guard: 'isMemoryAvailable', target: 'storing' },
                { actions: 'displayMemoryFull' },
              ],
            },
          },
          storing: { entry: 'store', invoke: { src: 'writer', onDone: { target: '#camera.notShooting' } } },
        },
      },
    },
  },

  // M. Samek, Practical Statecharts in C/C++: the calculator, nested four deep.
  calculator: {
    id: 'calculator',
    initial: 'on',
    states: {
      on: {
        initial: 'ready',
        on: { C: { target: 'on', reenter: true }, OFF: 'off', OPERATION_FAILED: '.error' },
        states: {
          ready: {
            initial: 'begin',
            on: {
              '0': 'operand1.zero',
              '1_9': 'operand1.integer',
              POINT: 'operand1.fraction',
              OPERATOR: 'operator',
            },
            states: { begin: { on: { MINUS: '#calculator.on.negated' } }, result: {} },
          },
          negated: { on: { '0': 'operand1.zero', '1_9': 'operand1.integer', CE: 'ready.begin' } },
          operand1: {
            initial: 'zero',
            on: { CE: 'ready.begin', OPERATOR: { target: 'operator', actions: ['remember', 'negate'] } },
            states: {
              zero: { on: { '1_9': 'integer', POINT: 'fraction' } },
              integer: { on: { POINT: 'fraction', '1_9': { actions: 'append' } } },
              fraction: { on: { '1_9': { actions: 'append' } } },
            },
          },
          operator: { on: { '1_9': 'operand2.integer', POINT: 'operand2.fraction' } },
          operand2: {
            initial: 'integer',
            on: {
              CE: 'operator',
              EQUALS: [
                { guard: 'isComputable', target: 'ready.result', actions: 'compute' },
                { target: 'error' },
              ],
            },
            states: { integer: { on: { POINT: 'fraction' } }, fraction: {} },
          },
          error: {},
        },
      },
      off: { type: 'final' },
    },
  },

  // XState's own documentation: a traffic light with its pedestrian signal.
  trafficLight: {
    id: 'light',
    initial: 'green',
    states: {
      green: { after: { 3000: 'yellow' } },
      yellow: { after: { 1000: { target: 'red' } } },
      red: {
        initial: 'walk',
        onDone: 'green',
        states: {
          walk: { on: { COUNTDOWN: 'wait' } },
          wait: { on: { COUNTDOWN: [{ guard: 'isOver', target: 'stop', actions: 'beep' }] } },
          stop: { type: 'final' },
        },
      },
    },
    on: { POWER_OUTAGE: '.red', POWER_RESTORED: { target: '.red', reenter: true } },
  },

  // 7GUIs: the flight booker, with invoked work that may fail.
  flightBooker: {
    id: 'flightBooker',
    initial: 'scheduling',
    entry: 'readToday',
    states: {
      scheduling: {
        initial: 'oneWay',
        on: { BOOK: { guard: 'isValid', target: 'booking' } },
        states: {
          oneWay: { on: { RETURN: 'return', 'date.*': { actions: 'setDeparture' } } },
          return: { on: { ONE_WAY: 'oneWay', '*': { actions: 'setReturn' } } },
        },
      },
      booking: {
        invoke: [
          {
            id: 'book',
            src: 'bookFlight',
            onDone: 'booked',
            onError: { target: 'failed', actions: 'noteError' },
          },
          { src: 'watchSeats' },
        ],
        after: { deadline: 'failed' },
      },
      failed: { on: { RETRY: 'booking' }, tags: ['error'] },
      booked: { type: 'final', output: 'booking' },
    },
  },
};
