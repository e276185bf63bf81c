import * as z from 'zod';
import type { Shape } from './shape.ts';
import { shorten } from './shorten.ts';
import { didYouMean, suggest } from './suggest.ts';

type Leaf = Extract<Shape, { kind: 'leaf' }>;

/** A finding in the making. */
export interface Mismatch {
  readonly message: string;
  readonly suggestions: readonly string[];
}

const longestQuote = 40;

/** A text of the file for a message, in quotes and cut short. Never for what came from the environment. */
export function quote(text: string): string {
  return JSON.stringify(shorten(text, longestQuote));
}

/**
 * Says of a single value what it must be and what it is instead. A text is quoted only where a word or a number should
 * stand, because elsewhere it could be a secret; what came from the environment never is.
 *
 * @param label - how the message names the value: `"port"`
 * @param filledFrom - the variables it was filled from
 */
export function leafMismatch(
  shape: Leaf,
  label: string,
  value: unknown,
  filledFrom: readonly string[],
): Mismatch {
  const expected = expectation(shape, value);
  if (filledFrom.length > 0) {
    return {
      message: sentence(shape, `${label} must be ${expected}, not what ${placeholderList(filledFrom)} gives`),
      suggestions: [],
    };
  }
  const suggestions = suggestionsFor(shape, value);
  const isMalformed = shape.type === 'string' && typeof value === 'string';
  const instead = isMalformed ? '' : `, not ${kindOf(value, shape.type)}`;
  // "3000" in quotes would show the very mistake.
  const remedy =
    shape.type === 'number' || shape.type === 'boolean'
      ? suggestions.map((plain) => ` Write ${plain}, without quotes.`).join('')
      : didYouMean(suggestions);
  return { message: sentence(shape, `${label} must be ${expected}${instead}`, value) + remedy, suggestions };
}

/** Says that an object, an array or one of several forms was expected. */
export function kindMismatch(shape: Shape, label: string, value: unknown, expected: string): Mismatch {
  const message = sentence(shape, `${label} must be ${expected}, not ${kindOf(value, undefined)}`, value);
  return { message, suggestions: shape.notes.suggest?.(value) ?? [] };
}

/** Says that a name is unknown to an object, where it may be found instead, or which are known. */
export function unknownName(name: string, shape: Extract<Shape, { kind: 'object' }>): Mismatch {
  const foreign = shape.notes.foreignNames?.get(name);
  if (foreign !== undefined)
    return { message: `Nothing is named ${quote(name)} here: ${foreign}`, suggestions: [] };
  const known = [...shape.fields.keys()];
  const suggestions = suggest(name, known);
  const more =
    suggestions.length > 0
      ? didYouMean(suggestions)
      : known.length <= 12
        ? ` There can be ${known.map((each) => JSON.stringify(each)).join(', ')}.`
        : '';
  return { message: `Nothing is named ${quote(name)} here.${more}`, suggestions };
}

/** `${A} and ${B}`: the placeholders in place of their values. */
export function placeholderList(names: readonly string[]): string {
  return names.map((name) => `\${${name}}`).join(' and ');
}

function expectation(shape: Leaf, value: unknown): string {
  const { schema } = shape;
  const issue = schema.safeParse(value).error?.issues[0];
  // The patterns of the schema bear their own words.
  if (issue?.code === 'invalid_format') return issue.message;
  const facts = factsOf(schema);
  switch (shape.type) {
    case 'boolean':
      return 'true or false';
    case 'enum':
      return `one of ${(facts.enum ?? []).map((each) => JSON.stringify(each)).join(', ')}`;
    case 'string':
      return value === '' ? 'a text that is not empty' : 'a text';
    default: {
      const whole = facts.type === 'integer' ? 'a whole number' : 'a number';
      const unit = facts.description?.includes('in ms') === true ? ' of milliseconds' : '';
      return `${whole}${unit}${range(facts)}`;
    }
  }
}

const knownFacts = new WeakMap<z.ZodType, z.core.JSONSchema.BaseSchema>();

/** What a leaf takes, as JSON Schema tells it. */
function factsOf(schema: z.ZodType): z.core.JSONSchema.BaseSchema {
  const facts = knownFacts.get(schema) ?? z.toJSONSchema(schema, { io: 'input' });
  knownFacts.set(schema, facts);
  return facts;
}

function range({ minimum, maximum, exclusiveMinimum }: z.core.JSONSchema.BaseSchema): string {
  // zod's whole numbers are bounded by what is exact in a double: of no interest to people.
  const least = minimum === undefined || minimum <= Number.MIN_SAFE_INTEGER ? undefined : minimum;
  const most = maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? undefined : maximum;
  if (exclusiveMinimum !== undefined) return ` above ${exclusiveMinimum}`;
  if (least !== undefined && most !== undefined) return ` from ${least} to ${most}`;
  if (least !== undefined) return ` of at least ${least}`;
  return most === undefined ? '' : ` of at most ${most}`;
}

function kindOf(value: unknown, wanted: Leaf['type'] | undefined): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'boolean') return String(value);
  // Where a text is wanted, a text or number that does not fit may be a secret.
  const quotable = wanted !== undefined && wanted !== 'string';
  if (typeof value === 'number') return quotable ? String(value) : 'a number';
  if (typeof value !== 'string') return 'nothing';
  if (value.trim() === '') return value === '' ? 'an empty text' : 'a blank text';
  return quotable ? `the text ${quote(value)}` : 'a text';
}

function suggestionsFor(shape: Leaf, value: unknown): readonly string[] {
  if (shape.notes.suggest !== undefined) return shape.notes.suggest(value);
  if (typeof value !== 'string' || value.length > longestQuote) return [];
  if (shape.type === 'enum' && shape.schema instanceof z.ZodEnum) {
    return suggest(value, shape.schema.options.map(String));
  }
  const plain = value.trim();
  const fits = (candidate: unknown): boolean => shape.schema.safeParse(candidate).success;
  if (shape.type === 'number' && plain !== '' && fits(Number(plain))) return [plain];
  if (shape.type === 'boolean' && (plain === 'true' || plain === 'false')) return [plain];
  return [];
}

/** Ends a sentence and adds the advice there is. */
function sentence(shape: Shape, words: string, value?: unknown): string {
  const advice = shape.notes.advice === undefined ? '' : ` ${shape.notes.advice}`;
  return `${words}.${advice}${value === null ? ' Where there is nothing to say, leave it out.' : ''}`;
}
