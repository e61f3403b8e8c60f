import type { AstNode } from './coverage-compile.ts'

export type PlaceKind = 'statement' | 'revert' | 'branch'

/** Something in a source that a run reaches or does not: a range of its bytes. */
export interface Place {
  readonly kind: PlaceKind
  readonly start: number
  readonly end: number
  /** Parts of the range that are places of their own: what runs there does not count here. */
  readonly without: readonly Range[]
}

export interface Range {
  readonly start: number
  readonly end: number
}

/** Statements that are one place from end to end. Inline assembly is one: its code has no finer map. */
const WHOLE = new Set(['ExpressionStatement', 'VariableDeclarationStatement', 'Return', 'InlineAssembly', 'EmitStatement', 'Break', 'Continue'])
/** Statements with others inside: what is left without those is their condition. */
const AROUND = new Set(['IfStatement', 'WhileStatement', 'DoWhileStatement', 'ForStatement', 'TryStatement'])
const INNER = ['trueBody', 'falseBody', 'body', 'initializationExpression', 'loopExpression', 'clauses']

/** Every place of a file: its statements and reverts, both sides of each `? :`, and what stands behind each `&&` and `||`. */
export function placesOf(tree: AstNode): readonly Place[] {
  return nodesIn(tree).flatMap((node) => [...statementOf(node), ...branchesOf(node)])
}

function statementOf(node: AstNode): readonly Place[] {
  if (node.nodeType === 'RevertStatement') return [{ kind: 'revert', ...rangeOf(node), without: [] }]
  if (WHOLE.has(node.nodeType)) return isNothing(node) ? [] : [{ kind: 'statement', ...rangeOf(node), without: [] }]
  if (!AROUND.has(node.nodeType)) return []
  return [{ kind: 'statement', ...rangeOf(node), without: INNER.flatMap((field) => childrenIn(node[field])).map(rangeOf) }]
}

/** A declaration without a value makes no code that would be its own. */
const isNothing = (node: AstNode): boolean =>
  node.nodeType === 'VariableDeclarationStatement' && (node['initialValue'] === null || node['initialValue'] === undefined)

function branchesOf(node: AstNode): readonly Place[] {
  const operands = node.nodeType === 'Conditional' ? ['trueExpression', 'falseExpression'] : isShort(node) ? ['rightExpression'] : []
  return operands.flatMap((field) => childrenIn(node[field])).map((operand) => ({ kind: 'branch' as const, ...rangeOf(operand), without: [] }))
}

const isShort = (node: AstNode): boolean => node.nodeType === 'BinaryOperation' && ['&&', '||'].includes(String(node['operator']))

export function isReached({ start, end, without }: Place, reached: readonly Range[]): boolean {
  const within = (inner: Range, outer: Range): boolean => inner.start >= outer.start && inner.end <= outer.end
  return reached.some((range) => within(range, { start, end }) && !without.some((part) => within(range, part)))
}

function nodesIn(node: AstNode): readonly AstNode[] {
  return [node, ...Object.values(node).flatMap(childrenIn).flatMap(nodesIn)]
}

function childrenIn(value: unknown): readonly AstNode[] {
  if (Array.isArray(value)) return value.flatMap(childrenIn)
  return isNode(value) ? [value] : []
}

const isNode = (value: unknown): value is AstNode => typeof value === 'object' && value !== null && 'nodeType' in value && 'src' in value

function rangeOf({ src }: AstNode): Range {
  const [start = 0, length = 0] = src.split(':').map(Number)
  return { start, end: start + length }
}
