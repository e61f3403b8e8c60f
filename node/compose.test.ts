import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, open, readdir, readFile, rm, stat, unlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { operatorAccounts } from './devnet/accounts.ts'
import { ETHER, eventually, member, pause, signTransfer, startRig, type Rig, type RigNode } from './testing/rig.ts'

let rig: Rig

beforeEach(async () => {
  rig = await startRig()
})
afterEach(() => rig.close())

const funded = async (node: RigNode): Promise<void> => {
  await rig.deposit(member(0), ETHER)
  await eventually('the deposit', async () => {
    await rig.l1.mine()
    return (await node.balance(member(0))) > 0n
  })
}
const send = async (node: RigNode, nonce: number): Promise<string> =>
  node.call<string>('eth_sendRawTransaction', await signTransfer(0, { nonce, to: member(9) }))
const receipt = (node: RigNode, hash: string) => node.call<{ readonly blockHash: string } | null>('eth_getTransactionReceipt', hash)

test('a second node on a directory, wrong keys and another community are refused, and leave the directory free', async () => {
  const sequencer = await rig.start('sequencer')
  await funded(sequencer)
  const { directory } = sequencer
  await expect(rig.start('replica', { directory })).rejects.toMatchObject({ code: 'directory-in-use', message: expect.stringContaining(directory) as string })
  const hash = await send(sequencer, 0)
  await eventually('a receipt', async () => (await receipt(sequencer, hash)) !== null)
  await sequencer.close()

  const { posting, signing, stake } = operatorAccounts()
  const wrong = [
    [{ posting: stake.privateKey, signing: signing.privateKey }, /posting key/],
    [{ posting: posting.privateKey, signing: posting.privateKey }, /signing key/],
  ] as const
  for (const [keys, words] of wrong) {
    await expect(rig.start('sequencer', { directory, keys })).rejects.toMatchObject({ code: 'WrongKey', message: expect.stringMatching(words) as string })
  }
  await expect(rig.start('sequencer', { directory, keys: {} })).rejects.toMatchObject({ code: 'MissingKey' })
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const address = taken.address()
  const rpcPort = typeof address === 'object' && address !== null ? address.port : 0
  await expect(rig.start('sequencer', { directory, flags: { rpcPort } })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  taken.close()

  const again = await rig.start('sequencer', { directory })
  expect(await receipt(again, hash)).not.toBeNull()
})

test('a directory of another community is not touched', async () => {
  const replica = await rig.start('replica')
  await replica.close()
  const other = await startRig({ name: 'Another' })
  try {
    const genesis = { ...other.genesis, name: 'A third' }
    await expect(other.start('replica', { directory: replica.directory, genesis })).rejects.toMatchObject({ code: 'WrongCommunity' })
    await expect(other.start('replica', { directory: replica.directory })).rejects.toMatchObject({ code: 'other-community' })
  } finally {
    await other.close()
  }
  const again = await rig.start('replica', { directory: replica.directory })
  expect(await again.height()).toBe(0)
})

const chainFiles = async (directory: string, pattern: RegExp): Promise<readonly string[]> =>
  (await readdir(join(directory, 'chain'))).filter((name) => pattern.test(name)).map((name) => join(directory, 'chain', name))

test('a spoilt database is refused in words, and a replica begins anew from L1 alone', async () => {
  const sequencer = await rig.start('sequencer')
  const replica = await rig.start('replica')
  await funded(sequencer)
  for (let nonce = 0; nonce < 5; nonce++) {
    const hash = await send(sequencer, nonce)
    await eventually('the replica has it', async () => {
      await rig.l1.mine()
      return (await receipt(replica, hash)) !== null
    })
  }
  await replica.close()
  const spoils: readonly (readonly [string, (directory: string) => Promise<void>])[] = [
    ['CURRENT names nothing', (directory) => writeFile(join(directory, 'chain', 'CURRENT'), 'MANIFEST-999999\n')],
    ['a manifest of zeros', async (directory) => {
      for (const file of await chainFiles(directory, /^MANIFEST/)) await writeFile(file, new Uint8Array(200))
    }],
    ['tables are gone', async (directory) => {
      for (const file of await chainFiles(directory, /\.ldb$/)) await unlink(file)
    }],
    ['a table with other bytes', async (directory) => {
      for (const file of await chainFiles(directory, /\.ldb$/)) {
        const bytes = await readFile(file)
        bytes.fill(0x5a, 0, Math.min(bytes.length - 64, 4_000))
        await writeFile(file, bytes)
      }
    }],
  ]
  for (const [name, spoil] of spoils) {
    const directory = await mkdtemp(join(tmpdir(), 'distribute-spoilt-'))
    try {
      // Two starts: the second one moves what the first has logged into a table.
      for (let i = 0; i < 2; i++) {
        const copy = await rig.start('replica', { directory })
        await copy.node.ready
        await copy.close()
      }
      await spoil(directory)
      const started = await rig.start('replica', { directory }).then(async (node) => {
        await node.node.ready.catch(() => undefined)
        return node
      }, (error: unknown) => error)
      // Either it says what is wrong, or nothing that it needs was: then its chain is the right one.
      if (started instanceof Error) expect(started, name).toMatchObject({ name: 'StorageError', code: expect.stringMatching(/corrupt|disk/) as string })
      else expect(await (started as RigNode).height(), name).toBe(await sequencer.height())
      if (!(started instanceof Error)) await (started as RigNode).close()
    } finally {
      await rm(directory, { recursive: true, force: true })
    }
  }
  await rm(join(replica.directory, 'chain'), { recursive: true })
  const fresh = await rig.start('replica', { directory: replica.directory })
  await fresh.node.ready
  expect(await fresh.call('eth_getBlockByNumber', 'latest', false)).toEqual(await sequencer.call('eth_getBlockByNumber', 'latest', false))
})

test('a directory that cannot be made or written is said to be so', async () => {
  const place = await mkdtemp(join(tmpdir(), 'distribute-file-'))
  await writeFile(join(place, 'file'), '')
  await expect(rig.start('replica', { directory: join(place, 'file') })).rejects.toMatchObject({ name: 'StorageError', code: 'disk' })
  await rm(place, { recursive: true })
})

/** A disk of a few megabytes; undefined where this user may not make one. */
const smallDisk = async (): Promise<{ readonly path: string; readonly remove: () => Promise<void> } | undefined> => {
  const path = await mkdtemp(join(tmpdir(), 'distribute-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'none', path], { stdio: 'ignore' })
  } catch {
    await rm(path, { recursive: true })
    return undefined
  }
  return {
    path,
    remove: async () => {
      execFileSync('umount', ['-l', path], { stdio: 'ignore' })
      await rm(path, { recursive: true, force: true })
    },
  }
}

test('a full disk stops a sequencer with a word; with room again nothing that it gave out is missing', async ({ skip }) => {
  const disk = await smallDisk()
  if (disk === undefined) return skip('this user may not mount a small disk')
  try {
    const directory = join(disk.path, 'node')
    await mkdir(directory)
    const sequencer = await rig.start('sequencer', { directory })
    await funded(sequencer)
    const failed = sequencer.node.failed.then(() => undefined, (error: unknown) => error)
    const ballast = join(disk.path, 'ballast')
    const file = await open(ballast, 'w')
    // Until nothing more fits.
    await file.writeFile(new Uint8Array(8 << 20)).catch(() => undefined)
    await file.close()
    expect((await stat(ballast)).size).toBeGreaterThan(1 << 20)
    const receipts = new Map<string, string>()
    let isDone = false
    for (let nonce = 0; nonce < 2_000 && !isDone; nonce++) {
      const hash = await send(sequencer, nonce).catch(() => undefined)
      for (let wait = 0; hash !== undefined && wait < 40 && !isDone; wait++) {
        const found = await receipt(sequencer, hash)
        if (found !== null) {
          receipts.set(hash, found.blockHash)
          break
        }
        isDone = await Promise.race([failed.then(() => true), pause(10).then(() => false)])
      }
    }
    expect(await failed).toMatchObject({ name: 'StorageError', code: 'disk' })
    await sequencer.close().catch(() => undefined)
    await unlink(ballast)
    const again = await rig.start('sequencer', { directory })
    for (const [hash, blockHash] of receipts) expect((await receipt(again, hash))?.blockHash).toBe(blockHash)
    await eventually('it goes on', async () => {
      const nonce = Number(await again.call<string>('eth_getTransactionCount', member(0), 'latest'))
      const hash = await send(again, nonce)
      await pause(200)
      return (await receipt(again, hash)) !== null
    })
    await again.close()
  } finally {
    await disk.remove()
  }
})
