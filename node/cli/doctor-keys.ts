import { getBalance, getGasPrice } from 'viem/actions'
import { readStake, type L1Reader, type RollupFacts } from '@distribute/bridge-contracts'
import type { Address } from '@distribute/state-machine'
import { loadKeys } from '../config.ts'
import type { NodeSettings } from '../settings.ts'
import { ether } from './amounts.ts'
import { ok, problem, warning, type Check } from './doctor-check.ts'
import { faultOf } from './fault.ts'
import { hexAddress } from './hex-address.ts'
import { addressOfKey } from './operator-keys.ts'

type Payer = 'posting' | 'prover' | 'claimer'

/** What a payer does on L1, and the gas of it (docs/performance.md), rounded up. */
const WORK: { readonly [name in Payer]: { readonly what: string; readonly gas: bigint; readonly few: bigint } } = {
  posting: { what: 'batches', gas: 650_000n, few: 100n },
  prover: { what: 'of the dearest proofs', gas: 10_000_000n, few: 3n },
  claimer: { what: 'claims', gas: 200_000n, few: 10n },
}

/** Whether a key's ether on L1 is enough for a while. Wei. */
export function judgeFunds(name: Payer, address: string, { balance, gasPrice }: { readonly balance: bigint; readonly gasPrice: bigint }): Check {
  const { what, gas, few } = WORK[name]
  const price = gasPrice * gas
  const times = price === 0n ? few : balance / price
  const words = `${address} has ${ether(balance)} on L1${price === 0n ? '' : `: ${times} ${what} at the price of now`}`
  const advice = `send it ether on L1`
  if (times === 0n || balance === 0n) return problem(`${name} key`, words, advice)
  return times < few ? warning(`${name} key`, words, advice) : ok(`${name} key`, words)
}

interface OnL1 {
  readonly reader: L1Reader | undefined
  readonly facts: RollupFacts | undefined
  readonly stakes: Address | undefined
}

/** The keys that a node of these settings needs: that they open, are the community's, and can pay. */
export async function checkKeys(settings: NodeSettings, l1: OnL1): Promise<readonly Check[]> {
  const read = await loadKeys(settings).catch((error: unknown) => error)
  if (read instanceof Error) {
    const { message, advice } = faultOf(read)
    return [problem('keys', message, advice)]
  }
  const addresses = Object.entries(read as Awaited<ReturnType<typeof loadKeys>>).map(([name, key]) => [name, addressOfKey(key)] as const)
  if (addresses.length === 0) return [ok('keys', 'a replica without a prover needs none')]
  const own = addresses.flatMap(([name, address]) => checkPlace(settings, name, address, l1.facts))
  const paying = await Promise.all(addresses.map(([name, address]) => checkFunds(name, address, l1.reader)))
  return [...own, ...paying.flat(), ...(await checkStake(settings, l1))]
}

function checkPlace({ standby }: NodeSettings, name: string, address: Address, facts: RollupFacts | undefined): readonly Check[] {
  if (facts === undefined || (name !== 'posting' && name !== 'signing')) return []
  const { poster, signer } = facts.sequencer
  const wanted = name === 'posting' ? poster : signer
  if (wanted === address) return [ok(`${name} key`, `${address} is the community’s`)]
  const what = `${address} is not the community’s, which is ${wanted}`
  return [standby ? ok(`${name} key`, `${what}: on standby`) : problem(`${name} key`, what, 'take the key of that address, or run with --standby, or see `distribute takeover`')]
}

const isPayer = (name: string): name is Payer => Object.hasOwn(WORK, name)

async function checkFunds(name: string, address: Address, reader: L1Reader | undefined): Promise<readonly Check[]> {
  if (reader === undefined || !isPayer(name)) return []
  const [balance, gasPrice] = await Promise.all([getBalance(reader, { address: hexAddress(address) }), getGasPrice(reader)])
  return [judgeFunds(name, address, { balance, gasPrice })]
}

async function checkStake({ role }: NodeSettings, { reader, facts, stakes }: OnL1): Promise<readonly Check[]> {
  if (role !== 'sequencer' || reader === undefined || facts === undefined || stakes === undefined) return []
  const { amount } = await readStake(reader, stakes, facts.sequencer.staker)
  const what = `${ether(amount)} of ${ether(facts.requiredStake)}`
  return [amount >= facts.requiredStake ? ok('stake', what) : problem('stake', what, '`distribute deploy`, run again, pays what is missing')]
}
