import { describe, expect, test } from 'vitest'
import { ZERO_ADDRESS } from '../codec/address.ts'
import { keccak256 } from '../hash.ts'
import { PARAMETERS, type Parameter, type ParameterName } from '../params.ts'
import { genesisOf, OPERATOR, REGISTRAR } from '../testing/world.ts'
import { createTree } from '../tree/tree.ts'
import { decodeGenesis, encodeGenesis, encodeParameters, genesisHash, genesisRecords, parametersFrom } from './genesis.ts'
import { recordKey } from './keys.ts'
import { decodeRecord } from './layout.ts'

const NAMES = Object.keys(PARAMETERS) as ParameterName[]
const PLAIN = {
  name: 'Dorf', tokenName: 'Taler', tokenSymbol: 'TLR', chainId: '4242', timestamp: 1_800_000_000, registrar: REGISTRAR, operator: OPERATOR,
}
const decode = (change: { readonly [field: string]: unknown } = {}) => decodeGenesis(JSON.stringify({ ...PLAIN, ...change }))
const codeOf = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    return `${(error as { code: string }).code} ${(error as { field: string }).field}`
  }
  return 'fine'
}

describe('a genesis file', () => {
  test('has defaults for its parameters', () => {
    const genesis = decode()
    expect(genesis).toMatchObject({ name: 'Dorf', chainId: 4_242n, timestamp: 1_800_000_000n, registrar: REGISTRAR })
    for (const name of NAMES) expect(genesis.parameters[name]).toBe(PARAMETERS[name].default)
  })

  test('is one text, and its hash is that of the text', () => {
    const genesis = decode({ parameters: { poolMemory: '0', baseFee: 7 }, registrar: REGISTRAR.toUpperCase().replace('0X', '0x') })
    const text = encodeGenesis(genesis)
    expect(decodeGenesis(text)).toEqual(genesis)
    expect(encodeGenesis(decodeGenesis(text))).toBe(text)
    expect(genesisHash(genesis)).toEqual(keccak256(new TextEncoder().encode(text)))
    expect(Object.keys(JSON.parse(encodeParameters(genesis.parameters)) as object)).toEqual(NAMES)
  })

  test('names in any language', () => {
    const genesis = decode({ name: 'Dörf 村 🏘' })
    expect(genesisHash(genesis)).toEqual(keccak256(new TextEncoder().encode(encodeGenesis(genesis))))
    expect(codeOf(() => decode({ name: '村'.repeat(21) }))).toBe('fine')
    expect(codeOf(() => decode({ name: '村'.repeat(22) }))).toBe('BadGenesis name')
  })

  test.each([
    ['name', ''], ['name', 'x'.repeat(65)], ['name', 5], ['tokenSymbol', 'x'.repeat(12)], ['tokenName', null],
    ['chainId', '0'], ['chainId', '-1'], ['chainId', '1.5'], ['chainId', '01'], ['chainId', '0x10'], ['chainId', 1.5],
    ['chainId', '9007199254740992'], ['timestamp', 0], ['timestamp', (2n ** 39n + 1n).toString()],
    ['registrar', '0x12'], ['registrar', 5], ['registrar', '0xd157000000000000000000000000000000000003'],
    ['operator', '0xd157000000000000000000000000000000000007'],
    ['surprise', 1], ['parameters', []], ['parameters', 5],
  ])('%s of %j is refused by name', (field, value) => {
    expect(codeOf(() => decode({ [field]: value }))).toBe(`BadGenesis ${field}`)
  })

  test.each(Object.keys(PLAIN))('without %s it is refused', (field) => {
    expect(codeOf(() => decode({ [field]: undefined }))).toBe(`BadGenesis ${field}`)
  })

  test('what is no JSON, or no object, is refused', () => {
    expect(codeOf(() => decodeGenesis('{'))).toBe('BadGenesis file')
    for (const text of ['null', '[]', '5', '"x"']) expect(codeOf(() => decodeGenesis(text))).toBe('BadGenesis genesis')
  })

  test('nobody gets the fees: refused; nobody registers: allowed', () => {
    expect(codeOf(() => decode({ operator: ZERO_ADDRESS, parameters: { feeToPool: '0' } }))).toBe('BadGenesis operator')
    expect(codeOf(() => decode({ operator: ZERO_ADDRESS }))).toBe('fine')
    expect(codeOf(() => decode({ registrar: ZERO_ADDRESS }))).toBe('fine')
  })
})

describe('parameters', () => {
  const room = { inboxDelay: '1', counterPeriod: '0', minStakingPeriod: '1', maxStakingPeriod: PARAMETERS.maxStakingPeriod.max.toString() }
  const shares = { proposerBps: '0', validatorsBps: '0', stakersBps: '0' }
  const apart = (name: ParameterName, value: bigint) => {
    const others: { [name: string]: string } = { ...room, ...shares }
    if (name === 'counterPeriod') others['validation'] = PARAMETERS.validation.max.toString()
    if (name === 'inboxDelay') others['commit'] = others['reveal'] = PARAMETERS.commit.max.toString()
    return codeOf(() => parametersFrom({ ...others, [name]: value.toString() }))
  }
  /** Bounds that another parameter narrows; tested below. */
  const NARROWED = ['commit', 'reveal', 'inboxDelay']

  test.each(NAMES)('%s: its own bounds, and one beyond each', (name) => {
    const { min, max }: Parameter = PARAMETERS[name]
    expect(apart(name, max + 1n)).toBe(`BadGenesis ${name}`)
    if (min > 0n) expect(apart(name, min - 1n)).toBe(`BadGenesis ${name}`)
    if (NARROWED.includes(name)) return
    expect(apart(name, max)).toBe('fine')
    expect(apart(name, min)).toBe('fine')
  })

  test('are checked together', () => {
    const tried = (values: { readonly [name: string]: string }) => codeOf(() => parametersFrom(values))
    expect(tried({ inboxDelay: '50', commit: '100', reveal: '100' })).toBe('fine')
    expect(tried({ inboxDelay: '50', commit: '99', reveal: '100' })).toBe('BadGenesis commit')
    expect(tried({ inboxDelay: '50', commit: '100', reveal: '99' })).toBe('BadGenesis reveal')
    expect(tried({ minStakingPeriod: '5', maxStakingPeriod: '5' })).toBe('fine')
    expect(tried({ minStakingPeriod: '6', maxStakingPeriod: '5' })).toBe('BadGenesis minStakingPeriod')
    expect(tried({ validation: '5', counterPeriod: '6' })).toBe('BadGenesis counterPeriod')
    expect(tried({ proposerBps: '5000', validatorsBps: '2500', stakersBps: '2500' })).toBe('fine')
    expect(tried({ proposerBps: '5000', validatorsBps: '2500', stakersBps: '2501' })).toBe('BadGenesis proposerBps')
    expect(tried({ basePrise: '1' })).toBe('BadGenesis basePrise')
  })
})

test('the first state is the chain record alone, with the genesis time', () => {
  const tree = createTree()
  tree.apply(genesisRecords(genesisOf({}, { timestamp: 77n })))
  expect(tree.size).toBe(1)
  expect(decodeRecord('chain', tree.get(recordKey('chain')))).toEqual({
    number: 0n, time: 77n, cursor: 0n, open: 0n, bodyHash: new Uint8Array(32),
  })
})
