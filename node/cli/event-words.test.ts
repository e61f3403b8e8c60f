import { expect, test } from 'vitest'
import { systemContracts } from '@distribute/bridge-contracts'
import { EVENTS } from '@distribute/state-machine'
import type { ChainEvent } from './event-log.ts'
import { EVENT_WORDS, eventText, READINGS } from './event-words.ts'

const event = (contract: ChainEvent['contract'], name: string, args: ChainEvent['args']): ChainEvent => ({ contract, name, args, block: 1n, time: 1n, hash: '0x', logIndex: 0 })

test('every event of the protocol has words, and no other has', () => {
  expect(Object.keys(EVENT_WORDS).sort()).toEqual(Object.keys(EVENTS).sort())
})

const declared = Object.values(systemContracts).flatMap(({ abi }) => [...abi]).filter((entry) => entry.type === 'event')

test.each(Object.entries(EVENT_WORDS))('%s names arguments that it has, in readings that there are', (name, words) => {
  const inputs = declared.find((entry) => entry.name === name)?.inputs.map((input) => input.name)
  for (const [, argument = '', how] of words.matchAll(/\{(\w+)(?::(\w+))?\}/g)) {
    expect(inputs).toContain(argument)
    expect([undefined, ...Object.keys(READINGS)]).toContain(how)
  }
})

test('an event reads as a sentence', () => {
  expect(eventText(event('projects', 'Staked', { id: 3n, staker: '0xa1', currency: 1, amount: 15n * 10n ** 17n }))).toBe('0xa1 staked 1.5 reputation on project 3')
  expect(eventText(event('reputation', 'Transfer', { from: `0x${'0'.repeat(40)}`, to: '0xa1', value: 10n ** 18n }))).toBe('1 reputation from nobody to 0xa1')
  expect(eventText(event('projects', 'TaskSettled', { id: 3n, index: 0n, claimer: '0xa1', passed: false, undecided: true }))).toBe('task 0 of project 3 by 0xa1 failed without fault')
  expect(eventText(event('projects', 'Unheard', {}))).toBe('Unheard')
})
