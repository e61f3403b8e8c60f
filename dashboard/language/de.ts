import type { en as english } from './en.ts'
import { deeds } from './de/deeds.ts'
import { errors } from './de/errors.ts'
import { home } from './de/home.ts'
import { join } from './de/join.ts'
import { money } from './de/money.ts'
import { shell } from './de/shell.ts'
import { transaction } from './de/transaction.ts'
import { wallet } from './de/wallet.ts'
import type { TextsOf } from './texts.ts'

export const de: TextsOf<typeof english> & { readonly deeds: typeof deeds } = { shell, errors, deeds, home, join, money, transaction, wallet }
