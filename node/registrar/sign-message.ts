import { systemAddress } from '@distribute/state-machine'
import type { Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import type { PrivateKey } from '../setting.ts'

/** What the registrar signs, by its EIP-712 type: these fields and then the deadline. protocol.md section 3. */
export interface RegistrarMessage {
  readonly type: 'Membership' | 'Recovery'
  readonly fields: readonly { readonly name: string; readonly type: 'address' | 'bytes32'; readonly value: Hex }[]
}

/** The registrar's signature; `deadline` in Unix seconds. */
export function signRegistrarMessage(registrar: PrivateKey, chainId: bigint, { type, fields, deadline }: RegistrarMessage & { readonly deadline: bigint }): Promise<Hex> {
  const types: { readonly [name: string]: readonly { readonly name: string; readonly type: string }[] } = {
    [type]: [...fields.map(({ name, type: of }) => ({ name, type: of })), { name: 'deadline', type: 'uint256' }],
  }
  return privateKeyToAccount(registrar).signTypedData({
    domain: { name: 'Distribute', version: '1', chainId, verifyingContract: systemAddress('reputation') },
    types,
    primaryType: type,
    message: { ...Object.fromEntries(fields.map(({ name, value }) => [name, value])), deadline },
  })
}
