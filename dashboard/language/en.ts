import { errors } from './en/errors.ts'
import { home } from './en/home.ts'
import { join } from './en/join.ts'
import { money } from './en/money.ts'
import { shell } from './en/shell.ts'
import { transaction } from './en/transaction.ts'
import { wallet } from './en/wallet.ts'

export const en = { shell, errors, home, join, money, transaction, wallet }
