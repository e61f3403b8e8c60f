/** @typedef {{ file: string, text: string, rule: string | null }} Case a file, and the rule it must break (null: none) */

// Who may import whom, written a second time and by hand: the lint's own table cannot bear witness for itself.
const ALLOWED = new Set([
  'bridge-contracts > state-machine',
  'sequencer > state-machine',
  'prover > state-machine',
  'client > state-machine',
  'client > bridge-contracts',
  'node > state-machine',
  'node > bridge-contracts',
  'node > sequencer',
  'node > prover',
  'node > client',
  'dashboard > client',
  'test > state-machine',
  'test > bridge-contracts',
  'test > sequencer',
  'test > prover',
  'test > node',
  'test > client',
  'test > dashboard',
])
const TYPES_ONLY = new Set(['sequencer > bridge-contracts', 'prover > bridge-contracts'])

export const ROOMS = ['state-machine', 'bridge-contracts', 'sequencer', 'prover', 'client', 'node', 'dashboard', 'test']
export const LIBRARIES_OF_ROOMS = {
  dependencies: { '@noble/hashes': '*', viem: '*', pino: '*' },
  devDependencies: { 'only-for-tests': '*' },
}

/** @param {string} specifier */
const value = (specifier) => `import { value } from '${specifier}'\nexport const taken = value\n`
/** @param {string} specifier */
const type = (specifier) => `import type { Value } from '${specifier}'\nexport type Taken = Value\n`
/** @param {string} file @param {string} text @param {string | null} rule @returns {Case} */
const one = (file, text, rule) => ({ file, text, rule })

/** @param {string} from @param {string} to @returns {Case[]} */
function pair(from, to) {
  const folder = from === 'bridge-contracts' ? 'bridge-contracts/client' : from
  const forbidden = to === 'test' ? 'nobody-imports-test' : `${from}-direction`
  const direction = `${from} > ${to}`
  const typesOnly = TYPES_ONLY.has(direction)
  const values = typesOnly ? `${from}-takes-types-of-${to}` : forbidden
  return [
    one(`${folder}/value-of-${to}.ts`, value(`@distribute/${to}`), ALLOWED.has(direction) ? null : values),
    one(`${folder}/type-of-${to}.ts`, type(`@distribute/${to}`), ALLOWED.has(direction) || typesOnly ? null : forbidden),
  ]
}

const DIRECTIONS = ROOMS.flatMap((from) => ROOMS.filter((to) => to !== from).flatMap((to) => pair(from, to)))

const DOORS = [
  one('state-machine/rules/token.ts', 'export const value = 1\n', null),
  one('node/past-the-door.ts', value('../state-machine/rules/token.ts'), 'front-doors'),
  one('test/past-the-door.ts', value('../state-machine/rules/token.ts'), 'front-doors'),
  one('node/by-path.ts', value('../state-machine/index.ts'), 'rooms-by-name'),
  one('node/by-path-types.ts', type('../state-machine/index.ts'), 'rooms-by-name'),
  one('bridge-contracts/deploy/compile.ts', value('node:fs'), null),
  one('bridge-contracts/client/compiles.ts', value('../deploy/compile.ts'), 'contracts-client-alone'),
]

const LIBRARIES = [
  one('state-machine/hashes-too.ts', value('@noble/hashes'), null),
  one('state-machine/talks.ts', value('viem'), 'state-machine-libraries'),
  one('bridge-contracts/client/talks.ts', value('viem'), null),
  one('bridge-contracts/client/logs.ts', value('pino'), 'bridge-contracts/client-libraries'),
  one('sequencer/talks.ts', value('viem'), 'sequencer-libraries'),
  one('sequencer/talks-in-types.ts', type('viem'), 'sequencer-libraries'),
  one('prover/logs.ts', value('pino'), 'prover-libraries'),
  one('client/talks.ts', value('viem'), null),
  one('client/logs.ts', value('pino'), 'client-libraries'),
  one('node/logs.ts', value('pino'), null),
  one('node/bin/distribute.mjs', value('tsx'), null),
  one('node/undeclared.ts', value('undeclared'), 'declared'),
  one('node/only-for-tests.ts', value('only-for-tests'), 'no-dev-libraries'),
  one('node/only-for.test.ts', value('only-for-tests'), null),
  one('node/lost.ts', value('./nowhere.ts'), 'resolvable'),
]

