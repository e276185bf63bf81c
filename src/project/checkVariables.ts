import type * as z from 'zod';
import { childPointer } from './pointer.ts';
import type { projectSchema, VariableSettings } from './projectSchema.ts';
import type { Found } from './readBySchema.ts';
import type { Report } from './Report.ts';
import { checkUniqueNames } from './uniqueNames.ts';
import { defaultValue, isOfType, meaningOf, valueFromFile } from './valueTypes.ts';

type FoundVariable = NonNullable<NonNullable<Found<z.output<typeof projectSchema>>['variables']>[number]>;

/** Checks that names are unique and initial values fit their types; fills in the values that the file leaves out. */
export function checkVariables(
  found: readonly (FoundVariable | undefined)[],
  context: { readonly report: Report; readonly document: unknown },
): VariableSettings[] {
  const pointer = '/variables';
  const variables = found.map((variable, index) =>
    checkVariable(variable ?? {}, childPointer(pointer, index), context.report),
  );
  const names = variables.map(({ name }) => name);
  checkUniqueNames(names, { pointer, what: 'variable', code: 'duplicate-id' }, context);
  return variables;
}

function checkVariable(found: FoundVariable, pointer: string, report: Report): VariableSettings {
  // A type that was not one has been reported; its value can be anything.
  const { name = '', type = 'Any' } = found;
  if (!Object.hasOwn(found, 'initialValue')) return { name, type, initialValue: defaultValue(type) };
  const { initialValue } = found;
  if (isOfType(type, initialValue)) return { name, type, initialValue: valueFromFile(type, initialValue) };
  const message = `"initialValue" must be ${meaningOf(type)}, because the variable’s type is ${type}.`;
  report.add('invalid-shape', childPointer(pointer, 'initialValue'), message);
  return { name, type, initialValue: defaultValue(type) };
}
