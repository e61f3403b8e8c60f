import type { Abi, Address, Hex } from 'viem'

/** More than one transaction may cost, so that tests measure what does. */
export const CALL_GAS = 16_000_000n

export const SENDER: Address = '0x00000000000000000000000000000000000000a1'

/** Something that runs contracts, by `path:Name`: anvil, or an EVM in this process. */
export interface Chain {
  /** Puts code as it stands on chain to an address. */
  place(id: string, address: Address, code: Hex): Promise<void>
  /** Runs creation code with its arguments behind it; throws where it reverts. */
  create(id: string, creation: Hex): Promise<Address>
  /** What a contract answers to a call that changes nothing. Throws viem's error where it reverts. */
  ask(contract: { readonly address: Address; readonly abi: Abi }, functionName: string, args: readonly unknown[]): Promise<unknown>
  close(): Promise<void>
}
