import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const FIXTURES = fileURLToPath(new URL('fixtures/', import.meta.url))

/**
 * @typedef {object} Fixture
 * @property {string} name
 * @property {string} path absolute
 * @property {string} text
 * @property {string} as the file it pretends to be, or ''
 * @property {readonly string[]} expect errors of which one must come; empty for a fixture that must pass
 */

/** The fixtures of one fence, with what their first lines say. @param {string} fence @returns {Fixture[]} */
export function readFixtures(fence) {
  const names = readdirSync(FIXTURES + fence).filter((name) => name.endsWith('.ts'))
  return names.map((name) => {
    const path = `${FIXTURES}${fence}/${name}`
    const text = readFileSync(path, 'utf8')
    const expected = header(text, 'expect').split(' ').filter((code) => code !== '' && code !== 'nothing')
    return { name, path, text, as: header(text, 'as'), expect: expected }
  })
}

/** @param {string} text @param {string} field */
const header = (text, field) => new RegExp(`^// ${field}: (.*)$`, 'm').exec(text)?.[1] ?? ''

/**
 * What is wrong with the fence, in one sentence, or nothing.
 * @param {string} label @param {readonly string[]} expected @param {readonly string[]} found codes or rule names
 * @returns {string[]}
 */
export function judge(label, expected, found) {
  if (expected.length === 0) return found.length === 0 ? [] : [`${label} must pass, but got ${found.join(', ')}`]
  if (expected.some((code) => found.includes(code))) return []
  return [`${label} must fail with ${expected.join(' or ')}, but ${found.length === 0 ? 'passes' : `got ${found.join(', ')}`}`]
}
