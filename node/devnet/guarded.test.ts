import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { freePort } from './free-port.ts'
import { startGuarded } from './guarded.ts'
import { guardFile, l1Directory, untilOldEnded } from './old-guards.ts'
import { PID_FILE, takeDirectory } from './only-one.ts'

let directory = ''
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'distribute-guard-'))
})
afterEach(() => rm(directory, { recursive: true, force: true }))

/** Says its number, and writes a word when it is asked to end, as anvil writes its state. */
const WRITER = 'echo $$ > "$0.pid"; trap \'sleep 0.2; echo saved > "$0.state"; exit 7\' TERM; while true; do sleep 0.05; done'
const writer = () => ({ file: 'sh', args: ['-c', WRITER, join(directory, 'writer')], log: join(directory, 'log'), pidFile: join(directory, 'guard.pid') })
const text = (name: string): Promise<string> => readFile(join(directory, name), 'utf8').catch(() => '')

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 200; i++) {
    if (await holds()) return
    await sleep(50)
  }
  expect.fail('it did not come about')
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('close asks the command to end, waits until it has, and passes on its code', async () => {
  const guarded = await startGuarded(writer())
  await until(async () => (await text('writer.pid')) !== '')
  await guarded.close()
  expect(await text('writer.state')).toBe('saved\n')
  expect(await guarded.ended).toBe(7)
  expect(await text('guard.pid')).toBe('')
})

test('a command that ends by itself ends its guard', async () => {
  const guarded = await startGuarded({ ...writer(), file: 'sh', args: ['-c', 'exit 3'] })
  expect(await guarded.ended).toBe(3)
  await guarded.close()
})

test('a missing program is an end with a code, not a crash', async () => {
  const guarded = await startGuarded({ ...writer(), file: '/nonexistent/program', args: [] })
  expect(await guarded.ended).toBe(127)
})

test('kill -9 of the owner lets the command write its state and end', async () => {
  const script = `import { startGuarded } from ${JSON.stringify(new URL('./guarded.ts', import.meta.url).href)}; await startGuarded(${JSON.stringify(writer())}); setInterval(() => 0, 1000)`
  const owner = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { stdio: 'inherit' })
  await until(async () => (await text('writer.pid')) !== '')
  const pid = Number(await text('writer.pid'))
  expect(isAlive(pid)).toBe(true)
  owner.kill('SIGKILL')
  await once(owner, 'exit')
  await until(async () => (await text('writer.state')) === 'saved\n')
  await until(async () => !isAlive(pid))
})

test('the next start waits for the guard of the last one', async () => {
  const l1 = l1Directory(directory)
  const guarded = await startGuarded({ ...writer(), log: join(l1, 'log'), pidFile: guardFile(l1) })
  let waited = false
  const waiting = untilOldEnded(directory).then(() => (waited = true))
  await sleep(300)
  expect(waited).toBe(false)
  await guarded.close()
  await waiting
})

test('a process number that belongs to somebody else by now is not waited for', async () => {
  await rm(directory, { recursive: true })
  const l1 = l1Directory(directory)
  const guarded = await startGuarded({ ...writer(), log: join(l1, 'log'), pidFile: join(l1, 'other') })
  await writeFile(guardFile(l1), String(process.pid))
  await untilOldEnded(directory)
  await guarded.close()
})

test('a directory is used by one devnet at a time', async () => {
  const devnet = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)', 'devnet'], { stdio: 'ignore' })
  try {
    await writeFile(join(directory, PID_FILE), String(devnet.pid))
    await expect(takeDirectory(directory)).rejects.toMatchObject({ code: 'AlreadyRuns', message: expect.stringContaining(String(devnet.pid)) as string })
  } finally {
    devnet.kill('SIGKILL')
    await once(devnet, 'exit')
  }
  const release = await takeDirectory(directory)
  await release()
  expect(await text(PID_FILE)).toBe('')
})

test('a taken port names the flag to change; 0 finds a free one', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  await expect(freePort(port, '--l1-port')).rejects.toMatchObject({ code: 'PortTaken', message: `port ${port} is taken`, advice: expect.stringContaining('--l1-port 0') as string })
  expect(await freePort(0, '--l1-port')).toBeGreaterThan(0)
  server.close()
})
