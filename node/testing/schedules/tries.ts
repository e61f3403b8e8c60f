import { getAbiItem, hexToBigInt, size, toFunctionSelector, toHex, type Hex } from 'viem'
import { calldataOf, promisesAbi, proveBrokenPromiseCall, proveEquivocationCall, type ClaimedBlock, type SignedPromise } from '@distribute/bridge-contracts'
import type { Address } from '@distribute/state-machine'
import { StageError } from './errors.ts'
import type { Ask } from './ipc.ts'

/** Where the code below is put on L1. */
export const TRIES: Hex = `0x${'7e'.repeat(20)}`

/**
 * Calls one contract with one calldata after another, each of which may fail. In: the contract's address in a word, then of each call its length in
 * a word and its bytes. Out: how many succeeded, and where the last of these begins.
 */
export const TRIES_CODE: Hex = `0x${[
  '5f5f6020', // first = 0, succeeded = 0, at = 32
  '5b368110601557', // while at < calldatasize
  '505f5260205260405ff3', // return (succeeded, first)
  '5b803580826020015f37', // length; its bytes into memory
  '5f5f825f5f5f355af1', // call
  '8015603057829450', // first = at, if it succeeded
  '5b83019250', // succeeded += success
  '01602001600456', // at += 32 + length
].join('')}`

/** What can be proven of a set of promises: by each two of them, by each with each posted block, by each with each end of a term, under every term. */
export interface Evidence {
  readonly signed: readonly SignedPromise[]
  readonly posted: readonly ClaimedBlock[]
  /** The last block before another term's first batch. */
  readonly ends: readonly ClaimedBlock[]
  readonly terms: number
}

export interface Verdict {
  readonly tried: number
  /** What the contract took for a proof, for who reads the failure. */
  readonly convicted: readonly string[]
}

const WORD = 64
const word = (value: bigint | number): string => value.toString(16).padStart(WORD, '0')
const NOBODY = word(1)
/** A signed header in calldata always takes 13 words: eight fields, the place and the length of a signature, and three for its 65 bytes. */
const SIGNED_WORDS = 13
const CALLS_AT_ONCE = 400
const GAS = toHex(4_000_000_000n)

interface Attempt {
  readonly name: string
  readonly data: string
}

const SELECTORS = (['proveEquivocation', 'proveBrokenPromise', 'proveAbandonedPromise'] as const).map((name) => toFunctionSelector(getAbiItem({ abi: promisesAbi, name })).slice(2))

/** The parts of calldata are made once, and put together for each pair: to encode every call anew would take longer than all else. */
const attemptsFor = (promises: Address, { signed, posted, ends, terms }: Evidence): readonly Attempt[] => {
  const [one] = signed
  if (one === undefined) return []
  const [equivocation, broken, abandoned] = SELECTORS
  const headOf = (words: number): number => 2 + 8 + words * WORD
  const headers = signed.map((promise) => {
    const { data } = calldataOf(proveEquivocationCall(promises, 0n, [promise, promise], promises))
    return data.slice(headOf(4), headOf(4 + SIGNED_WORDS))
  })
  const blockBytes = (block: ClaimedBlock): string => calldataOf(proveBrokenPromiseCall(promises, 0n, { signed: one, posted: block }, promises)).data.slice(headOf(4 + SIGNED_WORDS))
  const [postedBytes, endBytes] = [posted.map(blockBytes), ends.map(blockBytes)]
  const offsets = (words: number): string => word(words * 32) + word((words + SIGNED_WORDS) * 32)
  const found: Attempt[] = []
  for (let term = 0; term < terms; term++) {
    headers.forEach((a, i) => {
      headers.slice(i + 1).forEach((b, j) => found.push({ name: `equivocation of ${i} and ${i + 1 + j}, term ${term}`, data: equivocation + word(term) + offsets(4) + NOBODY + a + b }))
      postedBytes.forEach((block, j) => found.push({ name: `${i} broken by posted ${j}, term ${term}`, data: broken + word(term) + offsets(4) + NOBODY + a + block }))
      endBytes.forEach((block, j) => found.push({ name: `${i} abandoned by end ${j}, term ${term}`, data: abandoned + word(term) + offsets(3) + a + block }))
    })
  }
  return found
}

/** Has the contract judge all of it, without changing anything. */
export const judge = async ({ ask }: { readonly ask: Ask }, promises: Address, evidence: Evidence): Promise<Verdict> => {
  const attempts = attemptsFor(promises, evidence)
  const convicted: string[] = []
  for (let from = 0; from < attempts.length; from += CALLS_AT_ONCE) {
    const some = attempts.slice(from, from + CALLS_AT_ONCE)
    const data: Hex = `0x${word(hexToBigInt(toHex(Buffer.from(promises.slice(2), 'hex'))))}${some.map((one) => word(one.data.length / 2) + one.data).join('')}`
    const answer = (await ask({ method: 'eth_call', params: [{ to: TRIES, data, gas: GAS }, 'latest'] })) as Hex
    if (size(answer) !== 64) throw new StageError(`the tries answered ${answer}`)
    if (hexToBigInt(`0x${answer.slice(2, 66)}`) > 0n) convicted.push(nameAt(some, Number(hexToBigInt(`0x${answer.slice(66)}`))))
  }
  return { tried: attempts.length, convicted }
}

const nameAt = (attempts: readonly Attempt[], place: number): string => {
  let at = 32
  for (const { name, data } of attempts) {
    if (at === place) return name
    at += 32 + data.length / 2
  }
  return 'unknown'
}
