import { expect, test } from 'vitest'
import { KINDS, type Kind } from '@distribute/state-machine'
import { CALL_SETTINGS } from './call-plan.ts'
import { COMMAND_GROUPS, COMMANDS } from './commands.ts'
import type { Output } from './output.ts'

const silent: Output = { line: () => undefined, json: () => undefined, note: () => undefined, progress: () => undefined }
// Nobody listens there: what gets so far was read without fault.
const NOWHERE = { DISTRIBUTE_L2_URL: 'http://127.0.0.1:9', DISTRIBUTE_KEY: `0x${'01'.repeat(32)}` }
const SOMEBODY = '0x70997970c51812dc3a010c7d01b50e0d17dc79c8'
const HASH = `0x${'ab'.repeat(32)}`

const run = async (name: string, args: readonly string[], flags: { readonly [key: string]: unknown } = {}): Promise<unknown> => {
  const spec = await COMMANDS[name]?.load()
  return spec?.run({ output: silent, flags, variables: NOWHERE }, args).then(() => undefined, (error: unknown) => error)
}

test.each([
  ['stake', ['0', '1', 'tokens'], 'the project is "0"'],
  ['stake', ['1', 'some', 'tokens'], 'the amount is "some"'],
  ['stake', ['1', '1', 'token'], 'the currency is "token"'],
  ['unstake', ['x', 'all', 'tokens'], 'the project is "x"'],
  ['transfer', ['1', '0x1'], 'the receiver is "0x1"'],
  ['transfer', ['1', `0x${'0'.repeat(40)}`], 'nobody'],
  ['send', ['1', '0xd157000000000000000000000000000000000001'], 'a system contract'],
  ['approve', ['much', SOMEBODY], 'the amount is "much"'],
  ['donate', ['1,5'], 'the amount is "1,5"'],
  ['propose', ['1', 'nothing.md'], 'the content is "nothing.md"'],
  ['advance', ['-1'], 'the project is "-1"'],
  ['tasks submit', ['1', 'nothing.csv'], 'the task list nothing.csv cannot be read'],
  ['tasks support', ['1', 'abc'], 'the list is "abc"'],
  ['task claim', ['1', '32'], 'the task is "32"'],
  ['task evidence', ['1', '0', 'nothing.jpg'], 'the evidence is "nothing.jpg"'],
  ['task settle', ['1', 'first'], 'the task is "first"'],
  ['validate', ['1', '0', 'yes'], 'the side is "yes"'],
  ['settle validation', ['1', '0', 'me'], 'the validator is "me"'],
  ['settle stake', ['1', 'me'], 'the staker is "me"'],
  ['vote request', ['1', 'ether'], 'the currency is "ether"'],
  ['vote withdraw', ['everything', 'tokens'], 'the amount is "everything"'],
  ['vote commit', ['1', '0', 'yes', '1', 'tokens'], 'the choice is "yes"'],
  ['vote settle', ['1', '0', 'both'], 'the currency is "both"'],
  ['dividend pay', ['a lot'], 'the amount is "a lot"'],
  ['dividend collect', ['me'], 'the account is "me"'],
  ['recover start', [SOMEBODY, 'me'], 'the new account is "me"'],
  ['recover finish', ['me'], 'the lost account is "me"'],
  ['project', ['one'], 'the project is "one"'],
  ['me', ['nobody'], 'the account is "nobody"'],
] as const)('%s %j is told as a wrong call before any node is asked', async (name, args, words) => {
  expect(await run(name, args)).toMatchObject({ code: 'Usage', message: expect.stringContaining(words) as unknown })
})

test.each([
  ['propose', ['1', HASH], { period: '7 days' }, '--period is "7 days"'],
  ['propose', ['1', HASH], { collateral: 'ether' }, '--collateral is "ether"'],
  ['transfer', ['1', SOMEBODY], { from: 'her' }, '--from is "her"'],
  ['vote reveal', ['1', '0'], { choice: 'for' }, 'only one of --choice and --salt'],
  ['vote reveal', ['1', '0'], { choice: 'for', salt: '0x01' }, '--salt is no salt'],
  ['projects', [], { stage: 'old' }, '--stage is "old"'],
  ['history', [SOMEBODY], { project: '1' }, 'both an account and --project'],
  ['history', ['2'], { project: '1' }, 'both a project and --project'],
  ['history', ['2'], { earned: true }, 'both --earned and --project'],
] as const)('%s %j with %j is a wrong call', async (name, args, flags, words) => {
  expect(await run(name, args, flags)).toMatchObject({ code: 'Usage', message: expect.stringContaining(words) as unknown })
})

