// The lint half of the house. A rule is an error or it is off; each rule that guards a border has a fixture in test/fences.
import { builtinModules } from 'node:module'
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'

const ROOMS = ['state-machine', 'bridge-contracts', 'sequencer', 'prover', 'node', 'client', 'dashboard', 'test']
const SOURCES = ROOMS.map((room) => `${room}/**/*.{ts,tsx,mjs}`)
const TESTS = ['**/*.test.ts', '**/testing/*.ts', 'test/**/*.{ts,mjs}', 'bridge-contracts/test/**/*.ts']
const FRONT_DOORS = ['*/index.ts', 'bridge-contracts/client/index.ts', 'client/words/index.ts', 'client/node/index.ts']

/** @param {string} selector @param {string} message */
const ban = (selector, message) => ({ selector, message })

const ERROR_NAMES = '/^(Error|TypeError|RangeError|AggregateError)$/'
const UNTYPED_ERRORS = ['NewExpression', 'CallExpression'].map((node) =>
  ban(`${node}[callee.name=${ERROR_NAMES}]`, 'Use an error class with a `code`: the shell decides by it to retry, reset or stop.'),
)
// `as` itself cannot be banned: branded values and decoders need it. These two switch the checker off.
const BLIND_CASTS = [
  ban('TSAsExpression > TSAnyKeyword', '`as any` switches the type checker off.'),
  ban('TSAsExpression > TSAsExpression.expression > TSUnknownKeyword', '`as unknown as` switches the type checker off: decode the value.'),
]
const DEFAULT_EXPORTS = [ban('ExportDefaultDeclaration', 'Export by name: one name for one thing, here and where it is used.')]
const BARRELS = ['ExportAllDeclaration', 'ExportNamedDeclaration[source]'].map((node) =>
  ban(node, 'No barrels inside a room: only its front door (index.ts) re-exports.'),
)
// IEEE 754 fixes + - * / and rounding to integers to the last bit, so these give the same result in every engine. The
// others are approximations that engines may choose, or (sqrt, cbrt, hypot, pow, log) wrong for large integers. Math.round
// is left out because a formula of the protocol says which way it rounds.
const SAFE_MATH = '/^(abs|ceil|clz32|floor|imul|max|min|sign|trunc)$/'
const INEXACT_MATH = [
  ban(`MemberExpression[object.name="Math"][computed=false]:not([property.name=${SAFE_MATH}])`, 'Not exact in every engine: the chain would split.'),
  ban('MemberExpression[object.name="Math"][computed=true]', 'Name the function: which one is called must be visible.'),
  ban('VariableDeclarator[init.name="Math"]', 'Write Math.floor and the like in full: the list of exact functions is checked by name.'),
]
const IMPURE_SYNTAX = [
  ban('ImportExpression', 'The rules of the chain load nothing while they run.'),
  ban('MetaProperty[meta.name="import"]', 'The rules of the chain do not know where they are stored.'),
  ban('CallExpression[callee.property.name=/^(toLocale\\w*|localeCompare)$/]', 'Depends on the machine’s language.'),
]
const OBJECTS_WITH_THIS = [ban('ObjectExpression ThisExpression', 'Plain objects have no `this`: close over what is needed.')]
const EVERYWHERE = [...BLIND_CASTS, ...DEFAULT_EXPORTS, ...OBJECTS_WITH_THIS]
const PRODUCT = [...EVERYWHERE, ...UNTYPED_ERRORS]

