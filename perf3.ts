import v8 from 'node:v8'
import process from 'node:process'
import { createBlockBuilder, createTree, decodeSigned, encodeRecord, encodeSigned, encodeTransaction, genesisRecords, kindGas, parametersFrom, recordKey, targetOf, toHex, Address, ZERO_ADDRESS, ZERO_HASH } from '@distribute/state-machine'
import type { Transaction } from '@distribute/state-machine'
import { createPool } from './sequencer/pool.ts'
import { createDraft } from './sequencer/builder-draft.ts'
import { assembleBlock } from './node/chain/assemble.ts'
import { createBitsCache } from './node/chain/bloom.ts'
import { genesisHead } from './node/chain/assemble.ts'
import { createHash } from 'node:crypto'
declare const gc: () => void
const N = Number(process.argv[2] ?? 40), ACC = 5000, BLOCK = 700, WARM = Number(process.argv[3] ?? 25)
const TIME = 1_700_000_000n, ETHER = 10n ** 18n
const genesis: any = { name: 'Bench', tokenName: 'Bench', tokenSymbol: 'BEN', chainId: 4_242n, timestamp: TIME, registrar: ZERO_ADDRESS, operator: ZERO_ADDRESS, parameters: parametersFrom({}) }
const config: any = { genesis, recover: () => undefined }
const inbox: any = { length: 0n, entry: () => undefined }
const tree = createTree(ACC)
tree.apply(genesisRecords(genesis).map((x: any) => x))
const addresses = Array.from({ length: ACC }, (_, i) => Address('0x' + createHash('sha256').update(String(i)).digest('hex').slice(0, 40)))
const words = encodeRecord('account', { nonce: 0n, ether: 1_000n * ETHER, tokens: 0n, reputation: 0n, heldTokens: 0n, heldReputation: 0n, credits: 10n ** 11n, due: 0n, creditsTime: TIME, member: 1n, accTokens: 0n, accReputation: 0n, identity: ZERO_HASH } as any)
tree.apply(addresses.map((a) => ({ key: recordKey('account', a), words })))
const h = (s: string): Uint8Array => { const b = new Uint8Array(createHash('sha256').update(s).digest()); b[0]! &= 0x3f; return b }
const stream: { hex: string; sender: Address }[] = []
for (let k = 0; k < (N + WARM) * BLOCK; k++) {
  const i = (k * 7) % ACC, nonce = BigInt(Math.floor(k / ACC))
  const call: any = { kind: 'mint', args: [10n ** 12n] }
  const t: Transaction = { type: 2, nonce, gas: kindGas('mint'), feeCap: 20_000_000_000n, tipCap: 1n, value: ETHER / 1000n, to: targetOf(call, ZERO_ADDRESS), call, yParity: 1, r: h('r' + k), s: h('s' + k) }
  stream.push({ hex: toHex(encodeSigned(t, 4242n)), sender: addresses[i]! })
}
const clock: any = { now: () => TIME, milliseconds: () => performance.now(), sleep: async () => {}, turn: async () => {} }
const pool = createPool({}, { state: tree as any, config, clock, dryRun: () => ({ ok: true }) as any, metrics: { count() {}, gauge() {} } as any })
pool.subscribe(() => undefined)
let head = genesisHead(config)
const cache = createBitsCache()
const names = ['hex', 'decode', 'add', 'draft', 'seal', 'assemble', 'onBlock']
const cpu = names.map(() => [] as number[]), mem = names.map(() => [] as number[])
let at = 0
let check = ''
let start0 = process.cpuUsage()
for (let b = 0; b < N + WARM; b++) { if (b === WARM) start0 = process.cpuUsage()
  const part = stream.slice(at, at + BLOCK); at += BLOCK
  const marks: [number, number][] = []
  const raws = [] as Uint8Array[]
  let signed: any[] = [], block: any
  if (process.env.GC) gc()
  const mark = (): void => { const s = v8.getHeapStatistics(); marks.push([process.cpuUsage().user + process.cpuUsage().system, s.used_heap_size + s.external_memory]) }
  mark()
  for (const { hex } of part) raws.push(Buffer.from(hex.slice(2), 'hex'))
  mark()
  for (const raw of raws) { const d: any = decodeSigned(raw, 4242n); if (!d.ok) throw d; if (pool.get(d.hash)) throw 1; signed.push(d) }
  mark()
  for (let i = 0; i < part.length; i++) { const { transaction, hash } = signed[i]; const a = pool.add({ transaction, hash, sender: part[i]!.sender, encoded: encodeTransaction(transaction), raw: raws[i]! } as any); if (!a.ok) throw a; check = toHex(hash) }
  mark()
  const builder = createBlockBuilder(tree, config, inbox, { t: TIME, segmentMaxBytes: 4096 })
  const draft = createDraft(builder, { pool, clock, limits: { maxTransactions: 5714, maxGas: 120_000_000_000n, budget: 1e9, segmentMaxBytes: 4096, sliceMs: 1e9, isClosing: () => false, signal: new AbortController().signal } })
  await draft.addFromPool()
  mark()
  block = draft.seal()
  mark()
  const asm = assembleBlock(head, block, config, cache)
  mark()
  pool.onBlock(block)
  mark()
  head = asm.head
  if (asm.rows.length !== BLOCK || !block.outcomes.every((o: any) => o.success)) throw new Error('bad ' + asm.rows.length)
  if (b >= WARM) names.forEach((_, i) => { cpu[i]!.push((marks[i + 1]![0] - marks[i]![0]) / BLOCK); mem[i]!.push((marks[i + 1]![1] - marks[i]![1]) / BLOCK) })
}
const med = (x: number[]): number => x.sort((a, b) => a - b)[x.length >> 1]!
const q1 = (x: number[]): number => x.sort((a, b) => a - b)[x.length >> 2]!
if (process.env.TOTAL) { const u = process.cpuUsage(start0); console.log('TOTAL us/tx', ((u.user + u.system) / (N * BLOCK)).toFixed(1), toHex(head.hash).slice(0, 10)); process.exit(0) }
console.log(names.map((n, i) => `${n} ${q1(cpu[i]!).toFixed(2)}us ${med(mem[i]!).toFixed(0)}B`).join(' | '), '| total', cpu.reduce((s, x) => s + q1(x), 0).toFixed(1), 'us', mem.reduce((s, x) => s + med(x), 0).toFixed(0), 'B', toHex(head.hash).slice(0, 14))
