import { Address, contractAt, toHex } from '@distribute/state-machine'
import type { Argument, ContractName, EventName, KindName } from '@distribute/state-machine'

/** What a sentence was made of, so that it can be told in another language: the event, or the call where no event says it. */
export type Told = { readonly of: 'event'; readonly name: EventName; readonly args: readonly string[] } | { readonly of: 'call'; readonly name: KindName; readonly args: readonly string[] }

const argumentText = (value: Argument): string => {
  if (value instanceof Uint8Array) return toHex(value)
  return typeof value === 'object' ? String(value.length) : String(value)
}

/** Arguments as texts, in the order of the ABI: numbers in decimal, bytes in hex, of a list its length. */
export const toldArguments = (args: readonly Argument[]): readonly string[] => args.map(argumentText)

/** A system contract by its address; undefined for anything else. */
export const contractName = (address: string): ContractName | undefined => contractAt(Address(address))