const CLOCKS = ['Date', 'performance', 'Temporal', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask']
const WORLD = ['process', 'fetch', 'WebSocket', 'crypto', 'localStorage', 'console', 'Buffer', 'globalThis', 'global', 'window']
/** @param {readonly string[]} names @param {string} message */
const globals = (names, message) => names.map((name) => ({ name, message }))

const OUTSIDE = builtinModules
  .filter((name) => /^(fs|net|http|https|http2|tls|dgram|dns|child_process|cluster|inspector|repl)(\/|$)/.test(name))
  .flatMap((name) => [name, `node:${name}`])

export default defineConfig(
  globalIgnores(['.distribute/**', '**/generated/**', '**/node_modules/**', '**/artifacts/**', '**/cache/**', '**/out/**', '**/dist/**', 'dashboard/public/**', 'coverage/**', 'test/fences/fixtures/**']),
  {
    linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' },
  },
  {
    files: ['**/*.{ts,tsx,mjs,cjs,js}'],
    extends: [tseslint.configs.recommendedTypeChecked],
    // One program for the whole repository: a program a room would check the shared sources again in each of them.
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 80, skipBlankLines: true, skipComments: true, IIFEs: true }],
      'max-depth': ['error', 4],
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'no-restricted-syntax': ['error', ...BLIND_CASTS],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'as' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/no-unnecessary-type-arguments': 'error',
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      '@typescript-eslint/strict-boolean-expressions': 'off',
      // A switch over a union must name every member: a new kind of call is then found by the checker, not by a member.
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // What was caught, and the reason of an abort, may be passed on as they are; own errors are found by UNTYPED_ERRORS.
      '@typescript-eslint/only-throw-error': ['error', { allowThrowingAny: true, allowThrowingUnknown: true }],
      '@typescript-eslint/prefer-promise-reject-errors': ['error', { allowThrowingAny: true, allowThrowingUnknown: true }],
      // Off: the objects that createX answers have no `this` (OBJECTS_WITH_THIS), so their functions may be taken out of them.
      '@typescript-eslint/unbound-method': 'off',
      // Off: a port is async because one of its makers must wait; the others say `async` so that a throw is a rejection.
      '@typescript-eslint/require-await': 'off',
      // Off: `array[i]!` inside a bound that the line above has checked is honest, and hot loops pay for anything else.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  // The only room with a browser's types, and so the only program of its own.
  { files: ['dashboard/**/*.{ts,tsx}'], languageOptions: { parserOptions: { project: './dashboard/tsconfig.json', tsconfigRootDir: import.meta.dirname } } },
  { files: SOURCES, rules: { 'no-restricted-syntax': ['error', ...PRODUCT, ...BARRELS] } },
  { files: FRONT_DOORS, rules: { 'no-restricted-syntax': ['error', ...PRODUCT] } },
  {
    files: ['state-machine/**/*.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...PRODUCT, ...BARRELS, ...INEXACT_MATH, ...IMPURE_SYNTAX],
      'no-restricted-globals': [
        'error',
        ...globals(CLOCKS, 'The rules of the chain know the time of the block and no other.'),
        ...globals([...WORLD, 'Intl', 'WeakRef', 'FinalizationRegistry'], 'The rules of the chain are pure: bytes and values in, values out.'),
      ],
    },
  },
  { files: ['state-machine/index.ts'], rules: { 'no-restricted-syntax': ['error', ...PRODUCT, ...INEXACT_MATH, ...IMPURE_SYNTAX] } },
  {
    files: ['sequencer/**/*.ts', 'prover/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { paths: OUTSIDE.map((name) => ({ name, message: 'Only node/ touches the world: declare what you need in ports.ts.' })) },
      ],
      'no-restricted-globals': [
        'error',
        ...globals(['Date', 'performance'], 'Take the clock from ports.ts, so that tests can set it.'),
        ...globals(['process', 'fetch', 'WebSocket', 'console'], 'Only node/ touches the world: declare what you need in ports.ts.'),
      ],
    },
  },
  {
    files: TESTS,
    rules: {
      'max-lines-per-function': 'off',
      'no-restricted-globals': 'off',
      '@typescript-eslint/no-restricted-imports': 'off',
      'no-restricted-syntax': ['error', ...EVERYWHERE],
    },
  },
  // Scripts that run without tsx: their casts stand in comments, which these rules cannot see. tsc checks them all the same.
  {
    files: ['**/*.{mjs,js}'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  // Plain JavaScript at the root: other people's tools expect default exports and untyped configuration.
  { files: ['*.{js,cjs,ts}', '.*.cjs'], extends: [tseslint.configs.disableTypeChecked], rules: { '@typescript-eslint/no-require-imports': 'off' } },
)
