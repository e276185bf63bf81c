import { defineNode } from '../defineNode.ts';

const scene = {
  type: 'String',
  names: 'scene',
  help: 'The name of the scene; left out: the one whose graph holds the node, or any in the project’s own graph.',
} as const;
const output = { type: 'String', help: 'The name of the scene.', aliases: ['output'] } as const;

export const activate = defineNode({
  kind: 'action',
  type: 'scene/activate',
  label: 'Activate Scene',
  help: 'Ends the active scene and begins another. Nothing, if that is active already.',
  attributes: { scene: { ...scene, required: true, help: 'The name of the scene.' } },
  run({ attributes, project }) {
    project.scenes.activate(attributes.scene);
  },
});

export const onActivate = defineNode({
  kind: 'event',
  type: 'scene/onActivate',
  label: 'On Scene Activate',
  help: 'Happens each time a scene becomes active.',
  attributes: { scene },
  outputs: { scene: output },
  listen: ({ attributes, scene: own, project, begin }) => {
    const wanted = attributes.scene ?? own;
    return project.scenes.activated.listen((name) => {
      if (wanted === undefined || name === wanted) begin({ scene: name });
    });
  },
});

export const onDeactivate = defineNode({
  kind: 'event',
  type: 'scene/onDeactivate',
  label: 'On Scene Deactivate',
  help: 'Happens each time a scene ends. In its own graph this is the last run, which cannot wait for anything.',
  attributes: { scene },
  outputs: { scene: output },
  listen: ({ attributes, scene: own, project, begin }) => {
    const wanted = attributes.scene ?? own;
    return project.scenes.deactivated.listen((name) => {
      if (wanted === undefined || name === wanted) begin({ scene: name });
    });
  },
});
