import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { askSecret } from './ask-secret.ts'
import { newPassword, openingPassword } from './password.ts'

let dataDir = ''
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'distribute-password-'))
  await writeFile(join(dataDir, 'file'), 'from a file\r\n')
})
afterAll(() => rm(dataDir, { recursive: true, force: true }))

/** A terminal at which somebody types these lines, one for each question. */
function terminal(...typed: readonly string[]) {
  const [input, left, seen] = [new PassThrough(), [...typed], [] as string[]]
  const output = {
    write: (text: string) => {
      seen.push(text)
      if (text.endsWith(': ')) setImmediate(() => input.write(left.shift() ?? ''))
    },
  }
  return { input, output, seen: () => seen.join('') }
}

const given = (settings: { readonly passwordFile?: string; readonly password?: string }) => ({ dataDir, passwordFile: undefined, password: undefined, ...settings })

test('what is typed is not shown; Ctrl-C and an empty line are told', async () => {
  const here = terminal('geheim\n')
  expect(await askSecret('password: ', here)).toBe('geheim')
  expect(here.seen()).toBe('password: \n')
  for (const typed of ['\u0003', '\u0004', '\n']) await expect(askSecret('password: ', terminal(typed))).rejects.toMatchObject({ code: 'NoPassword', message: 'nothing was typed' })
})

test('the file that is named goes before the variable, that before keys/password, and that before asking', async () => {
  const passwordFile = join(dataDir, 'file')
  expect(await openingPassword('k', given({}), terminal('typed\n'))).toBe('typed')
  await mkdir(join(dataDir, 'keys'))
  await writeFile(join(dataDir, 'keys', 'password'), 'kept\n')
  expect(await openingPassword('k', given({}), terminal())).toBe('kept')
  expect(await openingPassword('k', given({ password: 'variable' }), terminal())).toBe('variable')
  expect(await openingPassword('k', given({ password: 'variable', passwordFile }), terminal())).toBe('from a file')
  await rm(join(dataDir, 'keys'), { recursive: true })
})

test('a new password is typed twice', async () => {
  expect(await newPassword('k', given({}), terminal('once\n', 'once\n'))).toBe('once')
  await expect(newPassword('k', given({}), terminal('once\n', 'twice\n'))).rejects.toMatchObject({ message: 'the two passwords differ' })
})
