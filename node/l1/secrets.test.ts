import { afterEach, beforeEach, expect, test } from 'vitest'
import { HttpAnswer, RpcAnswer, type Behaviour } from '../testing/proxy.ts'
import { ETHER, eventually, member, signTransfer, startRig, type Line, type Rig } from '../testing/rig.ts'

const SECRET = 'c0ffee0123456789deadbeef'
let rig: Rig

beforeEach(async () => {
  rig = await startRig()
})
afterEach(() => rig.close())

test('what is secret in an L1 URL, and in the sequencer’s, stands in no line of the log and in no answer, whatever fails', async () => {
  const secret = new URL(rig.proxy.url)
  secret.username = `user${SECRET}`
  secret.password = `pass${SECRET}`
  const l1Url = [`${secret.href}v3/${SECRET}?key=${SECRET}`]
  const answers: string[] = []
  const [lines, other]: readonly [Line[], Line[]] = [[], []]
  const faults: readonly Behaviour[] = [
    async () => { throw new HttpAnswer(401, 'Unauthorized') },
    async () => { throw new HttpAnswer(429, 'Too Many Requests') },
    async () => { throw new RpcAnswer(-32_005, 'limit exceeded') },
    async () => { throw new RpcAnswer(-32_603, 'internal error') },
    async () => { throw new TypeError('the connection breaks') },
    async () => { throw new HttpAnswer(200, '<html>maintenance</html>') },
    async () => null,
    async ({ method }, ask) => {
      if (method === 'eth_sendRawTransaction' || method === 'eth_estimateGas') throw new RpcAnswer(-32_000, 'not today')
      return ask()
    },
    async ({ method }, ask) => {
      if (method === 'eth_estimateGas' || method === 'eth_call') throw new RpcAnswer(3, 'execution reverted')
      return ask()
    },
  ]
  const [first] = faults
  if (first !== undefined) rig.proxy.behave(first)
  const starting = rig.start('sequencer', { lines, flags: { l1Url, batchIntervalMs: 100 } })
  await eventually('the start fails', async () => lines.some(({ level }) => level === 'warn'))
  rig.proxy.behave()
  const sequencer = await starting
  const replica = await rig.start('replica', { lines: other, flags: { l1Url, sequencerUrl: `http://127.0.0.1:9/${SECRET}` } })
  const { transactionHash } = await rig.deposit(member(0), ETHER)
  await eventually('the deposit', async () => {
    await rig.l1.mine()
    return (await sequencer.balance(member(0))) === ETHER
  })
  const asked = (method: string, ...params: readonly unknown[]): Promise<unknown> =>
    replica.call(method, ...params).then((answer) => answers.push(JSON.stringify(answer)), (error: Error) => answers.push(error.message))
  for (const [nonce, fault] of faults.entries()) {
    const seen = lines.length
    rig.proxy.behave(fault)
    await sequencer.call('eth_sendRawTransaction', await signTransfer(0, { nonce, to: member(9) }))
    await asked('rollup_getDeposit', transactionHash)
    await asked('eth_sendRawTransaction', await signTransfer(1, { nonce, to: member(9) }))
    await eventually(`the batcher or the follower says something about fault ${nonce}`, async () => lines.slice(seen).some(({ level }) => level === 'warn' || level === 'error'))
    rig.proxy.behave()
    await eventually('L1 is there again', async () => {
      await rig.l1.mine()
      return replica.call('rollup_getDeposit', transactionHash).then(() => true, () => false)
    })
  }
  expect(lines.filter((line) => line['component'] === 'batcher' && line.level !== 'info').length).toBeGreaterThan(2)
  expect([...lines, ...other].filter((line) => JSON.stringify(line).includes(SECRET))).toEqual([])
  expect(answers.filter((answer) => answer.includes(SECRET))).toEqual([])
  // Nor does a line hold a whole batch.
  expect(Math.max(...[...lines, ...other].map((line) => JSON.stringify(line).length))).toBeLessThan(4_000)
})
