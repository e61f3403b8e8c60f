import fc from 'fast-check'
import { expect, test } from 'vitest'
import { recoverAddress, type Bytes32 } from '@distribute/state-machine'
import secp256k1 from 'secp256k1'
import { createRecoveryPool } from './pool.ts'
import { recoverNative } from './native.ts'

const word = fc.uint8Array({ minLength: 32, maxLength: 32 })
const signed = fc.tuple(word, word).map(([hash, key]) => {
  key[0] = 1
  const { signature, recid } = secp256k1.ecdsaSign(hash, key)
  const yParity: 0 | 1 = recid === 1 ? 1 : 0
  return { hash, r: signature.slice(0, 32), s: signature.slice(32), yParity }
})
const random = fc.record({ hash: word, r: word, s: word, yParity: fc.constantFrom<(0 | 1)[]>(0, 1) })
const edge = fc.constantFrom<Bytes32[]>(new Uint8Array(32), new Uint8Array(32).fill(255))

test('answers as the reference does, for signatures, noise and edges', () => {
  const cases = fc.oneof(signed, random, fc.record({ hash: word, r: edge, s: word, yParity: fc.constant<0>(0) }))
  fc.assert(
    fc.property(cases, ({ hash, r, s, yParity }) => {
      expect(recoverNative(hash, r, s, yParity)).toBe(recoverAddress(hash, r, s, yParity))
    }),
    { numRuns: 300 },
  )
})

test('the worker threads answer in order, also for what has no signer', async () => {
  const pool = createRecoveryPool(2)
  try {
    const jobs = [...fc.sample(signed, 60), ...fc.sample(random, 20)]
    const answers = await Promise.all([pool.recoverMany(jobs), pool.recoverMany([...jobs].reverse())])
    const expected = jobs.map(({ hash, r, s, yParity }) => recoverNative(hash, r, s, yParity))
    expect(answers[0]).toEqual(expected)
    expect(answers[1]).toEqual([...expected].reverse())
  } finally {
    await pool.close()
  }
})

test('a closed pool refuses', async () => {
  const pool = createRecoveryPool(1)
  await pool.close()
  await expect(pool.recoverMany(fc.sample(signed, 1))).rejects.toThrow('closed')
})

test('closed while its threads load or work, it answers what it was asked, and the process lives on', async () => {
  for (let i = 0; i < 5; i++) await createRecoveryPool(2).close()
  const pool = createRecoveryPool(2)
  const answers = pool.recoverMany(fc.sample(signed, 100))
  await pool.close()
  expect((await answers).every((address) => address !== undefined)).toBe(true)
  await expect(pool.recoverMany(fc.sample(signed, 1))).rejects.toMatchObject({ name: 'RecoveryError', code: 'Closed' })
})
