import { expect, test } from 'vitest'
import { nearest } from './nearest.ts'
import { SettingError } from './setting-error.ts'
import { flagOf, resolveSettings, unknownVariables, variableOf, type SettingSources, type SettingTable } from './setting.ts'
import { NODE_SETTINGS } from './settings.ts'
import { DEVNET_SETTINGS } from './devnet/settings.ts'

const resolve = (sources: Partial<SettingSources>) => resolveSettings(NODE_SETTINGS, { flags: {}, variables: {}, ...sources })

function faultOf(action: () => unknown): SettingError {
  try {
    action()
  } catch (error) {
    if (error instanceof SettingError) return error
    throw error
  }
  return expect.fail('nothing was thrown')
}

test('a flag wins over a variable, a variable over the file, the file over the default', () => {
  const file = { name: 'config.json', values: { rpcPort: 3 } }
  const variables = { DISTRIBUTE_RPC_PORT: '2' }
  expect(resolve({}).rpcPort).toBe(9_545)
  expect(resolve({ file }).rpcPort).toBe(3)
  expect(resolve({ file, variables }).rpcPort).toBe(2)
  expect(resolve({ file, variables, flags: { rpcPort: '1' } }).rpcPort).toBe(1)
})

test('an empty variable counts as not set', () => {
  expect(resolve({ variables: { DISTRIBUTE_RPC_PORT: '' } }).rpcPort).toBe(9_545)
})

test('lists, toggles and choices are read from text', () => {
  const variables = { DISTRIBUTE_L1_URL: 'http://a:1, https://b:2', DISTRIBUTE_ARCHIVE: 'true', DISTRIBUTE_ROLE: 'sequencer' }
  const values = resolve({ variables })
  expect(values.l1Url).toEqual(['http://a:1', 'https://b:2'])
  expect(values.archive).toBe(true)
  expect(values.role).toBe('sequencer')
  expect(resolve({ variables: { DISTRIBUTE_ARCHIVE: 'off' } }).archive).toBe(false)
})

test.each([
  ['rpcPort', '70000', 'expected a whole number from 0 to 65535'],
  ['rpcPort', '9.5', 'expected a whole number from 0 to 65535'],
  ['rpcPort', 'x', 'expected a whole number from 0 to 65535'],
  ['role', 'sequenzer', 'expected one of sequencer, replica'],
  ['l1Url', 'localhost:8545', 'expected an HTTP URL such as http://127.0.0.1:8545; a WebSocket (ws://, wss://) is not followed'],
  ['l1Url', 'wss://l1.example', 'expected an HTTP URL such as http://127.0.0.1:8545; a WebSocket (ws://, wss://) is not followed'],
  ['l1Url', '', 'expected at least one URL'],
] as const)('%s %j is refused with what was expected', (key, text, expected) => {
  const fault = faultOf(() => resolve({ flags: { [key]: text } }))
  expect(fault.code).toBe('BadSetting')
  expect(fault.message).toContain(flagOf(key))
  expect(fault.advice).toBe(expected)
})

test('an error names where the value came from', () => {
  expect(faultOf(() => resolve({ variables: { DISTRIBUTE_RPC_PORT: 'x' } })).message).toBe('DISTRIBUTE_RPC_PORT is "x"')
  expect(faultOf(() => resolve({ file: { name: 'c.json', values: { archive: 'yes' } } })).message).toBe('c.json: "archive" is "yes"')
})

test('an unknown key in the file names the nearest known one', () => {
  const fault = faultOf(() => resolve({ file: { name: 'c.json', values: { rcpPort: 1 } } }))
  expect(fault).toMatchObject({ code: 'UnknownSetting', message: 'c.json: "rcpPort" is not a setting', advice: 'did you mean "rpcPort"?' })
})

test('a key is taken from its variable alone, and never shown', () => {
  const key = `0x${'5e'.repeat(32)}`
  expect(resolve({ variables: { DISTRIBUTE_POSTING_KEY: key } }).postingKey).toBe(key)
  expect(resolve({ flags: { postingKey: key } }).postingKey).toBeUndefined()
  expect(faultOf(() => resolve({ file: { name: 'c.json', values: { postingKey: key } } })).message).toContain('does not belong into a file')
  const fault = faultOf(() => resolve({ variables: { DISTRIBUTE_POSTING_KEY: `${key}00` } }))
  expect(fault.message + fault.advice).not.toContain('5e5e')
})

test('durations take units', () => {
  const blockTime = (text: string): number => resolveSettings(DEVNET_SETTINGS, { flags: { blockTime: text }, variables: {} }).blockTime
  expect([blockTime('250'), blockTime('250ms'), blockTime('0.25s'), blockTime('1s'), blockTime('1 m')]).toEqual([250, 250, 250, 1_000, 60_000])
  expect(() => blockTime('fast')).toThrow(SettingError)
  expect(() => blockTime('2h')).toThrow(SettingError)
})

test('every key has a flag and a variable of its own', () => {
  for (const table of [NODE_SETTINGS, DEVNET_SETTINGS]) {
    const keys = Object.keys(table)
    expect(new Set(keys.map(flagOf)).size).toBe(keys.length)
    expect(new Set(keys.map(variableOf)).size).toBe(keys.length)
    for (const key of keys) {
      expect(flagOf(key)).toMatch(/^--[a-z][a-z0-9]*(-[a-z0-9]+)*$/)
      expect(variableOf(key)).toMatch(/^DISTRIBUTE_[A-Z][A-Z0-9_]*$/)
    }
  }
})

test('every default is a value that its own setting takes', () => {
  const tables: readonly SettingTable[] = [NODE_SETTINGS, DEVNET_SETTINGS]
  for (const table of tables) {
    for (const [key, setting] of Object.entries(table)) expect(setting.schema.safeParse(setting.fallback), key).toMatchObject({ success: true })
  }
})

test('a misspelt variable is remarked on', () => {
  const remarks = unknownVariables({ DISTRIBUTE_RCP_PORT: '1', DISTRIBUTE_FUZZ: '2', PATH: 'x', DISTRIBUTE_RPC_PORT: '1' }, [NODE_SETTINGS], ['DISTRIBUTE_FUZZ'])
  expect(remarks).toEqual(['DISTRIBUTE_RCP_PORT is not a setting and does nothing; did you mean DISTRIBUTE_RPC_PORT?'])
})

test('the nearest word is the one with the fewest changes, and none if all are far', () => {
  expect(nearest('rpcprt', ['rpcPort', 'rpcHost', 'role'])).toBe('rpcPort')
  expect(nearest('zzzzzzzz', ['rpcPort', 'rpcHost', 'role'])).toBeUndefined()
})
