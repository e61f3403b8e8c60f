import { expect } from 'vitest'
import { revertOf } from '../../client/call.ts'

/** Expects `sending` to fail with the contract's error of this name, and these arguments if given. */
export async function expectRevert(sending: Promise<unknown>, name: string, args?: readonly unknown[]): Promise<void> {
  const error: unknown = await sending.then(() => 'nothing was thrown', (thrown: unknown) => thrown)
  const revert = revertOf(error)
  expect(revert?.name ?? String(error)).toBe(name)
  if (args !== undefined) expect(revert?.args).toEqual(args)
}
