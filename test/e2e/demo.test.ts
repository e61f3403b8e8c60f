import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { PROGRAM, temporaryDirectory } from './testing/devnet.ts'

test('the demo runs a community to its last payout, and its books balance', { timeout: 180_000 }, async () => {
  const directory = await temporaryDirectory()
  const ports = ['--l1-port', '0', '--l2-port', '0', '--replica-port', '0', '--metrics-port', '0']
  const child = spawn(process.execPath, [PROGRAM, 'devnet', '--demo', '--data-dir', directory.path, ...ports, '--log-level', 'error'])
  const exit = once(child, 'exit')
  const lines: string[] = []
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      lines.push(line)
      if (line.startsWith('The demo is over')) break
    }
    const told = lines.join('\n')
    expect(told).toContain('project 1 is Complete; its escrow is empty')
    expect(told).toContain('Expired: Ada has her stake back, Ben has lost his collateral')
    expect(lines.filter((line) => line.includes('✓'))).toHaveLength(5)
    expect(told).not.toContain('✗')
    expect(told).toContain('The demo is over')
  } finally {
    child.kill('SIGINT')
    await exit
    await directory.remove()
  }
})
