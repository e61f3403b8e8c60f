import { privateKeyToAddress } from 'viem/accounts'
import { createClient, http, type Hex } from 'viem'
import { deposit as depositEther, depositTokens, readDistributeChain, waitForDeposit, type DistributeChain } from '@distribute/client'
import type { Entry } from '@distribute/client/words'
import { Address } from '@distribute/state-machine'
import { resolveSettings, toggleSetting } from '../../setting.ts'
import { fee, parseAmount } from '../amounts.ts'
import { failed } from '../cli-error.ts'
import type { CommandSpec } from '../command.ts'
import { hexAddress } from '../hex-address.ts'
import { connectL1Of, included } from '../l1-send.ts'
import { BOTH_SETTINGS } from '../member-settings.ts'
import type { Output } from '../output.ts'
import { parseAddress } from '../parse-address.ts'
import { readSignerKey } from '../signer.ts'
import { withdrawnWords } from '../withdrawn.ts'

const settings = {
  ...BOTH_SETTINGS,
  tokens: toggleSetting('community tokens that you hold on L1, and not ether: they are burned there', { fallback: false }),
  wait: toggleSetting('wait until it is there', { fallback: true }),
} as const
const POLL_MS = 250

export const deposit: CommandSpec = {
  description: 'Brings ether, or community tokens, from L1. It arrives once its L1 block is safe: in seconds on a devnet, in some minutes elsewhere.',
  arguments: [{ name: 'amount', help: 'ether, such as 1.5; with --tokens, tokens' }, { name: 'to', help: 'address on this chain; your own if left out', optional: true }],
  settings,
  examples: [
    { line: 'distribute deposit 5 --account 0', does: 'on a devnet, to its first account' },
    { line: 'distribute deposit 2.5 --tokens --account 0', does: 'community tokens that `distribute claim` had minted on L1' },
    { line: 'distribute deposit 5 --key-file my-key.json --l1-url https://l1.example --no-wait', does: 'does not wait until it has arrived' },
  ],
  run: async ({ output, flags, variables }, [text, receiver]) => {
    const given = resolveSettings(settings, { flags, variables })
    const amount = parseAmount(text, 'the amount')
    const [value, tokens] = given.tokens ? [0n, amount] : [amount, 0n]
    const what = withdrawnWords({ value, tokens })
    const key = await readSignerKey(given)
    const to = receiver === undefined ? Address(privateKeyToAddress(key)) : parseAddress(receiver, 'the receiver')
    const targetChain = await readDistributeChain(given.l2Url)
    const clients = await connectL1Of(targetChain, given.l1Url, key)
    const send = given.tokens ? depositTokens : depositEther
    const sent = await included(clients, await send(clients.writer, { targetChain, amount, to: hexAddress(to) }))
    output.note(`on L1 in block ${sent.receipt.blockNumber}, fee ${fee(sent.fee)}: ${sent.hash}`)
    const arrived = given.wait ? await untilRead(targetChain, sent.hash, output) : undefined
    const result = { l1Hash: sent.hash, l1Block: sent.receipt.blockNumber, to, value, tokens, fee: sent.fee, block: arrived?.blockNumber ?? null, hash: arrived?.transactionHash ?? null }
    if (given.json) output.json(result)
    else output.line(arrived === undefined ? `${what} are on their way to ${to}` : `${what} have arrived at ${to} in block ${arrived.blockNumber ?? ''}`)
  },
}

async function untilRead(chain: DistributeChain, l1Hash: Hex, output: Output): Promise<Entry> {
  const onWait = (waited: number): void => output.progress(`waiting until the chain has read it, ${Math.floor(waited / 1_000)} s`)
  const [entry] = await waitForDeposit(createClient({ chain, transport: http() }), { l1Hash, pollingInterval: POLL_MS, onWait }).catch((error: unknown) => {
    const isLate = error instanceof Error && 'code' in error && error.code === 'TimedOut'
    throw isLate ? failed('the chain has not read the deposit within half an hour', 'it must read it before the inbox delay is over; look with `distribute status`', error) : error
  })
  if (entry === undefined) throw failed(`the L1 transaction ${l1Hash} added nothing to the inbox`, 'is the node of the community whose contracts were paid?')
  return entry
}
