import { afterAll, expect, test } from 'vitest'
import { BLOB, placeOfElement } from '@distribute/state-machine'
import { createKzg, versionedHashOf } from './kzg.ts'

const [native, script] = [createKzg(), createKzg({ scriptOnly: true })]
afterAll(() => Promise.all([native.close(), script.close()]))

const blob = new Uint8Array(BLOB.bytes).map((_, at) => (at % 32 === 0 ? 0 : (at * 31) % 253))

test('both libraries give the same commitment, and the same proof of an element', async () => {
  const places = [placeOfElement(67)]
  const [one, other] = await Promise.all([native.prove(blob, places), script.prove(blob, places)])
  expect(one).toEqual(other)
  expect(one.proofs.map(({ length }) => length)).toEqual([48])
  expect(versionedHashOf(one.commitment)[0]).toBe(1)
  expect(script.library()).toBe('script')
}, 60_000)

test('what is no field element is no blob, and says so', async () => {
  const wrong = new Uint8Array(BLOB.bytes).fill(0xff)
  await expect(native.commitment(wrong)).rejects.toThrow('no blob')
  await expect(script.commitment(wrong)).rejects.toThrow('no blob')
  await expect(native.commitment(new Uint8Array(31))).rejects.toThrow('no blob')
}, 60_000)
