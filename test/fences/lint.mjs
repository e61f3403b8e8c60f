import { ESLint } from 'eslint'
import tseslint from 'typescript-eslint'
import { ROOT, judge, readFixtures } from './fixtures.mjs'

/** The lint's fence: eslint's real configuration, applied to each fixture as if it stood where it says. */
export async function checkLint() {
  // Without type information, which files that exist in name only do not have. None of the rules here needs it.
  const withoutTypes = /** @type {import('eslint').Linter.Config[]} */ ([tseslint.configs.disableTypeChecked])
  const eslint = new ESLint({ cwd: ROOT, overrideConfig: withoutTypes })
  const fixtures = readFixtures('lint')
  const problems = []
  for (const { name, text, as, expect } of fixtures) {
    const [result] = await eslint.lintText(text, { filePath: ROOT + as })
    const found = result?.messages.map(({ ruleId, message }) => ruleId ?? message) ?? ['not linted']
    problems.push(...judge(`lint/${name}`, expect, found))
  }
  return { checked: fixtures.length, problems }
}
