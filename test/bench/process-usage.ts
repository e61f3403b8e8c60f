import { readFileSync } from 'node:fs'
import { BenchError } from './errors.ts'

/** The kernel counts in hundredths of a second for programs, whatever its own clock is (USER_HZ). */
const TICKS_A_SECOND = 100
const USER_TICKS = 11
const SYSTEM_TICKS = 12
const KIBIBYTE = 1_024

/** CPU time that a process and all its threads have used, in user mode and in the kernel, in seconds. Linux alone. */
export function cpuSecondsOf(pid: number): number {
  const stat = readProc(pid, 'stat')
  // The name stands in parentheses and may hold spaces: fields are counted from behind it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[USER_TICKS]) + Number(fields[SYSTEM_TICKS])) / TICKS_A_SECOND
}

/** The most memory that a process has had resident since its start, in bytes. Linux alone. */
export function peakBytesOf(pid: number): number {
  const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readProc(pid, 'status')) ?? []
  return Number(kibibytes) * KIBIBYTE
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    throw new BenchError('Unsupported', `/proc/${pid}/${file} cannot be read: CPU time of other processes is measured on Linux alone`)
  }
}