test.each([
  ['stake', ['1', 'all', 'reputation']], ['propose', ['1.5', HASH]], ['approve', ['unlimited', SOMEBODY]], ['vote reveal', ['1', '31']], ['recover cancel', []],
] as const)('%s %j is well called: only the node is missing', async (name, args) => {
  expect(await run(name, args)).toMatchObject({ shortMessage: expect.stringContaining('HTTP request failed') as unknown })
})

/** Calls that always fail: reputation does not move. */
const NEVER: readonly string[] = ['reputationTransfer', 'reputationApprove', 'reputationTransferFrom']
const COMMAND_OF: { readonly [kind: string]: string } = {
  send: 'send', tokenTransfer: 'transfer', tokenApprove: 'approve', tokenTransferFrom: 'transfer', mint: 'mint', burn: 'burn', donate: 'donate',
  register: 'register', startRecovery: 'recover start', cancelRecovery: 'recover cancel', finishRecovery: 'recover finish',
  propose: 'propose', advance: 'advance', stake: 'stake', unstake: 'unstake', submitTaskList: 'tasks submit', supportTaskList: 'tasks support',
  claimTask: 'task claim', submitEvidence: 'task evidence', validate: 'validate', settleTask: 'task settle', settleValidation: 'settle validation', settleStake: 'settle stake',
  requestRights: 'vote request', withdrawRights: 'vote withdraw', commit: 'vote commit', reveal: 'vote reveal', settleBallot: 'vote settle',
  payDividend: 'dividend pay', collectDividend: 'dividend collect', withdraw: 'withdraw', withdrawTokens: 'withdraw',
}

test('every call of the chain that can succeed has its command', async () => {
  expect(Object.keys(COMMAND_OF).sort()).toEqual(Object.keys(KINDS).filter((kind) => !NEVER.includes(kind)).sort())
  for (const [kind, { operation }] of Object.entries<Kind>(KINDS)) {
    const name = COMMAND_OF[kind]
    if (name === undefined) continue
    const spec = await COMMANDS[name]?.load()
    // A registration may go without a sender; all others say first what they will do, and can be asked for that alone.
    const wanted = kind === 'register' && operation ? ['json'] : Object.keys(CALL_SETTINGS)
    expect(Object.keys(spec?.settings ?? {}), name).toEqual(expect.arrayContaining(wanted))
  }
})

test('every command that sends a call can be forced, and takes then what its call takes and what L1 needs', async () => {
  for (const [name, { forced, load }] of Object.entries(COMMANDS)) {
    const spec = await load()
    expect(spec.forced !== undefined, name).toBe(forced === true)
    if (spec.forced !== undefined) expect(Object.keys(spec.forced.settings), name).toEqual(expect.arrayContaining([...Object.keys(CALL_SETTINGS), 'l1Url', 'nonce', 'payerKeyFile', 'wait']))
  }
  const commands = new Set(Object.values(COMMAND_OF))
  expect([...commands].filter((name) => COMMANDS[name]?.forced !== true)).toEqual([])
})

test('whatever a command signs with can be a keystore or a variable, its password given in a file or a variable', async () => {
  for (const [name, { load }] of Object.entries(COMMANDS)) {
    const spec = await load()
    for (const { settings } of [spec, spec.forced ?? spec]) {
      // `keys import` is given its keystore as an argument, and `keys export` signs nothing.
      const secrets = name.startsWith('keys ') ? [] : Object.keys(settings).filter((key) => key === 'key' || key.endsWith('Key'))
      for (const secret of secrets) expect(Object.keys(settings), `${name}: ${secret}`).toEqual(expect.arrayContaining([`${secret}File`, 'passwordFile', 'password', ...(secret === 'key' ? ['keystore'] : [])]))
      expect(Object.keys(settings).some((key) => key.endsWith('KeyFile') || key === 'keystore'), name).toBe(secrets.length > 0)
    }
  }
})

test('every command answers programs in JSON, but those that run until they are stopped', async () => {
  const without = []
  for (const [name, { load }] of Object.entries(COMMANDS)) if (!('json' in (await load()).settings)) without.push(name)
  expect(without).toEqual(['node', 'takeover', 'hand-over'])
})

test('every group of commands is told what it is for', () => {
  const first = Object.keys(COMMANDS).filter((name) => name.includes(' ')).map((name) => name.split(' ')[0])
  expect(Object.keys(COMMAND_GROUPS).sort()).toEqual([...new Set(first)].sort())
})
