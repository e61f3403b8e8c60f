import type { Listed, Page } from '../catalog/read.ts'
import type { RpcContext } from './context.ts'
import { accountOrProject, account, fields, id, PAGE, pageRequest, required, showPage } from './distribute-params.ts'
import type { ShownPage } from './distribute-params.ts'
import { locate, readHead } from './distribute-reading.ts'
import type { Located, Reading } from './distribute-reading.ts'
import { showBallot, showClaim, showSeat, showStake } from './distribute-shows.ts'
import { invalidParams } from './errors.ts'
import { method } from './method.ts'
import type { MethodTable } from './method.ts'

type Show<T> = (reading: Reading, ids: T, at: Located['at']) => unknown

/** Items of a list of the catalog, each with what the state says of it now. */
export const listShown = <T>({ deps }: RpcContext, page: Promise<Page<Listed<T>>>, show: Show<T>): Promise<ShownPage> =>
  showPage(page, async ({ ids, place }) => {
    const located = await locate(deps.chain, place)
    return located === undefined ? undefined : show(readHead(deps), ids, located.at)
  })

const byAccount = { account, project: id, ...PAGE }

export const distributeLists: MethodTable = {
  distribute_stakes: method([fields(byAccount)], (context, filter) =>
    listShown(context, context.deps.chain.catalog.stakes(accountOrProject(filter), pageRequest(filter)), showStake)),
  distribute_claims: method([fields({ account, ...PAGE })], (context, filter) => {
    const who = required(filter.account, 'account')
    const page = context.deps.chain.catalog.claims(who, pageRequest(filter))
    return listShown(context, page, (reading, place, at) => showClaim(reading, { ...place, account: who }, at))
  }),
  distribute_seats: method([fields({ ...byAccount, index: id })], (context, filter) => {
    if (filter.index !== undefined && (filter.project === undefined || filter.index > 255n)) throw invalidParams('invalid argument 0: index is that of a task of project')
    const of = accountOrProject(filter)
    const where = 'project' in of ? { ...of, index: filter.index } : of
    return listShown(context, context.deps.chain.catalog.seats(where, pageRequest(filter)), showSeat)
  }),
  distribute_ballots: method([fields({ account, ...PAGE })], (context, filter) => {
    const who = required(filter.account, 'account')
    const page = context.deps.chain.catalog.ballots(who, pageRequest(filter))
    return listShown(context, page, (reading, place, at) => showBallot(reading, { ...place, account: who }, at))
  }),
}
