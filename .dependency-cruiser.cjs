/**
 * Who may import whom. The table below is the rule; what follows turns it into dependency-cruiser's words. Type-only imports
 * count like others: a type ties two rooms together too. Every rule has fixtures that must fail (scripts/fences.mjs).
 */

/** Room -> rooms it may import. `types:` allows `import type` alone. Whatever is not named is forbidden. */
const MAY_IMPORT = {
  'state-machine': [],
  'bridge-contracts': ['state-machine'],
  sequencer: ['state-machine', 'types:bridge-contracts'],
  prover: ['state-machine', 'types:bridge-contracts'],
  client: ['state-machine', 'bridge-contracts'],
  node: ['state-machine', 'bridge-contracts', 'sequencer', 'prover', 'client'],
  dashboard: ['client'],
  test: ['state-machine', 'bridge-contracts', 'sequencer', 'prover', 'node', 'client', 'dashboard'],
}

/** Rooms that may use these libraries of npm and no other (tests excepted). Rooms not named choose for themselves. */
const LIBRARIES = {
  'state-machine': ['@noble/[^/]+'],
  'bridge-contracts/client': ['viem', 'abitype'],
  sequencer: [],
  prover: [],
  client: ['viem', 'abitype'],
}

/** Rooms that run in a browser or inside a proof: nothing of Node at all. */
const WITHOUT_NODE = ['state-machine', 'bridge-contracts/client', 'client', 'dashboard']
/** The part of such a room that is for Node alone, behind a front door of its own. */
const FOR_NODE = ['^client/node/', '^dashboard/[^/]+[.]mjs$']
/** Rooms that may use Node, but reach the world through their ports only. */
const WITHOUT_WORLD = ['sequencer', 'prover']
const WORLD = 'fs|net|http|https|http2|tls|dgram|dns|child_process|cluster|inspector|repl'

const ROOMS = Object.keys(MAY_IMPORT)
const ANY_ROOM = `^(${ROOMS.join('|')})/`
const FRONT_DOORS = [`^(${ROOMS.join('|')})/index[.]ts$`, '^bridge-contracts/client/index[.]ts$', '^client/(words|node)/index[.]ts$']
/** Unit tests, and the helpers that several of them share. */
const TESTS = '([.]test[.]ts|/testing/.+[.]ts|^bridge-contracts/test/.+[.]ts)$'
/** The one file of test/ that tests in other rooms may import: how long to fuzz, and to wait. */
const BUDGET = '^test/budget[.]ts$'
/** tsx runs every room, so the root declares it for all. */
const RUNNER = '^node_modules/tsx/'
const ADAPTERS = 'l1|storage|p2p|rpc|telemetry'

/** @param {string} name @param {string} comment @param {object} from @param {object} to */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

/** @param {string} room @param {readonly string[]} allowed */
function directionRules(room, allowed) {
  const typesOnly = allowed.filter((entry) => entry.startsWith('types:')).map((entry) => entry.slice('types:'.length))
  const forbidden = ROOMS.filter((other) => other !== room && other !== 'test' && !allowed.includes(other) && !typesOnly.includes(other))
  const rules = typesOnly.map((other) =>
    forbid(`${room}-takes-types-of-${other}`, `${room} may use types of ${other}, no values.`, { path: `^${room}/` }, { path: `^${other}/`, dependencyTypesNot: ['type-only'] }),
  )
  if (forbidden.length === 0) return rules
  const comment = `${room} may import ${allowed.join(', ') || 'no other room'}.`
  return [...rules, forbid(`${room}-direction`, comment, { path: `^${room}/` }, { path: `^(${forbidden.join('|')})/` })]
}

/** @param {string} room @param {readonly string[]} names */
function libraryRule(room, names) {
  const allowed = names.length === 0 ? [] : [`node_modules/(${names.join('|')})/`]
  const comment = `${room} may use ${names.join(', ') || 'no library'}.`
  return forbid(`${room}-libraries`, comment, { path: `^${room}/`, pathNot: [TESTS] }, { path: 'node_modules/', pathNot: allowed })
}

