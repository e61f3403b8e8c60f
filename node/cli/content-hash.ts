import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { keccak256, type Hex } from 'viem'
import { usage } from './cli-error.ts'

export const isHash = (text: string): text is Hex => /^0x[0-9a-fA-F]{64}$/.test(text)

/** The keccak256 of a file's bytes, or a hash as it is given. Throws CliError Usage, which names `what`. */
export async function contentHash(text: string, what: string, directory = '.'): Promise<Hex> {
  if (isHash(text)) return text
  const path = resolve(directory, text)
  const bytes = await readFile(path).catch((cause: unknown) => {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
    throw usage(`${what} is "${text}", and ${path} cannot be read: ${code}`, 'give a file, or a hash: 0x and 64 hexadecimal digits')
  })
  return keccak256(bytes)
}
