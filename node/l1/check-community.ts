import { machineOf, type RollupFacts } from '@distribute/bridge-contracts'
import { equalBytes, genesisHash, type Genesis } from '@distribute/state-machine'
import { L1Error } from './errors.ts'

/**
 * Throws L1Error WrongCommunity or WrongMachine where a rollup is not that of this genesis: who decides there what a wrong root is
 * must be the very rules that this node runs.
 */
export const checkCommunity = (facts: RollupFacts, genesis: Genesis): void => {
  if (!equalBytes(facts.genesisHash, genesisHash(genesis))) {
    throw new L1Error('WrongCommunity', 'the rollup on L1 was deployed with another genesis: check genesis.json and rollup.json')
  }
  const { executor, promisesCode, bridgeCode, tokenCode } = machineOf(genesis)
  if (facts.promisesCode !== promisesCode || facts.chainId !== genesis.chainId) {
    const judges = `promises of this rollup, for chain ${facts.chainId}, are judged by the code at ${facts.promisesCode}, and this release has it at ${promisesCode}, for chain ${genesis.chainId}`
    throw new L1Error('WrongMachine', `${judges}: run the release that the community was deployed with`)
  }
  if (facts.bridgeCode !== bridgeCode || facts.tokenCode !== tokenCode) {
    const places = `${bridgeCode} and ${tokenCode}`
    const made = `bridge and token of this rollup were made by the code at ${facts.bridgeCode} and ${facts.tokenCode}, and this release and genesis have it at ${places}`
    throw new L1Error('WrongMachine', `${made}: run the release that the community was deployed with`)
  }
  if (facts.contracts.executor === executor) return
  const words = `fraud proofs of this rollup are judged by the contract ${facts.contracts.executor}, and these rules and this genesis are ${executor}`
  throw new L1Error('WrongMachine', `${words}: run the release that the community was deployed with`)
}
