import { KINDS, PROOF_GAS, TRANSFER_GAS, type KindName } from '../params.ts'

const quarter = (gas: number): bigint => BigInt(Math.ceil(gas / 4))

const GAS = new Map<KindName, bigint>(
  (Object.keys(KINDS) as KindName[]).map((name) => [
    name,
    name === 'send' ? TRANSFER_GAS : quarter(KINDS[name].rerun + PROOF_GAS.record * KINDS[name].records),
  ]),
)

/** Gas of a kind of call: a quarter, rounded up, of the most L1 gas that proving it can cost. rollup.md section 2. */
export const kindGas = (kind: KindName): bigint => GAS.get(kind) ?? TRANSFER_GAS
