import type { en as english } from './en.ts'
import { errors } from './de/errors.ts'
import { home } from './de/home.ts'
import { shell } from './de/shell.ts'
import { transaction } from './de/transaction.ts'
import { wallet } from './de/wallet.ts'
import type { TextsOf } from './texts.ts'

export const de: TextsOf<typeof english> = { shell, errors, home, transaction, wallet }
