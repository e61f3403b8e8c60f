import { resolveSettings } from '../../setting.ts'
import { usage } from '../cli-error.ts'
import type { CommandSpec, CommandTables } from '../command.ts'
import { completionScript, SHELLS } from '../completion-scripts.ts'
import { MEMBER_SETTINGS } from '../member-settings.ts'

const settings = { json: MEMBER_SETTINGS.json } as const

export const completionOf = (tables: CommandTables): CommandSpec => ({
  description: 'Prints what a shell has to read to complete the commands, options and values of `distribute`. After an update print it again.',
  arguments: [{ name: 'shell', help: 'bash, zsh or fish', choices: SHELLS }],
  settings,
  examples: [
    { line: 'distribute completion bash > ~/.local/share/bash-completion/completions/distribute', does: 'for every new bash' },
    { line: 'distribute completion zsh > ~/.zfunc/_distribute', does: 'with `fpath+=~/.zfunc` before `compinit` in ~/.zshrc' },
    { line: 'distribute completion fish > ~/.config/fish/completions/distribute.fish', does: 'for every new fish' },
  ],
  run: async ({ output, ...sources }, [text]) => {
    const { json } = resolveSettings(settings, sources)
    const shell = SHELLS.find((each) => each === text)
    if (shell === undefined) throw usage(`the shell is ${text === undefined ? 'missing' : `"${text}"`}`, `expected one of ${SHELLS.join(', ')}`)
    // Loads every command: only who asks for it should wait for that.
    const { completionTree } = await import('../completion-tree.ts')
    const places = await completionTree(tables)
    if (json) output.json({ shell, script: completionScript(shell, places), places })
    else output.line(completionScript(shell, places).trimEnd())
  },
})