module.exports = {
  forbidden: [
    ...Object.entries(MAY_IMPORT).flatMap(([room, allowed]) => directionRules(room, allowed)),
    ...Object.entries(LIBRARIES).map(([room, names]) => libraryRule(room, names)),
    ...WITHOUT_NODE.map((room) =>
      forbid(`${room}-without-node`, `${room} also runs where there is no Node.`, { path: `^${room}/`, pathNot: [TESTS, ...FOR_NODE] }, { dependencyTypes: ['core'] }),
    ),
    ...WITHOUT_WORLD.map((room) =>
      forbid(`${room}-without-world`, `${room} reaches files and sockets through ports.ts only.`, { path: `^${room}/`, pathNot: [TESTS] }, { dependencyTypes: ['core'], path: `^(node:)?(${WORLD})(/|$)` }),
    ),
    forbid('nobody-imports-test', 'test/ is where rooms meet; nothing may rest on it.', { path: ANY_ROOM, pathNot: ['^test/', TESTS] }, { path: '^test/' }),
    forbid('unit-tests-import-budget-only', 'A unit test needs its room and test/budget.ts; what needs more belongs into test/.', { path: TESTS, pathNot: ['^test/'] }, { path: '^test/', pathNot: [BUDGET] }),
    forbid('product-without-tests', 'The product must not rest on what only tests need.', { pathNot: [TESTS, '^test/'] }, { path: TESTS }),
    forbid('front-doors', 'Across rooms only through the front door (index.ts).', { path: ANY_ROOM }, { path: ANY_ROOM, pathNot: ['^$1/', ...FRONT_DOORS, BUDGET] }),
    forbid('rooms-by-name', 'Across rooms by package name, never by a relative path.', { path: ANY_ROOM }, { path: ANY_ROOM, pathNot: ['^$1/', BUDGET], dependencyTypes: ['local'] }),
    forbid('contracts-client-alone', 'bridge-contracts/client runs in a browser; compiling and deploying does not.', { path: '^bridge-contracts/client/', pathNot: [TESTS] }, { path: '^bridge-contracts/(?!client/)' }),
    forbid('client-without-node-part', 'What runs in a browser must not reach for the part that is for Node.', { path: '^client/(?!node/)', pathNot: [TESTS] }, { path: '^client/node/' }),
    forbid('words-without-viem', 'client/words is loaded by whoever only tells errors: no viem, no contracts.', { path: '^client/words/', pathNot: [TESTS] }, { path: '^(bridge-contracts/|client/(?!words/)|node_modules/viem/)', dependencyTypesNot: ['type-only'] }),
    forbid('adapters-apart', 'Adapters of node/ do not know each other: compose.ts joins them.', { path: `^node/(${ADAPTERS})/`, pathNot: [TESTS] }, { path: `^node/(${ADAPTERS})/`, pathNot: ['^node/$1/'] }),
    forbid('nobody-imports-compose', 'compose.ts joins the parts; only commands and the front door start from it.', { path: `^node/(${ADAPTERS})/` }, { path: '^node/(compose|index)[.]ts$' }),
    forbid('no-cycles', 'No cycles, of types neither: what a cycle ties together can only be read, tested and moved as one.', {}, { circular: true }),
    forbid('resolvable', 'An import that cannot be resolved escapes every other rule.', {}, { couldNotResolve: true }),
    forbid('declared', 'Every library stands in its room’s package.json.', { path: ANY_ROOM, pathNot: [TESTS, '^test/'] }, { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], pathNot: [RUNNER] }),
    forbid('no-dev-libraries', 'What the product imports must be there after npm ci --omit=dev.', { path: ANY_ROOM, pathNot: [TESTS, '^test/', '^bridge-contracts/(bin|deploy|test)/'] }, { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm'] }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(test/fences/fixtures|bridge-contracts/(artifacts|cache|out)|dashboard/(dist|[.]dist-[0-9]+))/' },
    tsPreCompilationDeps: true,
    // With true, imports by name would count as local because the root names the workspaces, and rooms-by-name would bite them.
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types', 'style'],
      extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js', '.json', '.d.ts'],
    },
  },
}
