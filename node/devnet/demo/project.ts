import { encodeAbiParameters, keccak256, stringToHex, type Hex } from 'viem'
import { fromHex, taskListRoot, taskProof, toHex, type Task } from '@distribute/state-machine'
import { amount, type Community, type Name } from './community.ts'
import type { Teller } from './teller.ts'

const DAY = 86_400n
const STAGE_NAMES = ['', 'Proposed', 'Staked', 'Active', 'Validation', 'Voting', 'Complete', 'Failed', 'Expired'] as const

/** What the demo looks at of `projectOf`. */
export interface ProjectView {
  readonly stage: number
  readonly cost: bigint
  readonly deadline: bigint
  readonly commitEnd: bigint
  readonly escrow: bigint
}

export const projectOf = async (community: Community, id: bigint): Promise<ProjectView> => {
  const view = await community.read('projects', 'projectOf', [id])
  if (typeof view !== 'object' || view === null) return { stage: 0, cost: 0n, deadline: 0n, commitEnd: 0n, escrow: 0n }
  const fields: { readonly [name: string]: unknown } = { ...view }
  const big = (name: string): bigint => BigInt(String(fields[name]))
  return { stage: Number(fields['stage']), cost: big('cost'), deadline: big('deadline'), commitEnd: big('commitEnd'), escrow: big('escrow') }
}

const stageOf = async (community: Community, id: bigint): Promise<string> => STAGE_NAMES[(await projectOf(community, id)).stage] ?? ''

/** Lets time pass up to a project's deadline, and a second more. */
const passTo = async (community: Community, deadline: bigint): Promise<void> => {
  const now = await community.now()
  if (deadline > now) await community.pass(deadline - now + 1n)
}

const TASKS: readonly (Task & { readonly title: string })[] = [
  ['Mount the panels', 4_000n], ['Wire the battery', 3_000n], ['Connect the meters', 2_000n], ['Paint the shed', 1_000n],
].map(([title, weight]) => ({ title: String(title), weight: BigInt(String(weight)), contentHash: fromHex(keccak256(stringToHex(String(title)))) }))
const OTHER_TASKS: readonly Task[] = [{ weight: 10_000n, contentHash: fromHex(keccak256(stringToHex('One firm does it all'))) }]

const asTuples = (tasks: readonly Task[]) => tasks.map(({ weight, contentHash }) => ({ weight: Number(weight), contentHash: toHex(contentHash) }))

const stakeAll = async (community: Community, tell: Teller, id: bigint): Promise<void> => {
  const stakes = [['Ada', 0], ['Ben', 0], ['Cleo', 1], ['Dan', 1]] as const
  for (const [name, currency] of stakes) {
    if ((await stageOf(community, id)) !== 'Proposed') break
    const missing = BigInt(String(await community.read('projects', 'required', [id, currency])))
    if (missing === 0n) continue
    const wanted = currency === 0 ? 4_000n : 10_000n
    await community.send(name, 'projects', 'stake', [id, currency, wanted * 10n ** 18n]).catch((error: unknown) => {
      if (!(error instanceof Error) || !error.message.includes('NothingRequired')) throw error
    })
    tell.step(`${name} stakes ${currency === 0 ? 'tokens' : 'reputation'}`)
  }
}

/** From proposal to the accepted task list. */
export const proposeAndStake = async (community: Community, tell: Teller): Promise<bigint> => {
  tell.chapter('A project is proposed and staked')
  const pool = BigInt(String(await community.read('token', 'pool', [])))
  const cost = pool / 5n
  const hash = keccak256(stringToHex('A solar roof for the workshop'))
  await community.send('Eve', 'projects', 'propose', [cost, 7n * DAY, 1, hash, 'ipfs://solar-roof'])
  const id = BigInt(String(await community.read('projects', 'projectCount', [])))
  tell.step(`Eve proposes project ${id}, a solar roof for ${amount(cost)} ether, a fifth of the pool; her reputation is the collateral`)
  await stakeAll(community, tell, id)
  tell.step(`a fifth of all tokens and reputation is staked: the project is ${await stageOf(community, id)}, its ether is in escrow`)
  await community.send('Ada', 'projects', 'submitTaskList', [id, asTuples(TASKS)])
  await community.send('Dan', 'projects', 'submitTaskList', [id, asTuples(OTHER_TASKS)])
  for (const name of ['Ben', 'Cleo'] as const) await community.send(name, 'projects', 'supportTaskList', [id, toHex(taskListRoot(TASKS))]).catch(notStaker)
  tell.step('two task lists stand against each other; Ada’s has more than half of the stakes')
  await tell.balances()
  await passTo(community, (await projectOf(community, id)).deadline)
  await community.until('the project to be active', async () => (await stageOf(community, id)) === 'Active')
  tell.step('seven days later the list is accepted: the project is Active')
  return id
}

/** Ben's tokens may not have been needed any more. */
const notStaker = (error: unknown): void => {
  if (!(error instanceof Error) || !error.message.includes('NotAStaker')) throw error
}

