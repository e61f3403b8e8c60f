import { concatHex, encodeAbiParameters, getContractAddress } from 'viem'
import type { Hex } from 'viem'
import { estimateGas, getCode, sendTransaction } from 'viem/actions'
import type { Address, Genesis } from '@distribute/state-machine'
import type { L1Reader, L1Writer } from './call.ts'
import { genesisCreation } from './genesis-data.ts'
import { machineBytecode } from './generated/machine-bytecode.ts'
import { receiptOf } from './receipt.ts'
import { addressOf, hexOfAddress } from './values.ts'

/**
 * Deploys code to an address that follows from the code alone (CREATE2): the factory that stands at this address on Ethereum, on its
 * test networks and in anvil.
 */
const FACTORY = '0x4e59b44847b379578588920cA78FbF26c0B4956C'
/** Creation code that returns what follows it as the contract's code, which begins with a STOP. */
const STORE: Hex = '0x600b5981380380925939f300'
const SALT: Hex = `0x${'00'.repeat(32)}`

/** A contract of the machine: its address is the hash of its creation code. */
export interface MachinePart {
  readonly name: string
  readonly address: Address
  readonly creation: Hex
}

/** The state machine as L1 runs it for one community: who knows the genesis knows the address, and with it every byte of its rules. */
export interface Machine {
  readonly executor: Address
  /** Holds the creation code of Promises.sol, which the Rollup's deployment runs. */
  readonly promisesCode: Address
  /** Holds the creation code of Bridge.sol, for the same. */
  readonly bridgeCode: Address
  /** Holds the creation code of CommunityToken.sol with the token's name and symbol, which the Bridge's deployment runs. */
  readonly tokenCode: Address
  /** In the order of their deployment. */
  readonly parts: readonly MachinePart[]
}

export function machineOf(genesis: Genesis): Machine {
  const { executor: executorCode, promises, bridge, communityToken, ...modules } = machineBytecode
  const data = part('genesis', genesisCreation(genesis))
  const rules = Object.entries(modules).map(([name, code]) => part(name, code))
  const places = [data, ...rules].map(({ address }) => hexOfAddress(address))
  const executor = part('executor', concatHex([executorCode, encodeAbiParameters(places.map(() => ({ type: 'address' })), places)]))
  const store = part('promises', concatHex([STORE, promises]))
  const bridgeStore = part('bridge', concatHex([STORE, bridge]))
  const names = encodeAbiParameters([{ type: 'string' }, { type: 'string' }], [genesis.tokenName, genesis.tokenSymbol])
  const token = part('communityToken', concatHex([STORE, communityToken, names]))
  const parts = [data, ...rules, executor, store, bridgeStore, token]
  return { executor: executor.address, promisesCode: store.address, bridgeCode: bridgeStore.address, tokenCode: token.address, parts }
}

const part = (name: string, creation: Hex): MachinePart => ({ name, address: placeOf(creation), creation })

const placeOf = (creation: Hex): Address =>
  addressOf(getContractAddress({ opcode: 'CREATE2', from: FACTORY, salt: SALT, bytecode: creation }))

export type MachineErrorCode = 'NoFactory' | 'NotDeployed'

/** The machine cannot be brought to this L1. */
export class MachineError extends Error {
  readonly code: MachineErrorCode

  constructor(code: MachineErrorCode, message: string) {
    super(message)
    this.name = 'MachineError'
    this.code = code
  }
}

export interface MachineClients {
  readonly walletClient: L1Writer
  readonly publicClient: L1Reader
}

/**
 * Deploys what of the machine does not stand on L1 yet: the rules are the same for all communities. Where another deploys at the same time
 * each part stands once, whoever was first. `onPart` is told of each part before it is sent.
 *
 * @throws MachineError NoFactory where L1 lacks the CREATE2 factory; viem's error if a deployment fails
 */
export async function deployMachine(machine: Machine, clients: MachineClients, onPart: (part: MachinePart) => void = () => undefined): Promise<void> {
  if (!(await hasCode(clients.publicClient, FACTORY))) {
    throw new MachineError('NoFactory', `L1 has no CREATE2 factory at ${FACTORY}: deploy it there first (it is the one of "Deterministic Deployment Proxy")`)
  }
  for (const one of machine.parts) {
    if (await hasCode(clients.publicClient, hexOfAddress(one.address))) continue
    onPart(one)
    await deployPart(one, clients)
  }
}

async function deployPart(one: MachinePart, clients: MachineClients): Promise<void> {
  try {
    await sendPart(one, clients)
  } catch (error) {
    // Another's deployment of the same bytes was in the same L1 block, or a moment before: its code is as good.
    if (!(await hasCode(clients.publicClient, hexOfAddress(one.address)))) throw error
  }
}

async function sendPart({ name, address, creation }: MachinePart, { walletClient, publicClient }: MachineClients): Promise<void> {
  const request = { account: walletClient.account, to: FACTORY, data: concatHex([SALT, creation]) } as const
  const gas = await estimateGas(publicClient, { ...request, blockTag: 'latest' })
  const hash = await sendTransaction(walletClient, { ...request, gas, chain: walletClient.chain ?? null })
  await receiptOf(publicClient, hash)
  if (await hasCode(publicClient, hexOfAddress(address))) return
  throw new MachineError('NotDeployed', `the machine's part "${name}" does not stand at ${address} after ${hash}`)
}

const hasCode = async (reader: L1Reader, address: Hex): Promise<boolean> => (await getCode(reader, { address })) !== undefined
