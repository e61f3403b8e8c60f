import { errors } from './en/errors.ts'
import { home } from './en/home.ts'
import { shell } from './en/shell.ts'
import { transaction } from './en/transaction.ts'
import { wallet } from './en/wallet.ts'

export const en = { shell, errors, home, transaction, wallet }
