import { BASIC_TYPES, DISTRIBUTE_METHODS, type Fields, type MethodShape, OBJECTS, PROJECT_FIELDS, type Shape } from '@distribute/client/words'

function typeWords(shape: Shape): string {
  if (typeof shape === 'string') return shape
  if ('oneOf' in shape) return 'text'
  if ('optional' in shape) return typeWords(shape.optional)
  if ('nullable' in shape) return `${typeWords(shape.nullable)} or null`
  return 'list' in shape ? `list of ${typeWords(shape.list)}` : `page of ${shape.page}`
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')

export function methodSection([name, { words, params, positional, result }]: readonly [string, MethodShape]): string {
  const given = Object.entries(params).map(([field, type]) => [`\`${field}\``, type])
  const what = positional ? 'argument' : 'field'
  const takes = given.length === 0 ? 'Takes nothing.' : table([what, 'type'], given)
  return `### ${name}\n\n${words}\n\n${takes}\n\nAnswers: ${typeWords(result)}.`
}

export function objectSection([name, fields]: readonly [string, Fields]): string {
  const intro = name === 'Project' ? 'All fields of ProjectSummary, and:\n\n' : ''
  const shown = Object.entries(name === 'Project' ? PROJECT_FIELDS : fields).map(([field, [type, words]]) => [`\`${field}\``, typeWords(type), words])
  return `### ${name}\n\n${intro}${table(['field', 'type', 'what'], shown)}`
}

/** docs/distribute-rpc.md, from the tables. */
export const distributeReference = (): string =>
  `# The distribute_ methods

What people look at, as JSON-RPC: typed, paged, of the newest block and the present time, as eth_call on \`latest\`. A method takes one object with the fields below, which may be
left out where they are not required; a field that is not known is refused with -32602. A page is
\`{items, next}\`: \`next\` goes into \`cursor\` for the page behind it, and is null at the end. What arrives while pages are
read stands before the first one and moves nothing.

Which items there are comes from the catalog that the node keeps beside the state; what they are now comes from the state.

## Types

${table(['type', 'what'], Object.entries(BASIC_TYPES))}

## Methods

${Object.entries(DISTRIBUTE_METHODS).map(methodSection).join('\n\n')}

## Objects

${Object.entries(OBJECTS).map(objectSection).join('\n\n')}

### Parameters

One quantity by each parameter's name (PARAMETERS in \`state-machine/params.ts\`).
`
