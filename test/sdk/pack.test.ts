import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'

// The SDK as somebody gets it who has nothing of this repository: packed, installed into an empty directory, run, type checked, bundled.

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const MINUTES = 60_000
const PACKED = ['client', 'state-machine', 'bridge-contracts/client', 'scripts/pack-client.mjs', 'tsconfig.base.json', 'package.json']

const execute = promisify(execFile)
const run = async (cwd: string, program: string, ...args: readonly string[]): Promise<string> => (await execute(program, args, { cwd })).stdout

let directory: string
let app: string

/** Packs a copy: for the time of it package.json is another, which nobody else in the repository may see. */
async function packed(): Promise<string> {
  const copy = join(directory, 'copy')
  const isWanted = (path: string): boolean => !/[\\/](node_modules|dist|package\.source\.json)$/.test(path)
  for (const part of PACKED) await cp(join(ROOT, part), join(copy, part), { recursive: true, filter: isWanted })
  await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'), 'dir')
  await run(join(copy, 'client'), 'npm', 'pack', '--pack-destination', directory)
  expect((await readdir(join(copy, 'client'))).filter((name) => name.startsWith('package.') || name === 'dist')).toEqual(['package.json'])
  const [name] = (await readdir(directory)).filter((each) => each.endsWith('.tgz'))
  return join(directory, name ?? '')
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'distribute-pack-'))
  app = join(directory, 'app')
  await mkdir(app)
  const tarball = await packed()
  await writeFile(join(app, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  await run(app, 'npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', tarball, 'viem@2.57.1')
}, 5 * MINUTES)

afterAll(() => rm(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }))

test.concurrent('it runs in Node from the tarball alone, all its doors', async () => {
  await writeFile(join(app, 'run.js'), `
    import { encodeCall, secretName, verifyRecords } from '@distribute/client'
    import { wordsOf } from '@distribute/client/words'
    import { fileStore } from '@distribute/client/node'
    const { to, value, gas } = encodeCall('token', 'mint', { amount: 1n, value: 2n })
    const store = fileStore('kept')
    const name = secretName({ chainId: 1, voter: '0x00', project: 1n, task: 0n, currency: 'tokens' })
    await store.set(name, 'text')
    const codes = [new Uint8Array(32)].map((root) => { try { verifyRecords(root, [{ type: 'pool' }], new Uint8Array([1])) } catch ({ code }) { return code } })
    console.log(JSON.stringify({ to, value: String(value), gas: Number(gas) > 0, what: wordsOf('TooEarly').what, kept: await store.get(name), codes }))
  `)
  expect(JSON.parse(await run(app, process.execPath, 'run.js'))).toEqual({
    to: '0xd157000000000000000000000000000000000001', value: '2', gas: true, what: 'it is too early for this', kept: 'text', codes: ['WrongProof'],
  })
})

test.concurrent('its types are there, exact, and refuse what does not fit', { timeout: 3 * MINUTES }, async () => {
  const options = { strict: true, noEmit: true, module: 'nodenext', target: 'es2023', lib: ['es2023', 'dom'], types: [], skipLibCheck: true, exactOptionalPropertyTypes: true }
  await writeFile(join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['app.ts'] }))
  await writeFile(join(app, 'app.ts'), `
    import { createPublicClient, http } from 'viem'
    import { defineDistributeChain, encodeCall, publicActionsL2, webStorageStore } from '@distribute/client'
    import type { Project } from '@distribute/client/words'
    const chain = defineDistributeChain({ rollup: '{}', rpcUrl: 'http://x' })
    const client = createPublicClient({ chain, transport: http() }).extend(publicActionsL2())
    export const project: Promise<Project | null> = client.distribute.project({ id: 1n })
    export const open: Promise<number> = client.voting.rightsOf({ account: '0x', currency: 'tokens' }).then((rights) => rights.open)
    export const store = webStorageStore(window.localStorage)
    // @ts-expect-error a project has an id
    void client.distribute.project({})
    // @ts-expect-error ether is no currency
    encodeCall('projects', 'stake', { id: 1n, currency: 'ether', amount: 1n })
    // @ts-expect-error what mint costs has to be sent along
    encodeCall('token', 'mint', { amount: 1n })
    // @ts-expect-error no such call
    encodeCall('token', 'steal', { amount: 1n })
  `)
  await run(app, process.execPath, join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', '.')
})

test.concurrent('what a page does not use is left out of its bundle, and nothing of Node is in it', async () => {
  await writeFile(join(app, 'page.js'), "export { encodeCall } from '@distribute/client'\n")
  const { outputFiles: [file], warnings } = await build({ entryPoints: [join(app, 'page.js')], bundle: true, minify: true, write: false, platform: 'browser', format: 'esm', target: 'es2022' })
  expect(warnings).toEqual([])
  // The contracts' bytecode alone, which only deploying needs, has 300,000.
  expect(file?.text.length).toBeLessThan(250_000)
  expect(file?.text).not.toMatch(/from"node:/)
})