/** Tasks are claimed and done, one is claimed and left. */
export const work = async (community: Community, tell: Teller, id: bigint): Promise<void> => {
  tell.chapter('The work')
  const claims: readonly (readonly [Name, number])[] = [['Eve', 0], ['Joy', 1], ['Joy', 2]]
  for (const [name, index] of claims) {
    const task = TASKS[index]
    if (task === undefined) continue
    const proof = taskProof(TASKS, index).map((word) => toHex(word))
    await community.send(name, 'projects', 'claimTask', [id, BigInt(index), Number(task.weight), toHex(task.contentHash), proof])
    tell.step(`${name} claims “${task.title}” and locks reputation for it`)
  }
  for (const [name, index] of claims.slice(0, 2)) {
    const evidence = keccak256(stringToHex(`photo of task ${index}`))
    await community.send(name, 'projects', 'submitEvidence', [id, BigInt(index), evidence, `ipfs://photo-${index}`])
    tell.step(`${name} hands in evidence`)
  }
  await passTo(community, (await projectOf(community, id)).deadline)
  await community.until('validation', async () => (await stageOf(community, id)) === 'Validation')
  tell.step('Joy never finished “Connect the meters”: her lock is forfeited; “Paint the shed” was never claimed; their ether goes back to the pool')
  await tell.balances()
}

/** Validators look at the evidence; one task is disputed and decided by a vote. */
export const judge = async (community: Community, tell: Teller, id: bigint): Promise<void> => {
  tell.chapter('Validation and a vote')
  const seats: readonly (readonly [Name, number, boolean])[] = [['Fay', 0, true], ['Gus', 0, true], ['Fay', 1, true], ['Hana', 1, false], ['Ivo', 1, true]]
  for (const [name, index, approve] of seats) {
    await community.send(name, 'projects', 'validate', [id, BigInt(index), approve])
    tell.step(`${name} ${approve ? 'approves' : 'rejects'} “${TASKS[index]?.title}”`)
  }
  await passTo(community, (await projectOf(community, id)).deadline)
  await community.until('the vote', async () => (await stageOf(community, id)) === 'Voting')
  tell.step('“Wire the battery” is disputed: the community votes, first in secret')
  const votes: readonly (readonly [Name, number, boolean, bigint])[] = [['Ada', 0, true, 2_000n], ['Ben', 1, true, 1_500n], ['Hana', 1, false, 1_000n]]
  const ballots = votes.map(([name, currency, choice, units]) => ({ name, currency, choice, units: units * 10n ** 18n, salt: keccak256(stringToHex(`${name}'s secret`)) }))
  for (const { name, currency, choice, units, salt } of ballots) {
    await community.send(name, 'voting', 'requestRights', [currency, units])
    const secret = secretOf(community, { id, name, currency, choice, salt })
    await community.send(name, 'voting', 'commit', [id, 1n, currency, secret, units])
    tell.step(`${name} commits a ballot of ${amount(units)} ${currency === 0 ? 'tokens' : 'reputation'}`)
  }
  await passTo(community, (await projectOf(community, id)).commitEnd)
  for (const { name, currency, choice, salt } of ballots) {
    await community.send(name, 'voting', 'reveal', [id, 1n, currency, choice, salt])
    tell.step(`${name} reveals: ${choice ? 'done' : 'not done'}`)
  }
  await tell.balances()
  await passTo(community, (await projectOf(community, id)).deadline)
}

interface Ballot {
  readonly id: bigint
  readonly name: Name
  readonly currency: number
  readonly choice: boolean
  readonly salt: Hex
}

const BALLOT_TYPES = ['uint256', 'uint256', 'uint256', 'address', 'uint8', 'bool', 'bytes32'].map((type) => ({ type }))

const secretOf = (community: Community, { id, name, currency, choice, salt }: Ballot): Hex => {
  const voter = community.person(name).account.address
  return keccak256(encodeAbiParameters(BALLOT_TYPES, [BigInt(community.info.chainId), id, 1n, voter, currency, choice, salt]))
}

/** The keeper settles everything; nobody presses a button. */
export const payOut = async (community: Community, tell: Teller, id: bigint): Promise<void> => {
  tell.chapter('Everybody is paid, and nobody had to ask')
  await community.until('the project to end', async () => ['Complete', 'Failed'].includes(await stageOf(community, id)))
  await community.until('every payout', async () => (await projectOf(community, id)).escrow === 0n)
  tell.step(`project ${id} is ${await stageOf(community, id)}; its escrow is empty`)
  await tell.balances()
}

/** A project that nobody backs. */
export const expire = async (community: Community, tell: Teller): Promise<bigint> => {
  tell.chapter('A project that nobody backs')
  const pool = BigInt(String(await community.read('token', 'pool', [])))
  await community.send('Ben', 'projects', 'propose', [pool / 10n, DAY, 0, keccak256(stringToHex('A statue of Ben')), 'ipfs://statue'])
  const id = BigInt(String(await community.read('projects', 'projectCount', [])))
  tell.step(`Ben proposes project ${id}, a statue, with tokens as collateral`)
  await community.send('Ada', 'projects', 'stake', [id, 0, 10n ** 18n])
  tell.step('Ada stakes a single token out of kindness')
  await passTo(community, (await projectOf(community, id)).deadline)
  await community.until('the project to expire', async () => (await stageOf(community, id)) === 'Expired')
  const ada = community.person('Ada').account.address
  await community.until('Ada’s stake', async () => String(await community.read('projects', 'stakeOf', [id, ada])).startsWith('0,0'))
  tell.step('a day later it is Expired: Ada has her stake back, Ben has lost his collateral')
  await tell.balances()
  return id
}
