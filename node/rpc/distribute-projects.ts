import { bytesToBigint, bigintToBytes } from '@distribute/state-machine'
import type { Address } from '@distribute/state-machine'
import { CatalogError } from '../catalog/errors.ts'
import type { Page, PageRequest } from '../catalog/read.ts'
import type { RpcContext } from './context.ts'
import { account, optionalFields, PAGE, pageRequest, showPage, stage } from './distribute-params.ts'
import type { ShownPage } from './distribute-params.ts'
import { locateProposal, showSummary } from './distribute-project.ts'
import { readHead } from './distribute-reading.ts'
import type { Sources } from './distribute-reading.ts'
import { method } from './method.ts'
import type { MethodTable } from './method.ts'

interface Filter {
  readonly stage: bigint | undefined
  readonly proposer: Address | undefined
}

const ID_BYTES = 8

/** Ids are numbers in a row, so the list of all needs no catalog; its cursors look like those of the other lists. */
function allProjects(sources: Sources, { after, limit }: PageRequest): Page<bigint> {
  if (after !== undefined && after.length !== ID_BYTES) throw new CatalogError()
  const { projects } = readHead(sources).ledger.get('pool')
  const below = after === undefined ? projects : bytesToBigint(after) - 1n
  const first = below < projects ? below : projects
  const count = first < 0n ? 0n : first < BigInt(limit) ? first : BigInt(limit)
  const items = Array.from({ length: Number(count) }, (_, i) => first - BigInt(i))
  const last = items.at(-1)
  return { items, next: last === undefined || last === 1n ? undefined : bigintToBytes(last, ID_BYTES) }
}

/** A proposer's projects in one stage: she has few, so they are looked through. */
async function proposersProjects(sources: Sources, proposer: Address, wanted: bigint, page: PageRequest): Promise<Page<bigint>> {
  const items: bigint[] = []
  for (let { after } = page; ; ) {
    const found = await sources.chain.catalog.projects({ proposer }, { after, limit: page.limit - items.length })
    const { ledger } = readHead(sources)
    items.push(...found.items.filter((each) => ledger.get('project', each).stage === wanted))
    after = found.next
    if (after === undefined || items.length === page.limit) return { items, next: after }
  }
}

async function find(sources: Sources, { stage: wanted, proposer }: Filter, page: PageRequest): Promise<Page<bigint>> {
  if (wanted !== undefined && proposer !== undefined) return proposersProjects(sources, proposer, wanted, page)
  if (wanted !== undefined) return sources.chain.catalog.projects({ stage: wanted }, page)
  return proposer === undefined ? allProjects(sources, page) : sources.chain.catalog.projects({ proposer }, page)
}

/** Projects, the newest first. The stage asked for is the one recorded; `due` says where a call now would find another. */
const projects = ({ deps }: RpcContext, filter: Filter & Parameters<typeof pageRequest>[0]): Promise<ShownPage> =>
  showPage(find(deps, filter, pageRequest(filter)), async (project) => {
    const proposal = await locateProposal(deps, project)
    return proposal === undefined ? undefined : showSummary(readHead(deps), project, proposal)
  })

export const distributeProjects: MethodTable = {
  distribute_projects: method([optionalFields({ stage, proposer: account, ...PAGE })], projects),
}
