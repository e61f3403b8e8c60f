import { Address } from '@distribute/state-machine'
import { usage } from './cli-error.ts'

/** Throws CliError Usage, which names `what`. */
export function parseAddress(text: string, what: string): Address {
  if (!/^0x[0-9a-fA-F]{40}$/.test(text)) throw usage(`${what} is "${text}"`, 'expected an address: 0x and 40 hexadecimal digits')
  return Address(text)
}
