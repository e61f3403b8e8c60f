import { Address, isValidReceiver } from '@distribute/state-machine'
import { usage } from './cli-error.ts'

/** Throws CliError Usage, which names `what`. */
export function parseAddress(text: string | undefined, what: string): Address {
  if (text !== undefined && /^0x[0-9a-fA-F]{40}$/.test(text)) return Address(text)
  throw usage(`${what} is ${text === undefined ? 'missing' : `"${text}"`}`, 'expected an address: 0x and 40 hexadecimal digits')
}

/** An address that can be given something: neither zero nor a system contract. Throws CliError Usage. */
export function parseReceiver(text: string | undefined, what: string): Address {
  const address = parseAddress(text, what)
  if (isValidReceiver(address)) return address
  throw usage(`${what} is ${address}, ${/^0x0+$/.test(address) ? 'nobody' : 'a system contract'}`, 'give the address of a person')
}
