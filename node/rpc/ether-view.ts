import { Address, toHex } from '@distribute/state-machine'
import { MULTICALL3 } from './multicall-address.ts'

/** `getEthBalance(address)` of Multicall3, and the word of the address. */
const ASKED = /^0x4d2301cc0{24}([0-9a-f]{40})$/

/** Whose ether is asked for, where that is what is asked: among imagined calls nothing else shows it before and after. */
export function etherAsked(to: Address, data: Uint8Array): Address | undefined {
  const address = to === MULTICALL3 ? ASKED.exec(toHex(data))?.[1] : undefined
  return address === undefined ? undefined : Address(`0x${address}`)
}
