import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import ts from 'typescript'
import { ROOT, judge, readFixtures } from './fixtures.mjs'
import { errorsIn } from './types.mjs'

/** What the deep imports reach for. It must exist, or they would fail for the wrong reason. */
const TARGET = 'state-machine/rules/token.ts'

/** The fence of `exports`: past the front door of a room nothing resolves, neither for the compiler nor at run time. */
export async function checkExports() {
  const fixtures = readFixtures('exports')
  const program = ts.createProgram(fixtures.map(({ path }) => path), compilerOptions())
  const problems = existsSync(ROOT + TARGET) ? [] : [`exports: ${TARGET} is gone; choose another target for the deep imports`]
  for (const { name, path } of fixtures) {
    const isDeep = name.startsWith('deep-')
    problems.push(...judge(`exports/${name} (compiler)`, isDeep ? ['TS2307'] : [], errorsIn(program, path)))
    problems.push(...judge(`exports/${name} (run time)`, isDeep ? ['ERR_PACKAGE_PATH_NOT_EXPORTED'] : [], await run(path)))
  }
  return { checked: 2 * fixtures.length, problems }
}

function compilerOptions() {
  const { config } = ts.readConfigFile(`${ROOT}tsconfig.base.json`, ts.sys.readFile)
  return { ...ts.parseJsonConfigFileContent(config, ts.sys, ROOT).options, incremental: false }
}

/** @param {string} path @returns {Promise<string[]>} the error code that ended the run, if one did */
function run(path) {
  return new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', path], { cwd: ROOT }, (error, _stdout, stderr) => {
      if (error === null) return resolve([])
      resolve([/code: '(ERR_\w+)'/.exec(stderr)?.[1] ?? stderr.trim().slice(0, 300)])
    })
  })
}
