import { dirname } from 'node:path'
import ts from 'typescript'
import { ROOT, judge, readFixtures } from './fixtures.mjs'

/** The compiler's fence: what Node, the DOM or loose typing would allow must not compile inside state-machine. */
export async function checkTypes() {
  const fixtures = readFixtures('types')
  const program = programOf(`${ROOT}test/fences/fixtures/types/tsconfig.json`)
  const problems = fixtures.flatMap(({ name, path, expect }) => judge(`types/${name}`, expect, errorsIn(program, path)))
  return { checked: fixtures.length, problems }
}

/** @param {string} configPath @returns {ts.Program} */
export function programOf(configPath) {
  const { config } = ts.readConfigFile(configPath, ts.sys.readFile)
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, dirname(configPath))
  return ts.createProgram(fileNames, { ...options, incremental: false })
}

/** Error codes as the compiler prints them (TS2307). @param {ts.Program} program @param {string} path */
export function errorsIn(program, path) {
  const source = program.getSourceFile(path)
  if (source === undefined) return ['not in the program']
  const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
  return found.map(({ code }) => `TS${code}`)
}