const WORLD = [
  ...['state-machine', 'bridge-contracts/client', 'client', 'dashboard'].map((room) =>
    one(`${room}/signs.ts`, value('node:crypto'), `${room}-without-node`),
  ),
  one('client/node/reads.ts', value('node:fs/promises'), null),
  one('dashboard/build.mjs', value('node:fs/promises'), null),
  one('dashboard/screens/reads.tsx', value('node:fs/promises'), 'dashboard-without-node'),
  one('dashboard/screens/rules.tsx', value('@distribute/state-machine'), 'dashboard-direction'),
  one('client/node/index.ts', 'export const value = 1\n', null),
  one('client/asks-node.ts', value('./node/index.ts'), 'client-without-node-part'),
  one('client/words/talks.ts', value('viem'), 'words-without-viem'),
  one('client/words/talks-in-types.ts', type('viem'), null),
  ...['sequencer', 'prover'].flatMap((room) => [
    one(`${room}/reads.ts`, value('node:fs/promises'), `${room}-without-world`),
    one(`${room}/listens.ts`, value('http'), `${room}-without-world`),
    one(`${room}/listens-in-types.ts`, type('node:net'), `${room}-without-world`),
    one(`${room}/emits.ts`, value('node:events'), null),
  ]),
  one('state-machine/reads.test.ts', value('node:fs'), null),
  one('node/reads.ts', value('node:fs'), null),
]

const TEST_ROOM = [
  one('test/budget.ts', 'export const value = 1\n', null),
  one('test/support.ts', 'export const value = 1\n', null),
  one('state-machine/fuzz.ts', value('../test/budget.ts'), 'nobody-imports-test'),
  one('state-machine/fuzz.test.ts', value('../test/budget.ts'), null),
  one('state-machine/crosses.test.ts', value('../test/support.ts'), 'unit-tests-import-budget-only'),
  one('node/testing/clock.ts', 'export const value = 1\n', null),
  one('node/clock.test.ts', value('./testing/clock.ts'), null),
  one('node/cheats.ts', value('./testing/clock.ts'), 'product-without-tests'),
]

const NODE = [
  one('node/storage/store.ts', 'export const value = 1\n', null),
  one('node/rpc/asks-storage.ts', value('../storage/store.ts'), 'adapters-apart'),
  one('node/rpc/asks-storage-types.ts', type('../storage/store.ts'), 'adapters-apart'),
  one('node/storage/asks-itself.ts', value('./store.ts'), null),
  one('node/compose.ts', value('./storage/store.ts'), null),
  one('node/p2p/asks-compose.ts', value('../compose.ts'), 'nobody-imports-compose'),
]

// A cycle is reported once, at the file of it that comes first.
const CYCLES = [
  one('node/cycle/a.ts', value('./b.ts'), 'no-cycles'),
  one('node/cycle/b.ts', `${value('./c.ts')}export { value }\n`, null),
  one('node/cycle/c.ts', `${value('./a.ts')}export { value }\n`, null),
  one('node/cycle/types-a.ts', `${type('./types-b.ts')}export type Value = 1\n`, 'no-cycles'),
  one('node/cycle/types-b.ts', `${type('./types-a.ts')}export type Value = 1\n`, null),
]

/** @type {readonly Case[]} */
export const CASES = [...DIRECTIONS, ...DOORS, ...LIBRARIES, ...WORLD, ...TEST_ROOM, ...NODE, ...CYCLES]
