import { defineNode } from '../defineNode.ts';
import type { ProjectServices } from '../ProjectServices.ts';

const eventName = { type: 'String', required: true, help: 'The name of the event.' } as const;

export const onInitialize = defineNode({
  kind: 'event',
  type: 'event/onInitialize',
  label: 'On Initialize',
  help: 'Happens once, when its graph starts: with the project, or each time its scene is activated.',
  listen(node) {
    node.begin({});
    return () => {};
  },
});

export const trigger = defineNode({
  kind: 'action',
  type: 'event/trigger',
  label: 'Event Trigger',
  help: 'Triggers an event of your own: its listeners in all active graphs run after the branch that triggers it.',
  attributes: { event: eventName },
  inputs: {
    parameter: {
      type: 'Any',
      help: 'What the listeners get, by number.',
      optional: true,
      numbered: { usual: 1 },
    },
  },
  pulses: { out: {} },
  state: signalOf,
  run({ inputs, state, project }) {
    const { parameter } = inputs;
    const parameters: unknown[] = [];
    for (let index = 0; index < parameter.length; index += 1) parameters.push(parameter.at(index));
    project.dispatch(() => state.emit(parameters));
  },
});

export const listener = defineNode({
  kind: 'event',
  type: 'event/listener',
  label: 'Event Listener',
  help: 'Happens each time an event of your own is triggered.',
  attributes: { event: eventName },
  outputs: {
    parameter: { type: 'Any', help: 'What the trigger gave, by number.', numbered: { usual: 1 } },
  },
  state: signalOf,
  listen: (node) => node.state.listen((parameter) => node.begin({ parameter })),
});

function signalOf({
  attributes,
  project,
}: {
  readonly attributes: { readonly event: string };
  readonly project: ProjectServices;
}): ReturnType<ProjectServices['event']> {
  return project.event(attributes.event);
}
