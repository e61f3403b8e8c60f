import type { en as english } from './en.ts'
import type { later } from './en-later.ts'
import { errors } from './de/errors.ts'
import { files } from './de/files.ts'
import { home } from './de/home.ts'
import { projects } from './de/projects.ts'
import { shell } from './de/shell.ts'
import { transaction } from './de/transaction.ts'
import { votes } from './de/votes.ts'
import { wallet } from './de/wallet.ts'
import { work } from './de/work.ts'
import type { TextsOf } from './texts.ts'

export const de: TextsOf<typeof english & typeof later> = { shell, errors, files, home, projects, transaction, votes, wallet, work }
