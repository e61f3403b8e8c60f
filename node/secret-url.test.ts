import { expect, test } from 'vitest'
import { createRedactor, originOf } from './secret-url.ts'

test('of a URL only protocol, host and port are said', () => {
  expect(originOf('https://user:secret@l1.example:8545/v3/0123456789abcdef?key=fedcba9876')).toBe('https://l1.example:8545')
  expect(originOf('http://[::1]:8545')).toBe('http://[::1]:8545')
  expect(originOf('nonsense')).toBe('what is no URL')
})

test('no part of a URL that can be a key stays in a text, however it was written', () => {
  const redact = createRedactor(['https://ada:pass%20word%21@l1.example/v3/0123456789abcdef?key=fedcba9876', 'http://127.0.0.1:8545'])
  expect(redact('URL: https://ada:pass%20word%21@l1.example/v3/0123456789abcdef?key=fedcba9876 failed')).toBe('URL: https://l1.example failed')
  expect(redact('project 0123456789abcdef is over its limit; key fedcba9876, user ada:pass word!')).toBe('project … is over its limit; key …, user ada:…')
  expect(redact('GET /v3/0123456789abcdef?key=fedcba9876')).toBe('GET /…')
  expect(redact('http://127.0.0.1:8545 hangs; v3 stays')).toBe('http://127.0.0.1:8545 hangs; v3 stays')
})
