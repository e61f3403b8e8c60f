import { resolve } from 'node:path'
import { askSecret, terminalHere, type Terminal } from './ask-secret.ts'
import { readIfThere, readRequired } from './files.ts'
import { passwordPath } from './key-paths.ts'
import { SettingError } from './setting-error.ts'

/** Where the password of keystores is looked for, as settings say it. */
export interface PasswordSettings {
  readonly dataDir: string
  readonly passwordFile: string | undefined
  readonly password: string | undefined
}

/** The password in a file, without the line break behind it. Throws SettingError MissingFile. */
export async function readPassword(path: string): Promise<string> {
  const text = await readRequired(path, 'the keystore needs a password: check --password-file and DISTRIBUTE_PASSWORD_FILE')
  return text.replace(/\r?\n$/, '')
}

/** What is given without asking anybody: the file that is named, the variable, keys/password in the data directory. */
export async function givenPassword({ dataDir, passwordFile, password }: PasswordSettings): Promise<string | undefined> {
  if (passwordFile !== undefined) return readPassword(resolve(passwordFile))
  if (password !== undefined) return password
  const text = await readIfThere(passwordPath(resolve(dataDir)))
  return text?.replace(/\r?\n$/, '')
}

/** The password that opens a keystore: given, or typed by whoever sits there. Throws SettingError. */
export async function openingPassword(name: string, settings: PasswordSettings, terminal: Terminal | undefined = terminalHere()): Promise<string> {
  const given = await givenPassword(settings)
  if (given !== undefined) return given
  if (terminal !== undefined) return askSecret(`password of ${name}: `, terminal)
  throw new SettingError('NoPassword', `the keystore ${name} needs a password`, 'give --password-file or the variable DISTRIBUTE_PASSWORD; on a terminal it is asked for')
}

/** The password that a new keystore gets: given, or typed twice. Throws SettingError. */
export async function newPassword(name: string, settings: PasswordSettings, terminal: Terminal | undefined = terminalHere()): Promise<string> {
  const given = await givenPassword(settings)
  if (given !== undefined) return given
  if (terminal === undefined) throw new SettingError('NoPassword', `the new keystore ${name} needs a password`, 'give --password-file or the variable DISTRIBUTE_PASSWORD; on a terminal it is asked for')
  const [first, second] = [await askSecret(`a password for ${name}: `, terminal), await askSecret('the same again: ', terminal)]
  if (first === second) return first
  throw new SettingError('NoPassword', 'the two passwords differ', 'run it again')
}
