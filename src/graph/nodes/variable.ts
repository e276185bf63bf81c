import { defineNode } from '../defineNode.ts';
import type { ProjectServices, Variable } from '../ProjectServices.ts';
import { equalValues } from '../values/equalValues.ts';

const variable = {
  type: 'String',
  required: true,
  names: 'variable',
  help: 'The name of the variable.',
} as const;

export const get = defineNode({
  kind: 'data',
  type: 'variable/get',
  label: 'Variable Getter',
  help: 'The value of a variable, at the moment it is read.',
  unpulsed: true,
  attributes: { variable },
  outputs: { value: { type: 'Variable', live: true, help: 'The value.', aliases: ['output'] } },
  run() {},
});

export const set = defineNode({
  kind: 'action',
  type: 'variable/set',
  label: 'Variable Setter',
  help: 'Sets a variable.',
  attributes: { variable },
  inputs: { value: { type: 'Variable', required: true, help: 'The value.', aliases: ['input'] } },
  outputs: { value: { type: 'Variable', help: 'The value that it has now.', aliases: ['output'] } },
  state: variableOf,
  run({ inputs, outputs, state, project }) {
    const value = inputs.value.value;
    outputs.value.value = value;
    if (!state.isWatched) {
      state.value = value;
      return;
    }
    const before = state.value;
    state.value = value;
    project.dispatch(() => {
      state.set.emit(value);
      if (state.changed.size > 0 && !equalValues(before, value)) state.changed.emit(value);
    });
  },
});

export const onChange = defineNode({
  kind: 'event',
  type: 'variable/onChange',
  label: 'On Variable Change',
  help: 'Happens each time a variable is set to another value.',
  attributes: { variable },
  outputs: { value: { type: 'Variable', help: 'The value.', aliases: ['output'] } },
  state: variableOf,
  listen: (node) => node.state.changed.listen((value) => node.begin({ value })),
});

export const onSet = defineNode({
  kind: 'event',
  type: 'variable/onSet',
  label: 'On Variable Set',
  help: 'Happens each time a variable is set, also to the value that it had.',
  attributes: { variable },
  outputs: { value: { type: 'Variable', help: 'The value.', aliases: ['output'] } },
  state: variableOf,
  listen: (node) => node.state.set.listen((value) => node.begin({ value })),
});

function variableOf({
  attributes,
  project,
}: {
  readonly attributes: { readonly variable: string };
  readonly project: ProjectServices;
}): Variable {
  return project.variable(attributes.variable);
}
